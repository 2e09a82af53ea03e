// Stands for the NVIDIA driver's libnvidia-ml.so.1, which build machines lack: NVML's own functions
// and status numbers, with answers chosen by the environment variable CARROT_FAKE_NVML.
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

constexpr int success = 0, not_supported = 3, not_found = 6, driver_not_loaded = 9,
              gpu_is_lost = 15, version_mismatch = 18;
constexpr unsigned first_mig_device = 2;

bool mode_is(std::string_view mode) {
    const char* chosen = std::getenv("CARROT_FAKE_NVML");
    return chosen != nullptr && mode == chosen;
}

int put(char* out, unsigned size, const char* text) {
    std::strncpy(out, text, size - 1);
    out[size - 1] = '\0';
    return success;
}

}  // namespace

extern "C" {

struct Device {
    unsigned index;
};
struct Memory {
    unsigned long long total, free, used;
};
struct PciInfo {
    char legacy_bus_id[16];
    unsigned domain, bus, device, device_id, subsystem_id;
    char bus_id[32];
};
struct Utilization {
    unsigned gpu, memory;
};

int nvmlInit_v2() {
    if (mode_is("no module")) return driver_not_loaded;
    return mode_is("mismatch") ? version_mismatch : success;
}
int nvmlShutdown() { return success; }
const char* nvmlErrorString(int) { return "an error"; }
int nvmlSystemGetDriverVersion(char* out, unsigned size) { return put(out, size, "550.54.15"); }
int nvmlSystemGetCudaDriverVersion_v2(int* version) {
    *version = 12040;
    return success;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = mode_is("no card") ? 0 : 2;
    return success;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device** device) {
    static Device devices[2] = {{0}, {1}};
    if (mode_is("lost") && index == 1) return gpu_is_lost;
    *device = &devices[index];
    return success;
}
int nvmlDeviceGetName(Device* device, char* out, unsigned size) {
    return put(out, size, device->index == 0 ? "NVIDIA GeForce RTX 4090" : "NVIDIA A2");
}
int nvmlDeviceGetUUID(Device* device, char* out, unsigned size) {
    constexpr const char* uuids[] = {"GPU-0", "GPU-1", "MIG-0", "MIG-1"};
    return put(out, size, uuids[device->index]);
}
int nvmlDeviceGetPciInfo_v3(Device* device, PciInfo* info) {
    info->bus = device->index + 1;
    return put(info->bus_id, sizeof info->bus_id,
               device->index == 0 ? "00000000:01:00.0" : "00000000:02:00.0");
}
int nvmlDeviceGetMemoryInfo(Device* device, Memory* memory) {
    constexpr unsigned long long totals[] = {25'757'220'864, 16'101'933'056, 5'000'000'000,
                                             5'000'000'000};
    memory->total = totals[device->index];
    memory->used = 1'234'567;
    return success;
}
int nvmlDeviceGetMigMode(Device* device, unsigned* current, unsigned* pending) {
    *current = *pending = mode_is("mig") && device->index == 0 ? 1 : 0;
    return success;
}
int nvmlDeviceGetMaxMigDeviceCount(Device*, unsigned* count) {
    *count = 7;
    return success;
}
int nvmlDeviceGetMigDeviceHandleByIndex(Device*, unsigned index, Device** device) {
    static Device devices[2] = {{first_mig_device}, {first_mig_device + 1}};
    if (index != 0 && index != 3) return not_found;
    *device = &devices[index == 0 ? 0 : 1];
    return success;
}
int nvmlDeviceGetUtilizationRates(Device* device, Utilization* utilization) {
    if (device->index == 1) return not_supported;
    utilization->gpu = 37;
    return success;
}
int nvmlDeviceGetTemperature(Device*, unsigned, unsigned* celsius) {
    *celsius = 51;
    return success;
}
int nvmlDeviceGetPowerUsage(Device*, unsigned* milliwatts) {
    *milliwatts = 98'765;
    return success;
}

}  // extern "C"
