#include "sandbox/gpu.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "sandbox/detail/gpu_troubles.hpp"

namespace carrot::sandbox {
namespace {

/// NVML's "00000000:01:00.0" as sysfs has it: the domain in four digits where they suffice.
std::string to_sysfs_bus_id(std::string bus_id) {
    for (auto& c : bus_id)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const auto domain_digits = bus_id.find(':');
    const auto zeros = bus_id.find_first_not_of('0');
    if (domain_digits == bus_id.npos || domain_digits <= 4) return bus_id;
    return bus_id.substr(std::min(zeros, domain_digits - 4));
}

std::string in_words(std::uint32_t index, const std::string& bus_id) {
    return bus_id.empty() ? fmt::format("GPU {}", index)
                          : fmt::format("GPU {} ({})", index, bus_id);
}

/// The status that says that the card can't be used; success when it can. A lost card may still
/// answer what the library remembers, so every answer counts.
int worst_status(const NvmlDevice& device) {
    if (device.handle != nvml::success) return device.handle;
    const std::array statuses = {device.name.status,
                                 device.uuid.status,
                                 device.memory.status,
                                 device.pci_bus_id.status,
                                 device.utilization_percent.status,
                                 device.temperature_celsius.status,
                                 device.power_milliwatts.status};
    for (const int fatal : {nvml::gpu_is_lost, nvml::reset_required})
        if (std::ranges::find(statuses, fatal) != statuses.end()) return fatal;
    // Without its UUID it can't be handed to a container.
    return device.uuid.status;
}

Gpu describe(const NvmlDevice& device, std::uint32_t index) {
    Gpu gpu;
    gpu.index = index;
    gpu.model = device.name.value.value_or("NVIDIA GPU");
    gpu.uuid = device.uuid.value.value_or("");
    gpu.pci_bus_id = to_sysfs_bus_id(device.pci_bus_id.value.value_or(""));
    if (device.memory.value) {
        gpu.memory_bytes = device.memory.value->total_bytes;
        gpu.memory_used_bytes = device.memory.value->used_bytes;
    }
    gpu.utilization_percent = device.utilization_percent.value;
    gpu.temperature_celsius = device.temperature_celsius.value;
    gpu.power_milliwatts = device.power_milliwatts.value;
    gpu.uncorrected_memory_errors = device.uncorrected_memory_errors.value;
    return gpu;
}

/// What it is made of is its own; what it is warm by is the card's.
Gpu describe_part(const NvmlDevice& device, const Gpu& card) {
    auto part = describe(device, card.index);
    if (!part.model.contains("MIG")) part.model = card.model + " MIG";
    part.parent_uuid = card.uuid;
    part.pci_bus_id = card.pci_bus_id;
    if (!part.temperature_celsius) part.temperature_celsius = card.temperature_celsius;
    if (!part.power_milliwatts) part.power_milliwatts = card.power_milliwatts;
    return part;
}

void add_card(const NvmlDevice& device, std::uint32_t index, GpuInventory& inventory) {
    auto card = describe(device, index);
    const auto which = in_words(index, card.pci_bus_id);
    if (const int status = worst_status(device); status != nvml::success) {
        inventory.troubles.push_back(detail::card_trouble(status, which));
    } else if (device.compute_mode.value == nvml::compute_prohibited) {
        inventory.troubles.push_back(detail::compute_prohibited_trouble(which, index));
    } else if (device.mig_mode.value != 1u) {
        inventory.gpus.push_back(std::move(card));
    } else if (device.mig_devices.empty()) {
        inventory.troubles.push_back(detail::no_instances_trouble(which, index));
    } else {
        for (const auto& part : device.mig_devices) {
            if (const int bad = worst_status(part); bad != nvml::success)
                inventory.troubles.push_back(
                    detail::card_trouble(bad, fmt::format("a MIG device of {}", which)));
            else
                inventory.gpus.push_back(describe_part(part, card));
        }
    }
}

/// Cards of the bus that NVML shows under no bus id. Some of them NVML counts, and has lost.
std::vector<PciCard> unseen_cards(const NvmlReading& nvml, const GpuBus& bus) {
    std::set<std::string> seen;
    for (const auto& device : nvml.devices)
        if (device.pci_bus_id.value) seen.insert(to_sysfs_bus_id(*device.pci_bus_id.value));
    // A library that tells no bus id at all tells nothing about the rest either.
    if (seen.empty() && !nvml.devices.empty()) return {};
    std::vector<PciCard> unseen;
    for (const auto& card : bus.cards)
        if (!seen.contains(card.bus_id)) unseen.push_back(card);
    return unseen;
}

/// A card that NVML only counts is one of those that the bus shows and NVML does not.
void add_cards(const NvmlReading& nvml, const GpuBus& bus, GpuInventory& inventory) {
    auto unseen = unseen_cards(nvml, bus);
    for (std::uint32_t index = 0; index < nvml.devices.size(); ++index) {
        auto device = nvml.devices[index];
        const auto held = std::ranges::find(unseen, "nvidia", &PciCard::driver);
        if (device.handle != nvml::success && held != unseen.end()) {
            device.pci_bus_id = {nvml::success, held->bus_id};
            unseen.erase(held);
        }
        add_card(device, index, inventory);
    }
    for (const auto& card : unseen)
        inventory.troubles.push_back(detail::unseen_card_trouble(card, bus.module_version));
}

std::string cuda_in_words(std::int32_t version) {
    return fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

}  // namespace

GpuReadings read_gpus() { return {read_nvml(), read_gpu_bus()}; }

GpuInventory assess_gpus(const GpuReadings& readings) {
    const auto& [nvml, bus] = readings;
    GpuInventory inventory;
    const auto only = [&](GpuTrouble trouble) {
        inventory.troubles.push_back(std::move(trouble));
        return std::move(inventory);
    };
    if (!nvml.library_error.empty()) return only(detail::library_trouble(nvml, bus));
    if (!nvml.missing_function.empty())
        return only(detail::old_driver_trouble(nvml.missing_function));
    if (nvml.init != nvml::success) return only(detail::init_trouble(nvml, bus));

    inventory.driver_version = nvml.driver_version.value.value_or("");
    if (nvml.cuda_version.value) inventory.cuda_version = cuda_in_words(*nvml.cuda_version.value);
    add_cards(nvml, bus, inventory);
    if (inventory.gpus.empty() && inventory.troubles.empty())
        return only(detail::no_card_trouble());
    if (!inventory.gpus.empty() && bus.has_closed_to_others)
        inventory.troubles.push_back(detail::closed_to_jobs_trouble());
    return inventory;
}

GpuInventory discover_gpus() { return assess_gpus(read_gpus()); }

std::string_view name_of(GpuTroubleKind kind) {
    switch (kind) {
        case GpuTroubleKind::no_card:
            return "no_card";
        case GpuTroubleKind::no_driver:
            return "no_driver";
        case GpuTroubleKind::nouveau:
            return "nouveau";
        case GpuTroubleKind::other_driver:
            return "other_driver";
        case GpuTroubleKind::library_missing:
            return "library_missing";
        case GpuTroubleKind::module_not_loaded:
            return "module_not_loaded";
        case GpuTroubleKind::version_mismatch:
            return "version_mismatch";
        case GpuTroubleKind::driver_too_old:
            return "driver_too_old";
        case GpuTroubleKind::no_permission:
            return "no_permission";
        case GpuTroubleKind::card_lost:
            return "card_lost";
        case GpuTroubleKind::card_failed:
            return "card_failed";
        case GpuTroubleKind::mig_without_instances:
            return "mig_without_instances";
        case GpuTroubleKind::compute_prohibited:
            return "compute_prohibited";
        case GpuTroubleKind::driver_failure:
            return "driver_failure";
        case GpuTroubleKind::no_container_toolkit:
            return "no_container_toolkit";
        case GpuTroubleKind::engine_too_old:
            return "engine_too_old";
        case GpuTroubleKind::not_in_cdi:
            return "not_in_cdi";
    }
    return "unknown";
}

}  // namespace carrot::sandbox
