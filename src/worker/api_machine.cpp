#include "worker/api_machine.hpp"

#include "http/json.hpp"
#include "worker/api_json.hpp"

namespace carrot::worker {

using http::json_response;
using http::Request;
using http::Response;

Response MachineApi::check_docker(const Request& request) {
    auto& engine = worker_.parts().engine;
    return json_response(
        200, engine_json(engine.fetch_facts(request.stop),
                         engine.inspect_image(worker_.options().python_image, request.stop),
                         worker_.options().runtime));
}

Response MachineApi::check_gpu(const Request&) { return json_response(200, gpus_json(gpus())); }

sandbox::GpuInventory MachineApi::gpus() {
    const std::lock_guard lock(mutex_);
    const auto now = worker_.parts().clock.since_boot();
    if (!gpus_ || now - asked_at_ >= std::chrono::seconds(1)) {
        gpus_ = sandbox::discover_gpus();
        asked_at_ = now;
    }
    return *gpus_;
}

}  // namespace carrot::worker
