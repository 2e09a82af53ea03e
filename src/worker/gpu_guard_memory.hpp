// What a GpuGuard remembers across restarts: gpu_guard.json in the worker's folder.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "base/result.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

/// How far a GPU is switched off. The names stand in the file.
enum class SwitchedOff : std::uint8_t {
    wanted,  ///< written before the transaction is signed
    done,    ///< a ledger has it
};

struct GuardMemory {
    std::map<GpuId, std::string> cards{};  ///< NVML's UUID of each GPU's card
    std::set<GpuId> served{};              ///< GPUs that have had a card in this machine
    std::map<GpuId, SwitchedOff> switched_off{};

    /// A file that can't be read is begun anew, with a warning.
    static GuardMemory load(const std::filesystem::path& worker_directory);
    Result<void> save(const std::filesystem::path& worker_directory) const;
};

}  // namespace carrot::worker
