#include "cli/gpu_offer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "contracts/gpu_registry/gpu_registry.hpp"
#include "sandbox/gpu.hpp"

namespace carrot::cli {
namespace {

constexpr std::uint64_t bytes_per_gb = std::uint64_t{1} << 30;
constexpr std::uint32_t job_memory_gb = 4;  ///< the most that a job without a card can have

}  // namespace

GpuOffer find_gpu_offer() {
    const auto inventory = sandbox::discover_gpus();
    if (inventory.gpus.empty()) {
        return {.model = fmt::format("CPU, {} cores, no GPU", std::thread::hardware_concurrency()),
                .vram_gb = job_memory_gb};
    }
    const auto& card = inventory.gpus.front();
    auto memory_gb = (card.memory_bytes + bytes_per_gb / 2) / bytes_per_gb;
    return {.model = card.model.substr(0, gpu_registry::model_bytes_max),
            .vram_gb = std::max(1u, static_cast<std::uint32_t>(memory_gb))};
}

}  // namespace carrot::cli
