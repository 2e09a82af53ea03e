// What the kernel knows of this machine's NVIDIA cards without the driver's library: sysfs(5).
#pragma once

#include <boost/describe/class.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace carrot::sandbox {

/// A display or 3D controller (PCI class 03) of NVIDIA's (vendor 10de).
struct PciCard {
    std::string bus_id;  ///< "0000:01:00.0"
    std::string driver;  ///< "nvidia", "nouveau", "vfio-pci"; empty: none holds it
};
BOOST_DESCRIBE_STRUCT(PciCard, (), (bus_id, driver))

struct GpuBus {
    std::vector<PciCard> cards;       ///< by bus id, at most 64
    bool has_other_display = false;   ///< another maker's too, as in laptops with two GPUs
    std::string module_version;       ///< of the nvidia module that is loaded; empty: none is
    bool has_closed_devices = false;  ///< this process may not open /dev/nvidiactl or /dev/nvidia*
    bool has_closed_to_others = false;  ///< nor may users that own none of them, such as jobs'
    bool secure_boot = false;           ///< the firmware wants modules that are signed
};
BOOST_DESCRIBE_STRUCT(GpuBus, (),
                      (cards, has_other_display, module_version, has_closed_devices,
                       has_closed_to_others, secure_boot))

/// Below `root`, which is / but in tests. What can't be read is taken as absent.
GpuBus read_gpu_bus(const std::filesystem::path& root = "/");

}  // namespace carrot::sandbox
