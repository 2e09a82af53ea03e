#include "worker/api.hpp"

#include <memory>
#include <utility>

#include "worker/api_health.hpp"
#include "worker/api_jobs.hpp"
#include "worker/api_machine.hpp"
#include "worker/api_process.hpp"

namespace carrot::worker {
namespace {

using http::Method;
using http::Request;
using http::Response;

/// Of requests that have no use for a body.
constexpr std::uint64_t small_body_bytes = 4096;

struct Api {
    Api(Worker& worker, std::string pairing_token)
        : access(worker, std::move(pairing_token)),
          machine(worker),
          health(worker, access, machine),
          jobs(worker, access),
          process(worker) {}

    ApiAccess access;
    MachineApi machine;
    HealthApi health;
    JobsApi jobs;
    ProcessApi process;
};

/// Who passes before the handler is called.
enum class Access : std::uint8_t { anyone, token };

}  // namespace

void add_worker_routes(http::Router& router, Worker& worker, std::string pairing_token) {
    const auto api = std::make_shared<Api>(worker, std::move(pairing_token));
    const auto add = [&](Method method, std::string_view path, Access access, auto part,
                         auto handler, std::uint64_t body_limit_bytes = small_body_bytes) {
        const auto checked = [api, access, part, handler](const Request& request) -> Response {
            if (access == Access::token)
                if (auto refusal = api->access.refuse_stranger(request)) return *std::move(refusal);
            return (((*api).*part).*handler)(request);
        };
        router.route(method, path, checked, {.body_limit_bytes = body_limit_bytes});
    };
    add(Method::get, "/health", Access::anyone, &Api::health, &HealthApi::health);
    add(Method::get, "/openapi.json", Access::anyone, &Api::health, &HealthApi::document);
    add(Method::get, "/metrics", Access::token, &Api::health, &HealthApi::metrics);
    add(Method::get, "/check-docker", Access::token, &Api::machine, &MachineApi::check_docker);
    add(Method::get, "/check-gpu", Access::token, &Api::machine, &MachineApi::check_gpu);
    add(Method::get, "/jobs", Access::token, &Api::jobs, &JobsApi::list);
    add(Method::get, "/jobs/{id}", Access::token, &Api::jobs, &JobsApi::show);
    add(Method::delete_, "/jobs/{id}", Access::token, &Api::jobs, &JobsApi::cancel);
    // It asks for access itself: a consumer may read the log of a job of theirs.
    add(Method::get, "/jobs/{id}/logs", Access::anyone, &Api::jobs, &JobsApi::show_log);
    add(Method::post, "/process-job", Access::token, &Api::process, &ProcessApi::process_job,
        ProcessApi::body_limit_bytes);
}

}  // namespace carrot::worker
