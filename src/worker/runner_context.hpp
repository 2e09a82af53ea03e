// What all runners of a worker share.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "sandbox/container.hpp"
#include "worker/gpu_slots.hpp"
#include "worker/image_keeper.hpp"
#include "worker/journal.hpp"
#include "worker/metrics.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// What the engine says of itself, asked again after a while: an engine that is updated or
/// configured anew goes away for its restart, but a job is not to be slowed by asking each time.
class KnownEngine {
public:
    KnownEngine(sandbox::ContainerEngine& engine, Clock& clock) : engine_(engine), clock_(clock) {}

    Result<sandbox::EngineFacts> facts(std::stop_token stop);

private:
    sandbox::ContainerEngine& engine_;
    Clock& clock_;
    std::mutex mutex_;
    std::optional<sandbox::EngineFacts> facts_;
    std::chrono::milliseconds asked_at_{};
};

/// The kernel's name for the time since it started; Clock::since_boot() of two processes can be
/// compared when theirs are equal.
std::string boot_id();

/// Outlives the runners.
struct RunnerContext {
    RunnerContext(const WorkerOptions& worker_options, const WorkerParts& worker_parts,
                  Journal& opened_journal, ImageKeeper& opened_images);

    const WorkerOptions& options;
    const WorkerParts parts;
    Journal& journal;
    ImageKeeper& images;
    std::mutex account;  ///< for AccountCalls
    GpuSlots slots;
    KnownEngine engine;
    const std::string boot_id;
    Metrics metrics;
    std::stop_source drain;  ///< nothing is claimed any more
};

}  // namespace carrot::worker
