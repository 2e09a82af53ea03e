// How a container gets a GPU. An engine that does not say which ways it has is judged by what lies
// on this machine, where it runs too.
//
//   Docker             CDI where it lists the card (API 1.50), else NVIDIA's runtime hook, else CDI
//                      by the specification files in the folders that it names (API 1.44)
//   Podman from 5.4    CDI; older ones drop device requests that come over Docker's API in silence
#pragma once

#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sandbox/container.hpp"
#include "sandbox/gpu.hpp"

namespace carrot::sandbox {

/// What NVIDIA's container toolkit has left on this machine.
struct GpuToolkit {
    bool has_runtime_hook = false;  ///< nvidia-container-runtime-hook is where engines look for it
    /// CDI specification files that name nvidia.com/gpu; at most 64, of at most 1 MiB each.
    std::vector<std::string> cdi_specs;
};

/// Looks in the engine's CDI folders, or in the usual ones where it names none, and in PATH's usual
/// folders; below `root`, which is / but in tests.
GpuToolkit read_gpu_toolkit(const EngineFacts& engine, const std::filesystem::path& root = "/");

/// Pure. `uuids` are those of one job's GPUs; none of them: whether any card could be handed over.
std::expected<GpuHandover, GpuTrouble> choose_handover(const EngineFacts& engine,
                                                       const GpuToolkit& toolkit,
                                                       std::span<const std::string> uuids);

}  // namespace carrot::sandbox
