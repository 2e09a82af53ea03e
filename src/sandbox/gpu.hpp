// The machine's NVIDIA GPUs, as NVML (libnvidia-ml.so.1, loaded when asked) tells them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace carrot::sandbox {

struct Gpu {
    std::string model;  ///< "NVIDIA GeForce RTX 4090"
    std::string uuid;   ///< "GPU-…", what a container is given it by
    std::uint64_t memory_bytes = 0;
    std::optional<std::uint32_t> utilization_percent;  ///< where the card tells
    std::optional<std::uint32_t> temperature_celsius;
    std::optional<std::uint32_t> power_milliwatts;
};

struct GpuInventory {
    std::string driver_version;
    std::string cuda_version;  ///< the newest that the driver supports: "12.4"
    std::vector<Gpu> gpus;     ///< by NVML's index
};

/// Asks the driver now. Errors: not_found (no NVIDIA driver on this machine, or no card),
/// failed_precondition (library and kernel module of different versions), unavailable (a card fell
/// off the bus), permission_denied.
Result<GpuInventory> discover_gpus();

}  // namespace carrot::sandbox
