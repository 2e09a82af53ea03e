// What 'carrot doctor' says of GPUs.
#pragma once

#include <vector>

#include "cli/finding.hpp"
#include "sandbox/container.hpp"
#include "sandbox/gpu.hpp"
#include "sandbox/gpu_handover.hpp"
#include "worker/chain.hpp"

namespace carrot::cli {

/// The cards, and each thing that keeps one from jobs. Notes all of them: jobs can run without.
std::vector<Finding> check_cards(const sandbox::GpuInventory& inventory);

/// Whether the engine can hand these cards to containers; nothing without cards.
std::vector<Finding> check_handover(const sandbox::GpuInventory& inventory,
                                    const sandbox::EngineFacts& engine,
                                    const sandbox::GpuToolkit& toolkit);

/// A finding for each registered GPU whose card is not here; one that all is well otherwise.
std::vector<Finding> check_registered(const std::vector<worker::ChainGpu>& registered,
                                      const sandbox::GpuInventory& inventory,
                                      const std::map<worker::GpuId, std::string>& uuids,
                                      unsigned gpus_per_card);

}  // namespace carrot::cli
