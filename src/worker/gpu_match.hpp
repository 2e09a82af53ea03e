// Which card of this machine is which of the provider's registered GPUs. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/gpu.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

struct GpuMatch {
    GpuId gpu_id = 0;
    std::string uuid;     ///< of its card; empty: it needs none, or has none
    std::string problem;  ///< why it has none, one line; empty: all is well
};

struct GpuMatchRules {
    std::map<GpuId, std::string> configured{};  ///< by the owner, by UUID: that card or none
    std::map<GpuId, std::string> before{};      ///< what it had when it was last looked at
    unsigned gpus_per_card = 1;
};

/// Each registered GPU with a card of its model and memory: the configured one, else the one it
/// had, else the first by index that is free. A GPU whose card of before is gone gets no other.
std::vector<GpuMatch> match_gpus(const std::vector<ChainGpu>& registered,
                                 const sandbox::GpuInventory& inventory,
                                 const GpuMatchRules& rules);

/// Whether jobs for it get a card: not those for "CPU, 8 cores, no GPU".
bool needs_card(std::string_view registered_model);

/// Whether both name one model: "RTX 4090" is "NVIDIA GeForce RTX 4090", "A100" is
/// "NVIDIA A100-SXM4-40GB"; "RTX 3060" is not "RTX 3060 Ti", nor "RTX 3060 Laptop GPU".
bool is_same_model(std::string_view registered, std::string_view card);

/// Whether somebody may call this memory so: a card of 24564 MiB has 24 GB, one of 15360 MiB 15 or
/// 16. Cards that don't tell their memory (0) have any.
bool is_same_memory(std::uint32_t registered_gb, std::uint64_t card_bytes);

}  // namespace carrot::worker
