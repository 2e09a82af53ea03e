// A job from its posting to its end, as its consumer sees it.
#pragma once

#include <functional>

#include "cli/session.hpp"
#include "market/market.hpp"

namespace carrot::cli {

struct FollowEvents {
    /// The job's state on chain changed; the first call has its state at the start.
    std::function<void(const market::Job&)> on_status;
    /// Whether the worker's logs are shown while it runs.
    bool show_logs = true;
};

/// Looks at the chain every second until the job is Completed or Cancelled, and returns it.
/// cancelled when a stop is requested: the job goes on without us.
Result<market::Job> follow_job(Session& session, const market::Market& market, market::JobId job_id,
                               const FollowEvents& events);

inline bool is_final(market::JobStatus status) {
    return status == market::JobStatus::completed || status == market::JobStatus::cancelled;
}

}  // namespace carrot::cli
