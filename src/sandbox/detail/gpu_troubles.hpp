// What people are told of a GPU that can't be had, and what mends it.
#pragma once

#include <string_view>

#include "sandbox/gpu.hpp"

namespace carrot::sandbox::detail {

/// No library: there is no driver, or half of one.
GpuTrouble library_trouble(const NvmlReading& nvml, const GpuBus& bus);

/// The library, and no start with it.
GpuTrouble init_trouble(const NvmlReading& nvml, const GpuBus& bus);

GpuTrouble old_driver_trouble(std::string_view missing_function);

/// The driver counts no cards, and the bus shows none.
GpuTrouble no_card_trouble();

/// A card that the bus shows and NVML does not. `module_version` as in GpuBus.
GpuTrouble unseen_card_trouble(const PciCard& card, std::string_view module_version);

/// A call about one card failed with `status`. `which` is "GPU 1 (0000:02:00.0)".
GpuTrouble card_trouble(int status, std::string_view which);

GpuTrouble no_instances_trouble(std::string_view which, std::uint32_t index);
GpuTrouble compute_prohibited_trouble(std::string_view which, std::uint32_t index);

/// Cards that answer this process and will not answer a job's user.
GpuTrouble closed_to_jobs_trouble();

}  // namespace carrot::sandbox::detail
