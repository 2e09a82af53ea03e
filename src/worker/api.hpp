// The worker's HTTP API.
//
//   GET  /health                  is it alive, and what is it doing
//   GET  /check-docker            the container engine, and what it lacks for the sandbox
//   GET  /check-gpu               the NVIDIA cards, or why there are none
//   GET  /jobs, /jobs/{id}        what the journal says
//   GET  /jobs/{id}/logs          server-sent events: "stdout" and "stderr", then "end"; ids resume
//   POST /process-job             {jobId, jobType, jobData}: runs a job claimed by hand
//
// What changes something, or shows a job's logs, needs the pairing token: `Authorization: Bearer
// …`.
#pragma once

#include <string>

#include "http/router.hpp"
#include "worker/pairing_token.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// The worker outlives the router's server.
void add_worker_routes(http::Router& router, Worker& worker, std::string pairing_token);

}  // namespace carrot::worker
