// The worker's HTTP API. GET /openapi.json (openapi.json here) describes it in full.
//
//   GET    /health                whether it is alive; with the token, what it is doing
//   GET    /check-docker          the container engine, and what it lacks for the sandbox
//   GET    /check-gpu             the NVIDIA cards, or why there are none
//   GET    /jobs, /jobs/{id}      what the journal says
//   GET    /jobs/{id}/logs        server-sent events: log_feed.hpp
//   DELETE /jobs/{id}             stops a job
//   POST   /process-job           runs a job that was claimed elsewhere
//   GET    /metrics               for Prometheus
//
// Everything but /health and /openapi.json needs the pairing token, `Authorization: Bearer …`; a
// job's logs open to its consumer too: log_access.hpp.
#pragma once

#include <string>

#include "http/router.hpp"
#include "worker/pairing_token.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// The worker outlives the router's server.
void add_worker_routes(http::Router& router, Worker& worker, std::string pairing_token);

}  // namespace carrot::worker
