#include "cli/live_log.hpp"

#include <algorithm>

namespace carrot::cli {
namespace {

constexpr std::size_t log_limit_bytes = std::size_t{64} << 20;
constexpr std::size_t event_id_limit_bytes = 64;
constexpr std::chrono::seconds head_limit{30};
/// Four times the pause between two signs of life of a worker that has nothing to say.
constexpr std::chrono::seconds silence_limit{60};
constexpr std::chrono::milliseconds first_pause{500};
constexpr std::chrono::milliseconds longest_pause{10'000};

class Reader {
public:
    Reader(const LogDoor& door, LiveLog& surroundings, Follow follow, std::stop_token stop)
        : door_(door), surroundings_(surroundings), follow_(follow), stop_(std::move(stop)) {}

    Result<LogEnd> read() {
        auto pause = first_pause;
        while (true) {
            auto before = shown_bytes_;
            auto outcome = connect();
            if (end_) return *end_;
            if (shown_bytes_ > log_limit_bytes)
                return fail(ErrorCode::resource_exhausted, "the log is longer than {} MiB",
                            log_limit_bytes >> 20);
            if (!outcome && !may_pass(outcome.error()))
                return std::unexpected(std::move(outcome.error()));
            if (follow_ == Follow::no && !outcome)
                return std::unexpected(std::move(outcome.error()));
            if (surroundings_.job_has_ended()) return LogEnd::cut;
            if (shown_bytes_ > before) pause = first_pause;
            if (!surroundings_.clock.sleep_for(pause, stop_))
                return fail(ErrorCode::cancelled, "stopped on request");
            pause = std::min(pause * 2, longest_pause);
        }
    }

private:
    /// One connection, to its end.
    Result<void> connect() {
        http::ClientRequest request;
        request.url = door_.worker.at(fmt::format("/jobs/{}/logs{}", door_.job_id,
                                                  follow_ == Follow::no ? "?follow=false" : ""));
        request.headers.set("Authorization", door_.authorization(surroundings_.clock.now()));
        if (!last_id_.empty()) request.headers.set("Last-Event-ID", last_id_);
        http::SendOptions options;
        options.timeout = head_limit;
        options.idle_timeout = silence_limit;
        options.stop = stop_;
        return surroundings_.client.read_events(
            request, options, [this](const http::Event& event) { return take(event); });
    }

    bool take(const http::Event& event) {
        if (event.name == "end") {
            end_ = event.data == "running" ? LogEnd::running : LogEnd::complete;
            return false;
        }
        if (event.name == "gap")
            surroundings_.output.note("  … {} bytes were not kept …",
                                      printable(event.data.substr(0, 20)));
        if (event.name == "stdout" || event.name == "stderr")
            surroundings_.output.stream(event.data);
        shown_bytes_ += event.data.size();
        if (event.id.size() <= event_id_limit_bytes) last_id_ = event.id;
        return shown_bytes_ <= log_limit_bytes;
    }

    /// Of the way there, or of a worker that has only just claimed the job.
    static bool may_pass(const Error& error) {
        return error.code == ErrorCode::unavailable || error.code == ErrorCode::timed_out ||
               error.code == ErrorCode::not_found || error.code == ErrorCode::corrupt_data;
    }

    const LogDoor& door_;
    LiveLog& surroundings_;
    const Follow follow_;
    const std::stop_token stop_;
    std::string last_id_;
    std::size_t shown_bytes_ = 0;
    std::optional<LogEnd> end_;
};

}  // namespace

Result<LogEnd> show_live_log(const LogDoor& door, LiveLog surroundings, Follow follow,
                             std::stop_token stop) {
    return with_context(
        Reader(door, surroundings, follow, std::move(stop)).read(),
        fmt::format("read the live log of job {} at {}", door.job_id, door.worker.authority()));
}

}  // namespace carrot::cli
