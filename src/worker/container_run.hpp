// One container from its start, or from where it is found, to its end.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "sandbox/container_engine.hpp"
#include "sandbox/output_folder.hpp"
#include "worker/job_log.hpp"

namespace carrot::worker {

struct ContainerLimits {
    std::chrono::milliseconds time{};  ///< from the container's start
    /// That start as Clock::since_boot(), where it is known; a container that is started here has
    /// its own.
    std::optional<std::chrono::milliseconds> started_since_boot{};
    std::chrono::seconds stop_grace{};
    sandbox::OutputGuard output_guard = sandbox::OutputGuard::kernel;
    std::filesystem::path output_folder;
};

struct ContainerEnd {
    sandbox::ContainerState state;
    bool out_of_time = false;
    bool output_too_large = false;
    bool interrupted = false;
    /// It ended under our eyes. Else it may have been ended by a restart of machine or engine.
    bool watched = false;
};

/// Blocks until the container has ended: by itself, at a limit, or because `interrupt` was
/// requested, which stops it as a limit does. `found` is the state that it is in. Its output goes
/// to `log`, which should be empty. Errors: those of start() and wait(); cancelled (`stop` was
/// requested) leaves the container running.
Result<ContainerEnd> run_to_end(sandbox::ContainerEngine& engine, sandbox::ContainerState found,
                                JobLog& log, const ContainerLimits& limits, Clock& clock,
                                std::stop_token interrupt, std::stop_token stop);

}  // namespace carrot::worker
