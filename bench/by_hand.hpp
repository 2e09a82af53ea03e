// The least that a job's container takes: the same container as the worker's, run through the
// engine's API by somebody who claims nothing, keeps no journal and stores no result.
#pragma once

#include <atomic>

#include "sandbox/profile.hpp"
#include "worker/job_files.hpp"
#include "worker_market.hpp"

namespace carrot::bench {

class ByHand {
public:
    explicit ByHand(WorkerMarket& market);

    /// One container from its creation to its removal, its output collected; how long it took until
    /// the container had started. From any thread.
    std::chrono::milliseconds run();

private:
    WorkerMarket& market_;
    const sandbox::EngineFacts facts_;
    const sandbox::Image image_;
    const worker::JobFolder script_;               ///< written once, for all
    std::atomic<worker::JobId> next_ = 1'000'000;  // apart from the worker's
};

}  // namespace carrot::bench
