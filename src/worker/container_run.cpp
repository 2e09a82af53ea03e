#include "worker/container_run.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/log.hpp"
#include "sandbox/profile.hpp"

namespace carrot::worker {
namespace {

using sandbox::ContainerEngine;
using sandbox::ContainerId;
using sandbox::ContainerStatus;
using namespace std::chrono_literals;

/// How often an output folder that the kernel doesn't guard is looked at.
constexpr auto watch_interval = 200ms;

/// Ends the container at its limits, from a thread of its own, for as long as it lives.
class Watchdog {
public:
    Watchdog(ContainerEngine& engine, ContainerId id, TimePoint deadline,
             const ContainerLimits& limits, Clock& clock)
        : engine_(engine), id_(std::move(id)), deadline_(deadline), limits_(limits), clock_(clock) {
        thread_ = std::jthread([this](std::stop_token stop) { watch(stop); });
    }

    bool out_of_time() const { return out_of_time_; }
    bool output_too_large() const { return output_too_large_; }

private:
    void watch(std::stop_token stop) {
        while (!stop.stop_requested()) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(deadline_ - clock_.now());
            if (left <= 0ms) {
                out_of_time_ = true;
                break;
            }
            if (output_is_too_large()) {
                output_too_large_ = true;
                break;
            }
            const bool guarded = limits_.output_guard == sandbox::OutputGuard::kernel;
            clock_.sleep_for(
                guarded ? left : std::min<std::chrono::milliseconds>(left, watch_interval), stop);
        }
        if (!out_of_time_ && !output_too_large_) return;
        while (!stop.stop_requested()) {
            const auto stopped = engine_.stop(id_, limits_.stop_grace, stop);
            if (stopped || stop.stop_requested()) return;
            log::warning("worker", "a container is over its limit, and goes on: {}",
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
    const TimePoint deadline_;
    const ContainerLimits& limits_;
    Clock& clock_;
    std::atomic<bool> out_of_time_ = false;
    std::atomic<bool> output_too_large_ = false;
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

}  // namespace

Result<ContainerEnd> run_to_end(ContainerEngine& engine, const ContainerId& id, JobLog& log,
                                const ContainerLimits& limits, Clock& clock, std::stop_token stop) {
    ContainerEnd end;
    end.state = TRY(engine.inspect(id.value, stop));
    if (end.state.status == ContainerStatus::exited) {
        TRY(follow(engine, id, log, stop));
        end.out_of_time = end.state.finished_at - end.state.started_at >= limits.time;
        return end;
    }

    std::unique_ptr<sandbox::ContainerOutput> attached;
    if (end.state.status == ContainerStatus::created) {
        attached = TRY(engine.attach(id, stop));
        TRY(engine.start(id, stop));
        end.state = TRY(engine.inspect(id.value, stop));
    }
    Watchdog watchdog(engine, id, end.state.started_at + limits.time, limits, clock);
    if (attached)
        TRY(read_to_end(*attached, log, stop));
    else
        TRY(follow(engine, id, log, stop));
    end.state = TRY(engine.wait(id, stop));
    end.watched = true;
    end.out_of_time = watchdog.out_of_time();
    end.output_too_large = watchdog.output_too_large();
    return end;
}

}  // namespace carrot::worker
