// What the NVIDIA driver's management library answers, and nothing concluded from it.
// https://docs.nvidia.com/deploy/nvml-api/
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace carrot::sandbox {

/// nvmlReturn_t, as far as Carrot tells them apart.
namespace nvml {
inline constexpr int success = 0;
inline constexpr int not_supported = 3;
inline constexpr int no_permission = 4;
inline constexpr int not_found = 6;
inline constexpr int insufficient_power = 8;
inline constexpr int driver_not_loaded = 9;
inline constexpr int function_not_found = 13;
inline constexpr int gpu_is_lost = 15;
inline constexpr int reset_required = 16;
inline constexpr int operating_system = 17;
inline constexpr int version_mismatch = 18;
inline constexpr int gpu_not_found = 28;

inline constexpr std::uint32_t compute_prohibited = 2;
}  // namespace nvml

/// One call's status, and what it gave where that is success. A function that this driver's library
/// lacks answers function_not_found.
template <class T>
struct NvmlAnswer {
    int status = nvml::function_not_found;
    std::optional<T> value;
    BOOST_DESCRIBE_CLASS(NvmlAnswer, (), (status, value), (), ())
};

struct NvmlMemory {
    std::uint64_t total_bytes = 0;
    std::uint64_t used_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(NvmlMemory, (), (total_bytes, used_bytes))

/// A card, or one of its MIG devices.
struct NvmlDevice {
    int handle = nvml::function_not_found;  ///< the status of asking for it at all
    NvmlAnswer<std::string> name;
    NvmlAnswer<std::string> uuid;
    NvmlAnswer<std::string> pci_bus_id;  ///< "00000000:01:00.0": its domain has 8 digits
    NvmlAnswer<NvmlMemory> memory;
    NvmlAnswer<std::uint32_t> utilization_percent;
    NvmlAnswer<std::uint32_t> temperature_celsius;
    NvmlAnswer<std::uint32_t> power_milliwatts;
    NvmlAnswer<std::uint32_t> compute_mode;
    NvmlAnswer<std::uint64_t> uncorrected_memory_errors;
    NvmlAnswer<std::uint32_t> mig_mode;   ///< 1: on
    std::vector<NvmlDevice> mig_devices;  ///< those that exist
};
BOOST_DESCRIBE_STRUCT(NvmlDevice, (),
                      (handle, name, uuid, pci_bus_id, memory, utilization_percent,
                       temperature_celsius, power_milliwatts, compute_mode,
                       uncorrected_memory_errors, mig_mode, mig_devices))

struct NvmlReading {
    std::string library_error;     ///< why libnvidia-ml.so.1 could not be loaded; empty when it was
    std::string missing_function;  ///< one without which nothing can be asked; empty: none
    int init = nvml::function_not_found;
    std::string init_error;  ///< NVML's own words for a status of `init` that is not success
    NvmlAnswer<std::string> driver_version;
    NvmlAnswer<std::int32_t> cuda_version;  ///< 12040 is 12.4
    NvmlAnswer<std::uint32_t> count;
    std::vector<NvmlDevice> devices;  ///< by index, at most 64
};
BOOST_DESCRIBE_STRUCT(NvmlReading, (),
                      (library_error, missing_function, init, init_error, driver_version,
                       cuda_version, count, devices))

/// Loads the library, asks everything, and lets go of it. Never fails: what fails stands in the
/// reading. to_json_text() writes it down, from_json_text<NvmlReading>() replays it.
NvmlReading read_nvml();

}  // namespace carrot::sandbox
