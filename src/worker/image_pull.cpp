#include "worker/image_pull.hpp"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/log.hpp"
#include "worker/retry.hpp"

namespace carrot::worker {
namespace {

using sandbox::Image;
using sandbox::PullProgress;
using std::chrono::milliseconds;

/// Between two looks at the clock and at the disk.
constexpr milliseconds look_interval{500};

/// Registries' word for status 429, which is all of it that an engine passes on.
constexpr std::string_view too_many_requests = "toomanyrequests";

/// One attempt: watches what the engine tells, the clock and the disk, and ends the attempt for the
/// first thing that is not as it should be.
class Attempt {
public:
    Attempt(const PullTask& task, const ImagePolicy& policy, Clock& clock, milliseconds deadline,
            std::stop_token stop)
        : task_(task),
          policy_(policy),
          clock_(clock),
          deadline_(deadline),
          last_move_(clock.since_boot()),
          forward_(std::move(stop), [this] { ending_.request_stop(); }) {}

    Result<Image> run(sandbox::ContainerEngine& engine) {
        const std::jthread watchdog([this](const std::stop_token& over) {
            while (clock_.sleep_for(look_interval, over) && !has_failed())
                look();
        });
        auto image = engine.pull_image(
            task_.name,
            {.on_progress = [this](const PullProgress& progress) { take(progress); },
             .login = task_.login},
            ending_.get_token());
        const std::lock_guard guard(mutex_);
        if (failure_) return std::unexpected(*failure_);
        return image;
    }

private:
    bool has_failed() {
        const std::lock_guard guard(mutex_);
        return failure_.has_value();
    }

    void end_with(Error failure) {
        {
            const std::lock_guard guard(mutex_);
            if (!failure_) failure_ = std::move(failure);
        }
        ending_.request_stop();
    }

    template <class... Args>
    void end(ErrorCode code, fmt::format_string<Args...> reason, Args&&... args) {
        end_with({code, fmt::format("could not pull image {}: {}", task_.name,
                                    fmt::format(reason, std::forward<Args>(args)...))});
    }

    void look() {
        const auto now = clock_.since_boot();
        const auto silence = now - [this] {
            const std::lock_guard guard(mutex_);
            return last_move_;
        }();
        if (now >= deadline_)
            end(ErrorCode::failed_precondition, "not done within the pull limit of {} s",
                policy_.pull_limit.count());
        else if (silence >= policy_.stall_limit)
            end(ErrorCode::timed_out, "nothing came for {} s", policy_.stall_limit.count());
        else if (const auto free = free_disk_bytes(task_.engine_folder);
                 free && *free < policy_.min_free_disk_bytes)
            end(ErrorCode::resource_exhausted,
                "{} has {} bytes left, and {} are to stay free: make room",
                task_.engine_folder.string(), *free, policy_.min_free_disk_bytes);
    }

    void take(const PullProgress& progress) {
        {
            const std::lock_guard guard(mutex_);
            last_move_ = clock_.since_boot();
        }
        const auto bytes = std::max(progress.done_bytes, progress.total_bytes);
        if (bytes > policy_.max_image_bytes) {
            end(ErrorCode::failed_precondition,
                "its layers have {} bytes or more, and {} are allowed", bytes,
                policy_.max_image_bytes);
        } else if (bytes > room_bytes_) {
            room_bytes_ = bytes;
            if (auto room = task_.make_room(bytes); !room) end_with(std::move(room.error()));
        }
        if (task_.on_progress) task_.on_progress(progress);
    }

    const PullTask& task_;
    const ImagePolicy& policy_;
    Clock& clock_;
    const milliseconds deadline_;
    std::uint64_t room_bytes_ = 0;
    std::stop_source ending_;
    std::mutex mutex_;  // guards the two below
    milliseconds last_move_;
    std::optional<Error> failure_;
    std::stop_callback<std::function<void()>> forward_;
};

/// A registry can't be told from the engine by the error: the engine is asked.
Error final_error(sandbox::ContainerEngine& engine, const PullTask& task, int attempts,
                  milliseconds took, const Error& last, const std::stop_token& stop) {
    if (const auto facts = engine.fetch_facts(stop); !facts) return facts.error();
    return {ErrorCode::failed_precondition,
            fmt::format("could not pull image {}: gave up after {} attempts in {} s; the last: {}",
                        task.name, attempts, took.count() / 1000, last.message)};
}

}  // namespace

Result<std::filesystem::path> find_engine_folder(sandbox::ContainerEngine& engine,
                                                 std::stop_token stop) {
    std::filesystem::path folder = TRY(engine.fetch_facts(std::move(stop)))
    .data_root;
    std::error_code unreadable;
    return std::filesystem::is_directory(folder, unreadable) ? folder : std::filesystem::path();
}

std::optional<std::uint64_t> free_disk_bytes(const std::filesystem::path& folder) {
    if (folder.empty()) return std::nullopt;
    std::error_code unknown;
    const auto space = std::filesystem::space(folder, unknown);
    if (unknown) return std::nullopt;
    return space.available;
}

std::string digest_from(const Image& image, const market::ImageReference& asked) {
    if (!asked.digest.empty()) return asked.text();
    for (const auto& name : image.digests) {
        const auto known = market::parse_image_reference(name);
        if (!known) continue;
        const auto whole = known->normalized();
        if (whole.repository() == asked.repository()) return whole.text();
    }
    return {};
}

Result<Image> pull_image(sandbox::ContainerEngine& engine, const PullTask& task,
                         const ImagePolicy& policy, Clock& clock, std::stop_token stop) {
    const auto begin = clock.since_boot();
    const auto deadline = begin + policy.pull_limit;
    auto pause = policy.retry_first;
    for (int attempt = 1;; ++attempt) {
        const auto image = Attempt(task, policy, clock, deadline, stop).run(engine);
        if (image) return image;
        if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
        const auto& error = image.error();
        if (is_final(error) || error.code == ErrorCode::resource_exhausted) return image;
        if (error.message.contains(too_many_requests)) pause = policy.retry_last;
        const auto now = clock.since_boot();
        if (attempt >= policy.pull_attempts || now + pause >= deadline)
            return std::unexpected(final_error(engine, task, attempt, now - begin, error, stop));
        log::warning("worker", "{}; trying again in {} ms", error.message, pause.count());
        clock.sleep_for(pause, stop);
        pause = std::min(pause * 4, policy.retry_last);
    }
}

}  // namespace carrot::worker
