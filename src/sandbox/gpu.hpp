// The machine's NVIDIA GPUs, or why a job can't have one. Two looks at the machine, each a plain
// record that can be written down and replayed, and one pure function that judges them:
//
//   NvmlReading   what the driver's library answers (nvml.hpp)
//   GpuBus        what the kernel knows of the PCI bus and its modules (gpu_bus.hpp)
//   assess_gpus   both of them, as GpuReadings → GpuInventory
//
// Whether the container engine can hand a card to a job is gpu_handover.hpp's question.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/gpu_bus.hpp"
#include "sandbox/nvml.hpp"

namespace carrot::sandbox {

/// A card, or one MIG device of a card, that a job can have for itself.
struct Gpu {
    std::uint32_t index = 0;  ///< NVML's, of the card
    std::string model;        ///< "NVIDIA GeForce RTX 4090", "NVIDIA A100-SXM4-40GB MIG 1g.5gb"
    std::string uuid;         ///< "GPU-…" or "MIG-…", what a container is given it by
    std::string parent_uuid;  ///< of the card that a MIG device is a part of; empty for a card
    std::string pci_bus_id;   ///< "0000:01:00.0", as in /sys/bus/pci/devices
    std::uint64_t memory_bytes = 0;  ///< 0: the card does not tell, having the machine's
    std::optional<std::uint64_t> memory_used_bytes;
    std::optional<std::uint32_t> utilization_percent;  ///< where the card tells
    std::optional<std::uint32_t> temperature_celsius;
    std::optional<std::uint32_t> power_milliwatts;
    std::optional<std::uint64_t> uncorrected_memory_errors;  ///< since the driver was loaded
};

/// What keeps a card, or all of them, from jobs.
enum class GpuTroubleKind : std::uint8_t {
    no_card,                ///< nothing of NVIDIA's on the PCI bus
    no_driver,              ///< a card, and no driver for it
    nouveau,                ///< a card, and the driver that has no CUDA
    other_driver,           ///< a card that is kept for virtual machines
    library_missing,        ///< the driver's module runs without its library
    module_not_loaded,      ///< the library without the module
    version_mismatch,       ///< library and module of different versions
    driver_too_old,         ///< its library lacks what every driver since 2013 has
    no_permission,          ///< this user, or this container, may not open /dev/nvidia*
    card_lost,              ///< it fell off the bus (Xid 79)
    card_failed,            ///< the driver can't start it, or wants it reset
    mig_without_instances,  ///< MIG mode is on, and the card is not divided
    compute_prohibited,     ///< its compute mode lets no program in
    driver_failure,         ///< NVML failed in another way
    no_container_toolkit,   ///< the engine has no way to hand a card to a container
    engine_too_old,         ///< its API can't hand over a card
    not_in_cdi,             ///< the engine's CDI specification does not name the card
};
/// Stable: "no_driver".
std::string_view name_of(GpuTroubleKind kind);

struct GpuTrouble {
    GpuTroubleKind kind = GpuTroubleKind::no_card;
    std::string text;    ///< one line: what is wrong, and with which card
    std::string remedy;  ///< one line: what mends it, with commands for Ubuntu and Debian
    bool operator==(const GpuTrouble&) const = default;
};

struct GpuInventory {
    std::string driver_version;
    std::string cuda_version;  ///< the newest that the driver supports: "12.4"
    std::vector<Gpu> gpus;     ///< what jobs can have, by NVML's index
    /// What keeps others from it. Never empty when `gpus` is.
    std::vector<GpuTrouble> troubles;
};

/// All that is read of a machine; `carrot doctor --gpu-readings` writes it down.
struct GpuReadings {
    NvmlReading nvml;
    GpuBus bus;
};
BOOST_DESCRIBE_STRUCT(GpuReadings, (), (nvml, bus))

/// Asks the driver and the kernel now. Takes up to seconds where no program keeps the driver awake.
GpuReadings read_gpus();

/// Pure. A card with MIG on counts as its MIG devices, and never as a whole.
GpuInventory assess_gpus(const GpuReadings& readings);

/// Both.
GpuInventory discover_gpus();

}  // namespace carrot::sandbox
