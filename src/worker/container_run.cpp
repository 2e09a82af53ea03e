#include "worker/container_run.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/log.hpp"
#include "sandbox/profile.hpp"
#include "worker/either_stop.hpp"

namespace carrot::worker {
namespace {

using sandbox::ContainerEngine;
using sandbox::ContainerId;
using sandbox::ContainerState;
using sandbox::ContainerStatus;
using namespace std::chrono_literals;

/// How often an output folder that the kernel doesn't guard is looked at.
constexpr auto watch_interval = 200ms;

/// How long a look at the clock holds: a machine that slept has no more of the time than it says.
constexpr auto clock_interval = 10s;

/// Ends the container at its limits, or when it is interrupted, from a thread of its own.
class Watchdog {
public:
    /// `deadline` as Clock::since_boot().
    Watchdog(ContainerEngine& engine, ContainerId id, std::chrono::milliseconds deadline,
             const ContainerLimits& limits, Clock& clock, std::stop_token interrupt)
        : engine_(engine),
          id_(std::move(id)),
          deadline_(deadline),
          limits_(limits),
          clock_(clock),
          interrupt_(std::move(interrupt)) {
        thread_ = std::jthread([this](std::stop_token stop) {
            if (wait_for_reason(stop)) end_container(stop);
        });
    }

    bool out_of_time() const { return out_of_time_; }
    bool output_too_large() const { return output_too_large_; }
    bool interrupted() const { return interrupted_; }

private:
    /// False when there is none before the stop.
    bool wait_for_reason(std::stop_token stop) {
        const EitherStop woken(stop, interrupt_);
        while (!stop.stop_requested()) {
            if (interrupt_.stop_requested()) return interrupted_ = true;
            const auto left = deadline_ - clock_.since_boot();
            if (left <= 0ms) return out_of_time_ = true;
            if (output_is_too_large()) return output_too_large_ = true;
            const bool guarded = limits_.output_guard == sandbox::OutputGuard::kernel;
            const std::chrono::milliseconds longest = guarded ? clock_interval : watch_interval;
            clock_.sleep_for(std::min(left, longest), woken.token());
        }
        return false;
    }

    void end_container(std::stop_token stop) {
        while (!stop.stop_requested()) {
            const auto stopped = engine_.stop(id_, limits_.stop_grace, stop);
            if (stopped || stop.stop_requested()) return;
            log::warning("worker", "a container is to be stopped, and goes on: {}",
                         stopped.error().message);
            clock_.sleep_for(1s, stop);
        }
    }

    bool output_is_too_large() const {
        if (limits_.output_guard == sandbox::OutputGuard::kernel) return false;
        const auto usage =
            sandbox::output_usage(limits_.output_folder, sandbox::output_limit_entries);
        return usage.content_bytes > sandbox::output_limit_bytes ||
               usage.entries > sandbox::output_limit_entries;
    }

    ContainerEngine& engine_;
    const ContainerId id_;
    const std::chrono::milliseconds deadline_;
    const ContainerLimits& limits_;
    Clock& clock_;
    const std::stop_token interrupt_;
    std::atomic<bool> out_of_time_ = false;
    std::atomic<bool> output_too_large_ = false;
    std::atomic<bool> interrupted_ = false;
    std::jthread thread_;  // last: it uses the others
};

/// Reads the output of a container that was found as it is.
Result<void> follow(ContainerEngine& engine, const ContainerId& id, JobLog& log,
                    std::stop_token stop) {
    const auto keep = [&](const sandbox::OutputChunk& chunk) -> Result<void> {
        log.append(chunk.stream, chunk.bytes);
        return {};
    };
    return engine.follow_logs(id, keep, stop);
}

Result<void> read_to_end(sandbox::ContainerOutput& output, JobLog& log, std::stop_token stop) {
    while (const auto chunk = TRY(output.next(stop)))
        log.append(chunk->stream, chunk->bytes);
    return {};
}

/// When it must end, as Clock::since_boot().
std::chrono::milliseconds deadline_of(const ContainerState& state, const ContainerLimits& limits,
                                      const Clock& clock) {
    const auto now = clock.since_boot();
    return limits.started_since_boot.value_or(now - (clock.now() - state.started_at)) + limits.time;
}

/// The engine's times are the wall clock's, which may have jumped: what has not lasted so long
/// since the machine started has not lasted so long.
bool was_out_of_time(const ContainerState& state, const ContainerLimits& limits,
                     const Clock& clock) {
    return state.finished_at - state.started_at >= limits.time &&
           clock.since_boot() >= deadline_of(state, limits, clock);
}

}  // namespace

Result<ContainerEnd> run_to_end(ContainerEngine& engine, ContainerState found, JobLog& log,
                                const ContainerLimits& limits, Clock& clock,
                                std::stop_token interrupt, std::stop_token stop) {
    ContainerEnd end;
    end.interrupted = interrupt.stop_requested();
    end.state = std::move(found);
    const auto id = end.state.id;
    if (end.state.status == ContainerStatus::exited) {
        TRY(follow(engine, id, log, stop));
        end.out_of_time = was_out_of_time(end.state, limits, clock);
        return end;
    }

    std::unique_ptr<sandbox::ContainerOutput> attached;
    auto deadline = deadline_of(end.state, limits, clock);
    if (end.state.status == ContainerStatus::created) {
        if (end.interrupted) return end;
        attached = TRY(engine.attach(id, stop));
        TRY(engine.start(id, stop));
        deadline = clock.since_boot() + limits.time;
    }
    Watchdog watchdog(engine, id, deadline, limits, clock, std::move(interrupt));
    if (attached)
        TRY(read_to_end(*attached, log, stop));
    else
        TRY(follow(engine, id, log, stop));
    end.state = TRY(engine.wait(id, stop));
    end.watched = true;
    end.out_of_time = watchdog.out_of_time();
    end.output_too_large = watchdog.output_too_large();
    end.interrupted = watchdog.interrupted();
    return end;
}

}  // namespace carrot::worker
