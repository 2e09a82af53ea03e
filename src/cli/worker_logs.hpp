// A job's output, live from the worker that runs it.
#pragma once

#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "cli/session.hpp"

namespace carrot::cli {

/// Where a job's worker answers, and the token that it wants to see.
struct WorkerDoor {
    std::string url;
    std::string token;
};

/// The provider's endpoint from the registry, with the token from CARROT_WORKER_TOKEN or, for a
/// worker on this machine, from its folder. not_found when the provider has no endpoint;
/// permission_denied when there is no token.
Result<WorkerDoor> find_worker_door(Session& session, const market::Market& market,
                                    const soroban::Address& provider);

/// Streams both of the job's outputs to `output` until they end. Returns with success too when the
/// worker has no logs yet that it could show.
Result<void> stream_worker_logs(http::Client& client, const WorkerDoor& door, market::JobId job_id,
                                Output& output, std::stop_token stop);

}  // namespace carrot::cli
