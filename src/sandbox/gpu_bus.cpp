#include "sandbox/gpu_bus.hpp"

#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "base/bytes.hpp"
#include "base/file.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t cards_limit = 64;
constexpr std::size_t entries_limit = 4096;
constexpr std::size_t value_limit_bytes = 4096;

/// A file of sysfs without its line end; empty when there is none.
std::string read_value(const fs::path& file) {
    const auto content = read_file(file, value_limit_bytes);
    if (!content) return {};
    auto text = std::string(as_text(*content));
    while (text.ends_with('\n') || text.ends_with(' '))
        text.pop_back();
    return text;
}

/// The names in a folder, sorted.
std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator() && names.size() < entries_limit;
         entry.increment(error))
        names.push_back(entry->path().filename().string());
    std::ranges::sort(names);
    return names;
}

void read_cards(const fs::path& root, GpuBus& bus) {
    constexpr std::string_view display_class = "0x03", nvidia = "0x10de";
    const auto devices = root / "sys/bus/pci/devices";
    for (const auto& bus_id : names_in(devices)) {
        if (!read_value(devices / bus_id / "class").starts_with(display_class)) continue;
        if (read_value(devices / bus_id / "vendor") != nvidia) {
            bus.has_other_display = true;
        } else if (bus.cards.size() < cards_limit) {
            std::error_code none;
            const auto driver = fs::read_symlink(devices / bus_id / "driver", none);
            bus.cards.push_back({bus_id, driver.filename().string()});
        }
    }
}

/// /dev/nvidiactl and one of /dev/nvidia0, /dev/nvidia1, …
bool is_nvidia_device(std::string_view name) {
    constexpr std::string_view prefix = "nvidia";
    if (!name.starts_with(prefix)) return false;
    name.remove_prefix(prefix.size());
    return name == "ctl" || (!name.empty() && name.find_first_not_of("0123456789") == name.npos);
}

void read_device_files(const fs::path& root, GpuBus& bus) {
    for (const auto& name : names_in(root / "dev")) {
        if (!is_nvidia_device(name)) continue;
        const auto file = root / "dev" / name;
        if (::access(file.c_str(), R_OK | W_OK) != 0) bus.has_closed_devices = true;
        std::error_code error;
        const auto permissions = fs::status(file, error).permissions();
        constexpr auto everybody = fs::perms::others_read | fs::perms::others_write;
        if (!error && (permissions & everybody) != everybody) bus.has_closed_to_others = true;
    }
}

/// The EFI variable's four bytes of attributes, then 1.
bool has_secure_boot(const fs::path& root) {
    const auto variable = read_file(
        root / "sys/firmware/efi/efivars" / "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
        value_limit_bytes);
    return variable && variable->size() == 5 && (*variable)[4] == 1;
}

}  // namespace

GpuBus read_gpu_bus(const fs::path& root) {
    GpuBus bus;
    read_cards(root, bus);
    bus.module_version = read_value(root / "sys/module/nvidia/version");
    read_device_files(root, bus);
    bus.secure_boot = has_secure_boot(root);
    return bus;
}

}  // namespace carrot::sandbox
