// What this machine has to offer.
#pragma once

#include <cstdint>
#include <string>

namespace carrot::cli {

struct GpuOffer {
    std::string model;  ///< at most 64 bytes, as the registry takes it
    std::uint32_t vram_gb = 0;
};

/// The first NVIDIA card, or else the processor with what memory a job can have, and says so.
GpuOffer find_gpu_offer();

}  // namespace carrot::cli
