// The image that a job runs in, found, imported or pulled before the job is claimed.
#pragma once

#include <stop_token>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "market/job_spec.hpp"
#include "sandbox/container_engine.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// The image, by its id, which no later pull moves. An image that the engine has is not pulled
/// again; one that Carrot builds itself (carrot/NAME:1) is imported where its tar file is there.
/// Errors: not_found (with what to do), timed_out (the pull limit), and pull_image()'s.
Result<sandbox::Image> ensure_image(sandbox::ContainerEngine& engine, const market::JobSpec& spec,
                                    const WorkerOptions& options, Clock& clock,
                                    std::stop_token stop);

}  // namespace carrot::worker
