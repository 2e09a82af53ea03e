// What one job's container is made of; sandbox/profile.hpp decides what it may do.
#pragma once

#include <optional>
#include <string>

#include "market/job_spec.hpp"
#include "sandbox/container.hpp"
#include "sandbox/profile.hpp"
#include "worker/chain.hpp"
#include "worker/job_files.hpp"
#include "worker/journal.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// The same for the same job always, so that an engine refuses to make a second one.
std::string container_name(const Chain& chain, JobId job);

/// What all containers of this market have, and which job one is of, where that can be told.
sandbox::Labels market_labels(const Chain& chain);
std::optional<JobId> job_of(const sandbox::ContainerState& container);

/// A `simple` job has none. Its GPU is left to the caller. Python scripts run as `python3 -u
/// /job/script.py` in /, whatever the image says; a container image runs its own entrypoint, with
/// the spec's arguments if there are any.
sandbox::JobContainer describe_container(const JobRecord& job, const market::JobSpec& spec,
                                         const JobFolder& folder, const sandbox::Image& image,
                                         const WorkerOptions& options, const Chain& chain);

}  // namespace carrot::worker
