#include "sandbox/detail/gpu_troubles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace carrot::sandbox::detail {
namespace {

constexpr std::string_view install_driver =
    "sudo apt install ubuntu-drivers-common && sudo ubuntu-drivers install && sudo reboot (Debian: "
    "sudo apt install nvidia-driver)";
constexpr std::string_view ask_the_kernel = "sudo dmesg | grep -e NVRM -e Xid tells why";

const PciCard* find_held_by(const GpuBus& bus, std::string_view driver) {
    const auto card = std::ranges::find(bus.cards, driver, &PciCard::driver);
    return card == bus.cards.end() ? nullptr : &*card;
}

GpuTrouble nouveau_trouble(std::string_view bus_id) {
    return {GpuTroubleKind::nouveau,
            fmt::format("the NVIDIA card at {} is held by nouveau, a driver without CUDA", bus_id),
            std::string(install_driver)};
}

GpuTrouble other_driver_trouble(const PciCard& card) {
    return {GpuTroubleKind::other_driver,
            fmt::format("the NVIDIA card at {} is held by {}, not by NVIDIA's driver", card.bus_id,
                        card.driver),
            "take it from the virtual machines: remove its id from vfio-pci's options in "
            "/etc/modprobe.d and on the kernel's command line, then sudo update-initramfs -u && "
            "sudo reboot"};
}

/// Why NVIDIA's driver can't have the cards, where others hold them.
std::optional<GpuTrouble> held_trouble(const GpuBus& bus) {
    if (const auto* card = find_held_by(bus, "nouveau")) return nouveau_trouble(card->bus_id);
    const auto other = std::ranges::find_if(bus.cards, [](const PciCard& card) {
        return !card.driver.empty() && card.driver != "nvidia";
    });
    if (other != bus.cards.end()) return other_driver_trouble(*other);
    return std::nullopt;
}

GpuTrouble module_trouble(const GpuBus& bus) {
    std::string remedy =
        "sudo modprobe nvidia; should that fail after a kernel update: sudo apt install "
        "linux-headers-$(uname -r) && sudo dkms autoinstall && sudo modprobe nvidia";
    if (bus.secure_boot)
        remedy +=
            "; Secure Boot is on: enroll the module's key (sudo mokutil --import "
            "/var/lib/shim-signed/mok/MOK.der, then reboot), or turn it off";
    if (bus.has_other_display)
        remedy += "; on a laptop with two GPUs: sudo prime-select on-demand && sudo reboot";
    return {GpuTroubleKind::module_not_loaded,
            "NVIDIA's driver is installed, but its kernel module is not loaded", std::move(remedy)};
}

GpuTrouble hidden_devices_trouble() {
    return {GpuTroubleKind::no_permission,
            "the driver's module is loaded, but this process sees no /dev/nvidiactl",
            "sudo nvidia-modprobe -c 0 -u; a worker in a container needs the GPU itself: docker "
            "run --gpus all"};
}

GpuTrouble permission_trouble(std::string_view what) {
    return {GpuTroubleKind::no_permission,
            fmt::format("{}: this user may not open /dev/nvidia*", what),
            "ls -l /dev/nvidia* shows their group: sudo usermod -aG GROUP $USER, and log in again; "
            "or run the worker as root"};
}

}  // namespace

GpuTrouble library_trouble(const NvmlReading& nvml, const GpuBus& bus) {
    if (!bus.module_version.empty()) {
        const auto major = bus.module_version.substr(0, bus.module_version.find('.'));
        return {GpuTroubleKind::library_missing,
                fmt::format("NVIDIA's kernel module {} runs without its library: {}",
                            bus.module_version, nvml.library_error),
                fmt::format("sudo apt install libnvidia-compute-{0} nvidia-utils-{0} (with "
                            "-server at the end where the driver's package has it)",
                            major)};
    }
    if (const auto held = held_trouble(bus)) return *held;
    if (!bus.cards.empty())
        return {GpuTroubleKind::no_driver,
                fmt::format("the NVIDIA card at {} has no driver: {}", bus.cards.front().bus_id,
                            nvml.library_error),
                std::string(install_driver)};
    return no_card_trouble();
}

GpuTrouble init_trouble(const NvmlReading& nvml, const GpuBus& bus) {
    switch (nvml.init) {
        case nvml::driver_not_loaded:
            if (!bus.module_version.empty()) return hidden_devices_trouble();
            if (const auto held = held_trouble(bus)) return *held;
            if (bus.cards.empty()) return no_card_trouble();
            return module_trouble(bus);
        case nvml::version_mismatch:
            return {GpuTroubleKind::version_mismatch,
                    fmt::format("the NVIDIA driver was updated, and the kernel still runs its old "
                                "module{}{}",
                                bus.module_version.empty() ? "" : " ", bus.module_version),
                    "sudo reboot; or, with nothing on the card: sudo rmmod nvidia_drm "
                    "nvidia_modeset nvidia_uvm nvidia && sudo modprobe nvidia"};
        case nvml::no_permission:
            return permission_trouble("NVIDIA's driver does not answer");
        case nvml::operating_system:
            return {GpuTroubleKind::no_permission,
                    "the operating system keeps this process from /dev/nvidia*",
                    "a worker in a container needs the GPU itself (docker run --gpus all); a "
                    "systemd unit needs DeviceAllow=char-nvidia rw, or no DevicePolicy"};
        case nvml::gpu_is_lost:
            return card_trouble(nvml.init, "an NVIDIA card");
        case nvml::gpu_not_found:
            return bus.cards.empty() ? no_card_trouble()
                                     : unseen_card_trouble(bus.cards.front(), bus.module_version);
        default:
            return {GpuTroubleKind::driver_failure,
                    fmt::format("NVIDIA's driver does not start: {} (NVML status {})",
                                nvml.init_error.empty() ? "no reason given" : nvml.init_error,
                                nvml.init),
                    fmt::format("{}; sudo reboot helps with most of it", ask_the_kernel)};
    }
}

GpuTrouble old_driver_trouble(std::string_view missing_function) {
    return {GpuTroubleKind::driver_too_old,
            fmt::format("NVIDIA's driver is too old: its library lacks {}", missing_function),
            std::string(install_driver)};
}

GpuTrouble no_card_trouble() {
    return {GpuTroubleKind::no_card, "no NVIDIA card on this machine's PCI bus",
            "jobs run on the processor; if there is a card, check its seat and power, and that the "
            "firmware's setup shows it (lspci -d 10de:)"};
}

GpuTrouble unseen_card_trouble(const PciCard& card, std::string_view module_version) {
    if (card.driver == "nouveau") return nouveau_trouble(card.bus_id);
    if (card.driver == "nvidia")
        return {GpuTroubleKind::card_failed,
                fmt::format("the driver holds the NVIDIA card at {} and could not start it, or "
                            "lost it",
                            card.bus_id),
                fmt::format("{}; sudo reboot, and check its power cables", ask_the_kernel)};
    if (!card.driver.empty()) return other_driver_trouble(card);
    return {GpuTroubleKind::no_driver,
            fmt::format("NVIDIA's driver{}{} does not take the card at {}: it is made for other "
                        "generations",
                        module_version.empty() ? "" : " ", module_version, card.bus_id),
            "ubuntu-drivers list shows the drivers that fit: sudo apt install nvidia-driver-N && "
            "sudo reboot"};
}

GpuTrouble card_trouble(int status, std::string_view which) {
    switch (status) {
        case nvml::gpu_is_lost:
            return {GpuTroubleKind::card_lost, fmt::format("{} has fallen off the bus", which),
                    fmt::format("sudo reboot; if it comes back: check its power cables, slot, "
                                "riser and heat ({})",
                                ask_the_kernel)};
        case nvml::reset_required:
            return {GpuTroubleKind::card_failed, fmt::format("{} must be reset", which),
                    "end what uses it, then sudo nvidia-smi --gpu-reset; or sudo reboot"};
        case nvml::insufficient_power:
            return {GpuTroubleKind::card_failed,
                    fmt::format("{} has too little power: a cable is missing", which),
                    "shut down, and attach the card's power cables"};
        case nvml::no_permission:
        case nvml::operating_system:
            return permission_trouble(fmt::format("{} does not answer", which));
        default:
            return {GpuTroubleKind::card_failed,
                    fmt::format("{} does not answer (NVML status {})", which, status),
                    fmt::format("{}; sudo reboot", ask_the_kernel)};
    }
}

GpuTrouble no_instances_trouble(std::string_view which, std::uint32_t index) {
    return {
        GpuTroubleKind::mig_without_instances,
        fmt::format("{} is in MIG mode and not divided: there is nothing to give to a job", which),
        fmt::format("divide it: nvidia-smi mig -i {0} -lgip lists the sizes, sudo nvidia-smi "
                    "mig -i {0} -cgi SIZE -C makes one; or turn MIG off: sudo nvidia-smi -i "
                    "{0} -mig 0",
                    index)};
}

GpuTrouble compute_prohibited_trouble(std::string_view which, std::uint32_t index) {
    return {GpuTroubleKind::compute_prohibited,
            fmt::format("{} lets no program compute: its mode is 'prohibited'", which),
            fmt::format("sudo nvidia-smi -i {} -c DEFAULT", index)};
}

GpuTrouble closed_to_jobs_trouble() {
    return {GpuTroubleKind::no_permission,
            "/dev/nvidia* are closed to all but their owner, and so to jobs, which run as nobody",
            "echo 'options nvidia NVreg_DeviceFileMode=0666' | sudo tee "
            "/etc/modprobe.d/nvidia-devices.conf && sudo reboot"};
}

}  // namespace carrot::sandbox::detail
