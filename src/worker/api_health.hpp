// The API's routes about the worker itself: GET /health, GET /metrics and GET /openapi.json.
#pragma once

#include "http/message.hpp"
#include "worker/api_access.hpp"
#include "worker/api_machine.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

class HealthApi {
public:
    HealthApi(Worker& worker, const ApiAccess& access, MachineApi& machine)
        : worker_(worker), access_(access), machine_(machine) {}

    /// Public facts for everybody; what it is doing only for the holder of the token.
    http::Response health(const http::Request& request);

    http::Response metrics(const http::Request& request);
    http::Response document(const http::Request& request);

private:
    Worker& worker_;
    const ApiAccess& access_;
    MachineApi& machine_;
};

}  // namespace carrot::worker
