// The API's routes about the machine: GET /check-docker and GET /check-gpu.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "http/message.hpp"
#include "sandbox/gpu.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

class MachineApi {
public:
    explicit MachineApi(Worker& worker) : worker_(worker) {}

    http::Response check_docker(const http::Request& request);
    http::Response check_gpu(const http::Request& request);

    /// At most a second old, because asking the driver is slow and many may ask at once.
    sandbox::GpuInventory gpus();

private:
    Worker& worker_;
    std::mutex mutex_;
    std::optional<sandbox::GpuInventory> gpus_;
    std::chrono::milliseconds asked_at_{};
};

}  // namespace carrot::worker
