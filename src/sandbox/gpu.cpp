#include "sandbox/gpu.hpp"

#include <dlfcn.h>

#include <array>
#include <memory>
#include <string_view>

namespace carrot::sandbox {
namespace {

// From NVML's API reference: https://docs.nvidia.com/deploy/nvml-api/
using NvmlDevice = struct NvmlDeviceHandle*;
constexpr int nvml_success = 0;
constexpr int nvml_no_permission = 4;
constexpr int nvml_driver_not_loaded = 9;
constexpr int nvml_gpu_is_lost = 15;
constexpr int nvml_version_mismatch = 18;
constexpr unsigned temperature_of_die = 0;
constexpr std::size_t text_size_bytes = 96;

struct NvmlMemory {
    unsigned long long total_bytes, free_bytes, used_bytes;
};
struct NvmlUtilization {
    unsigned gpu_percent, memory_percent;
};

/// The library's functions, found by name; the library is closed with it.
class Nvml {
public:
    static Result<Nvml> open() {
        Nvml nvml;
        nvml.library_.reset(::dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL));
        if (!nvml.library_)
            return fail(ErrorCode::not_found,
                        "no NVIDIA GPU: libnvidia-ml.so.1 is missing: install the NVIDIA driver");
        nvml.load(nvml.init, "nvmlInit_v2");
        nvml.load(nvml.shutdown, "nvmlShutdown");
        nvml.load(nvml.error_text, "nvmlErrorString");
        nvml.load(nvml.driver_version, "nvmlSystemGetDriverVersion");
        nvml.load(nvml.cuda_version, "nvmlSystemGetCudaDriverVersion_v2");
        nvml.load(nvml.count, "nvmlDeviceGetCount_v2");
        nvml.load(nvml.device, "nvmlDeviceGetHandleByIndex_v2");
        nvml.load(nvml.name, "nvmlDeviceGetName");
        nvml.load(nvml.uuid, "nvmlDeviceGetUUID");
        nvml.load(nvml.memory, "nvmlDeviceGetMemoryInfo");
        nvml.load(nvml.utilization, "nvmlDeviceGetUtilizationRates");
        nvml.load(nvml.temperature, "nvmlDeviceGetTemperature");
        nvml.load(nvml.power, "nvmlDeviceGetPowerUsage");
        if (!nvml.missing_.empty())
            return fail(ErrorCode::failed_precondition,
                        "could not ask for GPUs: the NVIDIA driver's library lacks {}: update the "
                        "driver",
                        nvml.missing_);
        return nvml;
    }

    int (*init)() = nullptr;
    int (*shutdown)() = nullptr;
    const char* (*error_text)(int) = nullptr;
    int (*driver_version)(char*, unsigned) = nullptr;
    int (*cuda_version)(int*) = nullptr;
    int (*count)(unsigned*) = nullptr;
    int (*device)(unsigned, NvmlDevice*) = nullptr;
    int (*name)(NvmlDevice, char*, unsigned) = nullptr;
    int (*uuid)(NvmlDevice, char*, unsigned) = nullptr;
    int (*memory)(NvmlDevice, NvmlMemory*) = nullptr;
    int (*utilization)(NvmlDevice, NvmlUtilization*) = nullptr;
    int (*temperature)(NvmlDevice, unsigned, unsigned*) = nullptr;
    int (*power)(NvmlDevice, unsigned*) = nullptr;

private:
    template <class Function>
    void load(Function*& function, const char* symbol) {
        function = reinterpret_cast<Function*>(::dlsym(library_.get(), symbol));
        if (function == nullptr) missing_ = symbol;
    }

    struct Close {
        void operator()(void* library) const { ::dlclose(library); }
    };
    std::unique_ptr<void, Close> library_;
    std::string missing_;
};

std::unexpected<Error> nvml_failure(const Nvml& nvml, std::string_view operation, int status) {
    switch (status) {
        case nvml_driver_not_loaded:
            return fail(ErrorCode::not_found,
                        "no NVIDIA GPU: the driver's kernel module is not loaded: try `modprobe "
                        "nvidia`");
        case nvml_version_mismatch:
            return fail(ErrorCode::failed_precondition,
                        "could not {}: the NVIDIA driver was updated under a running kernel "
                        "module: reboot, or reload the module",
                        operation);
        case nvml_gpu_is_lost:
            return fail(ErrorCode::unavailable,
                        "could not {}: the GPU has fallen off the bus: reboot, and check its power "
                        "and slot",
                        operation);
        case nvml_no_permission:
            return fail(ErrorCode::permission_denied,
                        "could not {}: this user may not open /dev/nvidia*", operation);
        default:
            return fail(ErrorCode::unavailable, "could not {}: {}", operation,
                        nvml.error_text(status));
    }
}

Result<Gpu> describe(const Nvml& nvml, unsigned index) {
    NvmlDevice device = nullptr;
    const auto operation = fmt::format("ask for GPU {}", index);
    const auto check = [&](int status) -> Result<void> {
        if (status != nvml_success) return nvml_failure(nvml, operation, status);
        return {};
    };
    std::array<char, text_size_bytes> name{}, uuid{};
    NvmlMemory memory{};
    TRY(check(nvml.device(index, &device)));
    TRY(check(nvml.name(device, name.data(), name.size())));
    TRY(check(nvml.uuid(device, uuid.data(), uuid.size())));
    TRY(check(nvml.memory(device, &memory)));

    Gpu gpu;
    gpu.model = name.data();
    gpu.uuid = uuid.data();
    gpu.memory_bytes = memory.total_bytes;
    NvmlUtilization utilization{};
    unsigned value = 0;
    if (nvml.utilization(device, &utilization) == nvml_success)
        gpu.utilization_percent = utilization.gpu_percent;
    if (nvml.temperature(device, temperature_of_die, &value) == nvml_success)
        gpu.temperature_celsius = value;
    if (nvml.power(device, &value) == nvml_success) gpu.power_milliwatts = value;
    return gpu;
}

Result<GpuInventory> take_inventory(const Nvml& nvml) {
    GpuInventory inventory;
    std::array<char, text_size_bytes> driver{};
    if (nvml.driver_version(driver.data(), driver.size()) == nvml_success)
        inventory.driver_version = driver.data();
    int cuda = 0;
    if (nvml.cuda_version(&cuda) == nvml_success)
        inventory.cuda_version = fmt::format("{}.{}", cuda / 1000, cuda % 1000 / 10);
    unsigned count = 0;
    if (const int status = nvml.count(&count); status != nvml_success)
        return nvml_failure(nvml, "count the GPUs", status);
    if (count == 0)
        return fail(ErrorCode::not_found, "no NVIDIA GPU: the driver is there, but sees no card");
    for (unsigned index = 0; index < count; ++index)
        inventory.gpus.push_back(TRY(describe(nvml, index)));
    return inventory;
}

}  // namespace

Result<GpuInventory> discover_gpus() {
    const auto nvml = TRY(Nvml::open());
    if (const int status = nvml.init(); status != nvml_success)
        return nvml_failure(nvml, "ask for GPUs", status);
    auto inventory = take_inventory(nvml);
    nvml.shutdown();
    return inventory;
}

}  // namespace carrot::sandbox
