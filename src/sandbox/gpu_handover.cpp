#include "sandbox/gpu_handover.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "sandbox/detail/cdi_name.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t specs_limit = 64;
constexpr std::size_t spec_limit_bytes = std::size_t{1} << 20;
constexpr int podman_major = 5, podman_minor = 4;

constexpr std::string_view install_toolkit =
    "install NVIDIA's container toolkit (docs.nvidia.com/datacenter/cloud-native/container-toolkit "
    "has the package source): sudo apt install nvidia-container-toolkit && ";
constexpr std::string_view write_spec =
    "sudo nvidia-ctk cdi generate --device-name-strategy=uuid --output=/etc/cdi/nvidia.yaml";

bool is_podman(const EngineFacts& engine) { return engine.name == "Podman"; }

bool is_spec(const fs::path& file) {
    return file.extension() == ".yaml" || file.extension() == ".json";
}

void read_specs(const fs::path& folder, std::vector<std::string>& specs) {
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator() && specs.size() < specs_limit;
         entry.increment(error)) {
        if (!is_spec(entry->path())) continue;
        const auto content = read_file(entry->path(), spec_limit_bytes);
        if (content && as_text(*content).contains(detail::cdi_kind))
            specs.emplace_back(as_text(*content));
    }
}

/// "5.4.0-rc1": 5 and 4.
bool is_older(std::string_view version, int major, int minor) {
    std::array<int, 2> numbers{};
    const auto* at = version.data();
    const auto* end = at + version.size();
    for (auto& number : numbers) {
        at = std::from_chars(at, end, number).ptr;
        if (at != end) ++at;
    }
    return numbers < std::array{major, minor};
}

template <class Names>
bool names_all(const Names& is_named, std::span<const std::string> uuids) {
    return std::ranges::all_of(uuids, is_named);
}

bool engine_lists(const EngineFacts& engine, std::span<const std::string> uuids) {
    const auto& devices = engine.cdi_devices;
    if (uuids.empty())
        return std::ranges::any_of(
            devices, [](const auto& name) { return name.starts_with(detail::cdi_kind); });
    return names_all(
        [&](const auto& uuid) {
            return std::ranges::find(devices, detail::cdi_name(uuid)) != devices.end();
        },
        uuids);
}

/// A card's UUID stands in a specification as a device's name, and nowhere else.
bool specs_name(const GpuToolkit& toolkit, std::span<const std::string> uuids) {
    if (toolkit.cdi_specs.empty()) return false;
    return names_all(
        [&](const auto& uuid) {
            return std::ranges::any_of(toolkit.cdi_specs,
                                       [&](const auto& spec) { return spec.contains(uuid); });
        },
        uuids);
}

std::unexpected<GpuTrouble> not_in_spec(std::span<const std::string> uuids) {
    return std::unexpected(
        GpuTrouble{GpuTroubleKind::not_in_cdi,
                   fmt::format("the CDI specification on this machine does not name {}: it was "
                               "written for other cards",
                               uuids.empty() ? "a card" : uuids.front()),
                   std::string(write_spec)});
}

std::unexpected<GpuTrouble> no_toolkit(std::string_view engine, std::string_view configure) {
    return std::unexpected(
        GpuTrouble{GpuTroubleKind::no_container_toolkit,
                   fmt::format("{} can't hand a GPU to a container: NVIDIA's container toolkit is "
                               "missing, or not configured for it",
                               engine),
                   fmt::format("{}{}", install_toolkit, configure)});
}

std::expected<GpuHandover, GpuTrouble> choose_for_podman(const EngineFacts& engine,
                                                         const GpuToolkit& toolkit,
                                                         std::span<const std::string> uuids) {
    if (is_older(engine.version, podman_major, podman_minor))
        return std::unexpected(
            GpuTrouble{GpuTroubleKind::engine_too_old,
                       fmt::format("Podman {} drops GPUs that are asked for over Docker's API: "
                                   "5.4 is the first that does not",
                                   engine.version),
                       "update Podman to 5.4, or use Docker: sudo apt install docker.io"});
    if (engine_lists(engine, uuids) || specs_name(toolkit, uuids)) return GpuHandover::cdi;
    if (!toolkit.cdi_specs.empty()) return not_in_spec(uuids);
    return no_toolkit("Podman", write_spec);
}

}  // namespace

GpuToolkit read_gpu_toolkit(const EngineFacts& engine, const fs::path& root) {
    GpuToolkit toolkit;
    for (const auto* folder : {"usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin"})
        if (::access((root / folder / "nvidia-container-runtime-hook").c_str(), X_OK) == 0)
            toolkit.has_runtime_hook = true;
    auto folders = engine.cdi_spec_dirs;
    if (folders.empty() && is_podman(engine)) folders = {"/etc/cdi", "/var/run/cdi"};
    for (const auto& folder : folders)
        read_specs(root / fs::path(folder).relative_path(), toolkit.cdi_specs);
    return toolkit;
}

std::expected<GpuHandover, GpuTrouble> choose_handover(const EngineFacts& engine,
                                                       const GpuToolkit& toolkit,
                                                       std::span<const std::string> uuids) {
    if (is_podman(engine)) return choose_for_podman(engine, toolkit, uuids);
    if (engine_lists(engine, uuids)) return GpuHandover::cdi;
    const bool has_runtime = std::ranges::find(engine.runtimes, "nvidia") != engine.runtimes.end();
    if (has_runtime || toolkit.has_runtime_hook) return GpuHandover::device_request;
    // Without folders CDI is switched off, whatever lies in them.
    const bool has_cdi = !engine.cdi_spec_dirs.empty();
    if (has_cdi && specs_name(toolkit, uuids)) return GpuHandover::cdi;
    if (has_cdi && !toolkit.cdi_specs.empty()) return not_in_spec(uuids);
    return no_toolkit(fmt::format("Docker {}", engine.version),
                      "sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl "
                      "restart docker");
}

}  // namespace carrot::sandbox
