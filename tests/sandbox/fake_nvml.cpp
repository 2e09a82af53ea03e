// Stands for the NVIDIA driver's libnvidia-ml.so.1, which build machines lack: NVML's own functions
// and status numbers. The environment variable CARROT_FAKE_NVML chooses a state of the driver;
// CARROT_FAKE_NVML_CARDS names a file with cards of one's own, read anew by each nvmlInit_v2:
//
//   UUID BUS_ID MEMORY_MIB UTILIZATION_PERCENT CELSIUS MILLIWATTS MODEL…
//   lost
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int success = 0, not_supported = 3, not_found = 6, driver_not_loaded = 9,
              gpu_is_lost = 15, version_mismatch = 18;
constexpr unsigned long long mib = 1024 * 1024;

struct Card {
    std::string uuid, bus_id, model;
    unsigned long long memory_bytes;
    int utilization;  // -1: the card does not tell
    unsigned celsius, milliwatts;
    bool lost = false;
};

std::vector<Card> cards;
Card mig_devices[] = {{"MIG-0", "00000000:01:00.0", "NVIDIA A2", 5'000'000'000, 37, 51, 98'765},
                      {"MIG-1", "00000000:01:00.0", "NVIDIA A2", 5'000'000'000, 37, 51, 98'765}};

bool mode_is(std::string_view mode) {
    const char* chosen = std::getenv("CARROT_FAKE_NVML");
    return chosen != nullptr && mode == chosen;
}

int put(char* out, unsigned size, std::string_view text) {
    const auto length = text.copy(out, size - 1);
    out[length] = '\0';
    return success;
}

std::vector<Card> cards_of(const char* file) {
    std::vector<Card> read;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        Card card{};
        if (words >> card.uuid && card.uuid == "lost") {
            card.lost = true;
        } else {
            words >> card.bus_id >> card.memory_bytes >> card.utilization >> card.celsius >>
                card.milliwatts >> std::ws;
            std::getline(words, card.model);
            card.memory_bytes *= mib;
            if (card.model.empty()) continue;
        }
        read.push_back(card);
    }
    return read;
}

void read_cards() {
    if (const char* file = std::getenv("CARROT_FAKE_NVML_CARDS")) {
        cards = cards_of(file);
    } else {
        cards = {{"GPU-0", "00000000:01:00.0", "NVIDIA GeForce RTX 4090", 25'757'220'864, 37, 51,
                  98'765},
                 {"GPU-1", "00000000:02:00.0", "NVIDIA A2", 16'101'933'056, -1, 51, 98'765,
                  mode_is("lost")}};
        if (mode_is("no card")) cards.clear();
    }
}

}  // namespace

extern "C" {

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
    if (mode_is("mismatch")) return version_mismatch;
    read_cards();
    return success;
}
int nvmlShutdown() { return success; }
const char* nvmlErrorString(int) { return "an error"; }
int nvmlSystemGetDriverVersion(char* out, unsigned size) { return put(out, size, "550.54.15"); }
int nvmlSystemGetCudaDriverVersion_v2(int* version) {
    *version = 12040;
    return success;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = static_cast<unsigned>(cards.size());
    return success;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, Card** device) {
    if (cards[index].lost) return gpu_is_lost;
    *device = &cards[index];
    return success;
}
int nvmlDeviceGetName(Card* device, char* out, unsigned size) {
    return put(out, size, device->model);
}
int nvmlDeviceGetUUID(Card* device, char* out, unsigned size) {
    return put(out, size, device->uuid);
}
int nvmlDeviceGetPciInfo_v3(Card* device, PciInfo* info) {
    return put(info->bus_id, sizeof info->bus_id, device->bus_id);
}
int nvmlDeviceGetMemoryInfo(Card* device, Memory* memory) {
    memory->total = device->memory_bytes;
    memory->used = 1'234'567;
    return success;
}
int nvmlDeviceGetMigMode(Card* device, unsigned* current, unsigned* pending) {
    *current = *pending = mode_is("mig") && device == cards.data() ? 1 : 0;
    return success;
}
int nvmlDeviceGetMaxMigDeviceCount(Card*, unsigned* count) {
    *count = 7;
    return success;
}
int nvmlDeviceGetMigDeviceHandleByIndex(Card*, unsigned index, Card** device) {
    if (index != 0 && index != 3) return not_found;
    *device = &mig_devices[index == 0 ? 0 : 1];
    return success;
}
int nvmlDeviceGetUtilizationRates(Card* device, Utilization* utilization) {
    if (device->utilization < 0) return not_supported;
    utilization->gpu = static_cast<unsigned>(device->utilization);
    return success;
}
int nvmlDeviceGetTemperature(Card* device, unsigned, unsigned* celsius) {
    *celsius = device->celsius;
    return success;
}
int nvmlDeviceGetPowerUsage(Card* device, unsigned* milliwatts) {
    *milliwatts = device->milliwatts;
    return success;
}

}  // extern "C"
