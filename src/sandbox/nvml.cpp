#include "sandbox/nvml.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace carrot::sandbox {
namespace {

constexpr std::uint32_t devices_limit = 64;
constexpr std::uint32_t mig_devices_limit = 16;  // seven, on every card so far
constexpr std::size_t text_size_bytes = 96;
constexpr unsigned temperature_of_die = 0;
constexpr int uncorrected_errors = 1, since_driver_load = 0;

// The structs and functions of nvml.h.
using DeviceHandle = struct NvmlDeviceHandle*;
struct Memory {
    unsigned long long total, free, used;
};
struct Utilization {
    unsigned gpu, memory;
};
struct PciInfo {
    char legacy_bus_id[16];
    unsigned domain, bus, device, device_id, subsystem_id;
    char bus_id[32];
};

struct Functions {
    int (*init)() = nullptr;
    int (*shutdown)() = nullptr;
    const char* (*error_text)(int) = nullptr;
    int (*driver_version)(char*, unsigned) = nullptr;
    int (*cuda_version)(int*) = nullptr;
    int (*count)(unsigned*) = nullptr;
    int (*device)(unsigned, DeviceHandle*) = nullptr;
    int (*name)(DeviceHandle, char*, unsigned) = nullptr;
    int (*uuid)(DeviceHandle, char*, unsigned) = nullptr;
    int (*pci_info)(DeviceHandle, PciInfo*) = nullptr;
    int (*memory)(DeviceHandle, Memory*) = nullptr;
    int (*utilization)(DeviceHandle, Utilization*) = nullptr;
    int (*temperature)(DeviceHandle, unsigned, unsigned*) = nullptr;
    int (*power)(DeviceHandle, unsigned*) = nullptr;
    int (*compute_mode)(DeviceHandle, unsigned*) = nullptr;
    int (*ecc_errors)(DeviceHandle, int, int, unsigned long long*) = nullptr;
    int (*mig_mode)(DeviceHandle, unsigned*, unsigned*) = nullptr;
    int (*mig_count)(DeviceHandle, unsigned*) = nullptr;
    int (*mig_device)(DeviceHandle, unsigned, DeviceHandle*) = nullptr;
};

struct Close {
    void operator()(void* library) const { ::dlclose(library); }
};
using Library = std::unique_ptr<void, Close>;

/// Names the first function that nothing goes without and that isn't there.
std::string load(void* library, Functions& nvml) {
    std::string missing;
    const auto find = [&]<class F>(F*& function, const char* symbol) {
        function = reinterpret_cast<F*>(::dlsym(library, symbol));
        return function != nullptr;
    };
    const auto need = [&](auto& function, const char* symbol) {
        if (!find(function, symbol) && missing.empty()) missing = symbol;
    };
    need(nvml.init, "nvmlInit_v2");
    need(nvml.shutdown, "nvmlShutdown");
    need(nvml.count, "nvmlDeviceGetCount_v2");
    need(nvml.device, "nvmlDeviceGetHandleByIndex_v2");
    need(nvml.name, "nvmlDeviceGetName");
    need(nvml.uuid, "nvmlDeviceGetUUID");
    need(nvml.memory, "nvmlDeviceGetMemoryInfo");
    find(nvml.error_text, "nvmlErrorString");
    find(nvml.driver_version, "nvmlSystemGetDriverVersion");
    if (!find(nvml.cuda_version, "nvmlSystemGetCudaDriverVersion_v2"))
        find(nvml.cuda_version, "nvmlSystemGetCudaDriverVersion");
    find(nvml.pci_info, "nvmlDeviceGetPciInfo_v3");
    find(nvml.utilization, "nvmlDeviceGetUtilizationRates");
    find(nvml.temperature, "nvmlDeviceGetTemperature");
    find(nvml.power, "nvmlDeviceGetPowerUsage");
    find(nvml.compute_mode, "nvmlDeviceGetComputeMode");
    find(nvml.ecc_errors, "nvmlDeviceGetTotalEccErrors");
    find(nvml.mig_mode, "nvmlDeviceGetMigMode");
    find(nvml.mig_count, "nvmlDeviceGetMaxMigDeviceCount");
    find(nvml.mig_device, "nvmlDeviceGetMigDeviceHandleByIndex");
    return missing;
}

/// One call, its status, and `read`'s view of what it wrote.
template <class T, class Raw, class Call, class Read>
NvmlAnswer<T> answer(Raw raw, const Call& call, const Read& read) {
    NvmlAnswer<T> answer;
    answer.status = call(raw);
    if (answer.status == nvml::success) answer.value = read(raw);
    return answer;
}

template <class T, class Raw, class Function, class... Arguments>
NvmlAnswer<T> number(Function* function, Arguments... arguments) {
    if (function == nullptr) return {};
    return answer<T>(
        Raw{}, [&](Raw& raw) { return function(arguments..., &raw); },
        [](const Raw& raw) { return static_cast<T>(raw); });
}

template <class Function, class... Arguments>
NvmlAnswer<std::string> text(Function* function, Arguments... arguments) {
    if (function == nullptr) return {};
    using Buffer = std::array<char, text_size_bytes>;
    return answer<std::string>(
        Buffer{},
        [&](Buffer& buffer) {
            return function(arguments..., buffer.data(), static_cast<unsigned>(buffer.size()));
        },
        [](const Buffer& buffer) {
            return std::string(buffer.begin(), std::ranges::find(buffer, '\0'));
        });
}

NvmlAnswer<std::string> bus_id(const Functions& nvml, DeviceHandle device) {
    if (nvml.pci_info == nullptr) return {};
    return answer<std::string>(
        PciInfo{}, [&](PciInfo& pci) { return nvml.pci_info(device, &pci); },
        [](const PciInfo& pci) {
            const std::string_view all(pci.bus_id, sizeof pci.bus_id);
            return std::string(all.substr(0, all.find('\0')));
        });
}

NvmlDevice read_device(const Functions& nvml, DeviceHandle device) {
    NvmlDevice reading;
    reading.handle = nvml::success;
    reading.name = text(nvml.name, device);
    reading.uuid = text(nvml.uuid, device);
    reading.pci_bus_id = bus_id(nvml, device);
    reading.memory = answer<NvmlMemory>(
        Memory{}, [&](Memory& memory) { return nvml.memory(device, &memory); },
        [](const Memory& memory) { return NvmlMemory{memory.total, memory.used}; });
    if (nvml.utilization)
        reading.utilization_percent = answer<std::uint32_t>(
            Utilization{}, [&](Utilization& rates) { return nvml.utilization(device, &rates); },
            [](const Utilization& rates) { return rates.gpu; });
    reading.temperature_celsius =
        number<std::uint32_t, unsigned>(nvml.temperature, device, temperature_of_die);
    reading.power_milliwatts = number<std::uint32_t, unsigned>(nvml.power, device);
    reading.compute_mode = number<std::uint32_t, unsigned>(nvml.compute_mode, device);
    reading.uncorrected_memory_errors = number<std::uint64_t, unsigned long long>(
        nvml.ecc_errors, device, uncorrected_errors, since_driver_load);
    return reading;
}

std::vector<NvmlDevice> read_mig_devices(const Functions& nvml, DeviceHandle card) {
    std::vector<NvmlDevice> devices;
    unsigned count = 0;
    if (!nvml.mig_count || !nvml.mig_device || nvml.mig_count(card, &count) != nvml::success)
        return devices;
    for (unsigned index = 0; index < std::min(count, mig_devices_limit); ++index) {
        DeviceHandle device = nullptr;
        const int status = nvml.mig_device(card, index, &device);
        if (status == nvml::success) {
            devices.push_back(read_device(nvml, device));
        } else if (status != nvml::not_found) {  // which is a place that no instance has
            devices.emplace_back().handle = status;
        }
    }
    return devices;
}

NvmlDevice read_card(const Functions& nvml, unsigned index) {
    DeviceHandle card = nullptr;
    NvmlDevice reading;
    reading.handle = nvml.device(index, &card);
    if (reading.handle != nvml::success) return reading;
    reading = read_device(nvml, card);
    if (nvml.mig_mode) {
        reading.mig_mode = answer<std::uint32_t>(
            0u,
            [&](unsigned& mode) {
                unsigned pending = 0;
                return nvml.mig_mode(card, &mode, &pending);
            },
            [](unsigned mode) { return mode; });
    }
    if (reading.mig_mode.value == 1u) reading.mig_devices = read_mig_devices(nvml, card);
    return reading;
}

}  // namespace

NvmlReading read_nvml() {
    NvmlReading reading;
    const Library library(::dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL));
    if (!library) {
        const char* error = ::dlerror();
        reading.library_error = error != nullptr ? error : "it can't be loaded";
        return reading;
    }
    Functions nvml;
    reading.missing_function = load(library.get(), nvml);
    if (!reading.missing_function.empty()) return reading;
    reading.init = nvml.init();
    if (reading.init != nvml::success) {
        if (nvml.error_text) reading.init_error = nvml.error_text(reading.init);
        return reading;
    }
    reading.driver_version = text(nvml.driver_version);
    reading.cuda_version = number<std::int32_t, int>(nvml.cuda_version);
    reading.count = number<std::uint32_t, unsigned>(nvml.count);
    const auto count = std::min(reading.count.value.value_or(0), devices_limit);
    for (unsigned index = 0; index < count; ++index)
        reading.devices.push_back(read_card(nvml, index));
    nvml.shutdown();
    return reading;
}

}  // namespace carrot::sandbox
