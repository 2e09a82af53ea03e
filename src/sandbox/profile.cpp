#include "sandbox/profile.hpp"

#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "sandbox/output_folder.hpp"
#include "sandbox/system_calls.hpp"

namespace carrot::sandbox {
namespace {

constexpr std::size_t image_volumes_limit = 16;
constexpr std::uint64_t image_volume_limit_bytes = std::uint64_t{64} << 20;
constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

bool lies_over(std::string_view volume, std::string_view mount) {
    while (volume.size() > 1 && volume.ends_with('/'))
        volume.remove_suffix(1);
    return volume == "/" || volume == mount ||
           (mount.starts_with(volume) && mount[volume.size()] == '/');
}

bool is_one_of_ours(std::string_view volume) {
    constexpr std::array mounts = {script_mount, inputs_mount, output_mount, scratch_mount,
                                   shared_memory_mount};
    return std::ranges::any_of(mounts, [&](std::string_view mount) { return volume == mount; });
}

/// The image's volumes as memory of their own; ours are mounted anyway.
Result<std::vector<MemoryMount>> replace_volumes(const std::vector<std::string>& volumes) {
    constexpr std::array sealed = {script_mount, inputs_mount, output_mount, scratch_mount,
                                   "/dev",       "/proc",      "/sys"};
    std::vector<MemoryMount> mounts;
    for (const auto& volume : volumes) {
        if (is_one_of_ours(volume)) continue;
        const bool plain = volume.starts_with('/') && !volume.contains(':') &&
                           !volume.contains("..") && !volume.contains('\0');
        const auto opens = [&](std::string_view mount) {
            return lies_over(volume, mount) || (mount != scratch_mount && lies_over(mount, volume));
        };
        if (!plain || std::ranges::any_of(sealed, opens))
            return fail(ErrorCode::failed_precondition,
                        "could not seal the container: its image declares the volume {:?}, which "
                        "must stay closed: use an image without it",
                        volume);
        mounts.push_back({volume, image_volume_limit_bytes, memory_mount_entries});
    }
    if (mounts.size() > image_volumes_limit)
        return fail(ErrorCode::failed_precondition,
                    "could not seal the container: its image declares {} volumes, {} are allowed",
                    mounts.size(), image_volumes_limit);
    return mounts;
}

bool has_option(const EngineFacts& engine, std::string_view name) {
    return std::ranges::any_of(engine.security_options, [&](std::string_view option) {
        return option == name || option.starts_with(fmt::format("{},", name));
    });
}
bool is_remapped(const EngineFacts& engine) { return has_option(engine, "name=userns"); }
bool is_rootless(const EngineFacts& engine) { return has_option(engine, "name=rootless"); }
bool takes_a_filter(const EngineFacts& engine) { return engine.name != "Podman"; }

/// A remapping Docker keeps its data in a folder that is called as its root is on the host:
/// /var/lib/docker/100000.100000.
std::optional<JobUser> remapped_root(const EngineFacts& engine) {
    const auto folder = std::filesystem::path(engine.data_root).filename().string();
    JobUser root;
    const auto* end = folder.data() + folder.size();
    const auto uid = std::from_chars(folder.data(), end, root.uid);
    if (uid.ec != std::errc() || uid.ptr == end || *uid.ptr != '.') return std::nullopt;
    const auto gid = std::from_chars(uid.ptr + 1, end, root.gid);
    if (gid.ec != std::errc() || gid.ptr != end) return std::nullopt;
    return root;
}

/// What engines mask by themselves, by version, and the pressure files, which any user may set
/// triggers in that watch the whole machine.
std::vector<std::string> masked_paths() {
    return {"/proc/acpi",        "/proc/asound",        "/proc/interrupts",
            "/proc/kallsyms",    "/proc/kcore",         "/proc/keys",
            "/proc/key-users",   "/proc/latency_stats", "/proc/pressure",
            "/proc/sched_debug", "/proc/scsi",          "/proc/timer_list",
            "/proc/timer_stats", "/sys/firmware",       "/sys/devices/virtual/powercap"};
}

std::vector<MemoryMount> memory_mounts() {
    return {
        {scratch_mount, scratch_limit_bytes, memory_mount_entries},
        {shared_memory_mount, shared_memory_limit_bytes, memory_mount_entries, Execution::refused}};
}

std::vector<std::pair<std::string, std::string>> environment(const JobContainer& job) {
    // NVIDIA's runtime, where it is the engine's default, hands out what this variable names, and
    // most CUDA images say "all" in it: only the profile decides.
    constexpr std::string_view gpu_choice = "NVIDIA_VISIBLE_DEVICES";
    constexpr std::string_view driver_parts = "NVIDIA_DRIVER_CAPABILITIES";
    auto env = job.env;
    std::erase_if(env, [&](const auto& variable) {
        return variable.first == gpu_choice || variable.first == driver_parts;
    });
    // The root is read-only and the user has no home: programs that insist on one get /tmp.
    const bool has_home = std::ranges::any_of(env, [](const auto& v) { return v.first == "HOME"; });
    if (!has_home) env.emplace_back("HOME", scratch_mount);
    env.emplace_back(gpu_choice, job.gpu_uuids.empty()
                                     ? std::string("void")
                                     : fmt::format("{}", fmt::join(job.gpu_uuids, ",")));
    if (!job.gpu_uuids.empty()) env.emplace_back(driver_parts, "compute,utility");
    return env;
}

std::vector<std::string> faults_of_users(const EngineFacts& engine) {
    const bool is_root = ::geteuid() == 0;
    if (is_remapped(engine) && !is_root)
        return {
            "the engine remaps users, to whom only root can hand a folder: run the worker as "
            "root"};
    if (is_remapped(engine) && !remapped_root(engine))
        return {fmt::format("the engine remaps users, and its folder {} doesn't tell to whom",
                            engine.data_root)};
    if (is_rootless(engine) && is_root)
        return {
            "the engine is rootless, and serves the user who runs it: run the worker as that "
            "user"};
    return {};
}

std::vector<std::string> faults_of_runtime(const EngineFacts& engine, std::string_view runtime) {
    if (runtime.empty() || std::ranges::find(engine.runtimes, runtime) != engine.runtimes.end())
        return {};
    return {
        fmt::format("the engine has no runtime '{}', but {}: install it and name it in the "
                    "engine's daemon.json, or configure another",
                    runtime, fmt::join(engine.runtimes, ", "))};
}

Result<void> add_gpus(const JobContainer& job, const EngineFacts& engine, ContainerConfig& config) {
    if (job.gpu_uuids.empty()) return {};
    const auto handover = choose_handover(engine, job.gpu_toolkit, job.gpu_uuids);
    if (!handover)
        return fail(ErrorCode::failed_precondition, "{}: {}", handover.error().text,
                    handover.error().remedy);
    config.gpu_uuids = job.gpu_uuids;
    config.gpu_handover = *handover;
    return {};
}

}  // namespace

JobUsers job_users(const EngineFacts& engine) {
    const JobUser own{::geteuid(), ::getegid()};
    if (own.uid != 0) return {is_rootless(engine) ? JobUser{0, 0} : own, own};
    const JobUser inside;
    const auto root = is_remapped(engine) ? remapped_root(engine) : std::nullopt;
    if (!root) return {inside, inside};
    return {inside, {root->uid + inside.uid, root->gid + inside.gid}};
}

Result<ContainerConfig> sealed_container(const JobContainer& job, const EngineFacts& engine) {
    ContainerConfig config;
    config.name = job.name;
    config.labels = job.labels;
    config.image = job.image;
    config.entrypoint = job.entrypoint;
    config.command = job.command;
    config.env = environment(job);
    config.hostname = "carrot";
    const auto user = job_users(engine).inside;
    config.user = fmt::format("{}:{}", user.uid, user.gid);
    if (takes_a_filter(engine)) config.system_calls = system_call_filter();

    if (!job.script_folder.empty()) config.binds.push_back({job.script_folder, script_mount});
    if (!job.inputs_folder.empty()) config.binds.push_back({job.inputs_folder, inputs_mount});
    config.binds.push_back({job.output_folder, output_mount, false});
    config.memory_mounts = TRY(replace_volumes(job.image_volumes));
    std::ranges::copy(memory_mounts(), std::back_inserter(config.memory_mounts));

    config.masked_paths = masked_paths();
    config.memory_bytes = job.memory_gb * gibibyte;
    config.cpus = job.cpus;
    config.pids = pids_limit;
    config.oom_score = oom_score;
    config.resource_limits = {{"nofile", open_files_limit},
                              {"core", 0},
                              {"fsize", static_cast<std::int64_t>(output_limit_bytes)}};
    config.log_file_bytes = log_file_limit_bytes;
    config.init = engine.init;
    config.runtime = job.runtime;
    TRY(add_gpus(job, engine, config));
    return config;
}

std::vector<std::string> missing_protections(const EngineFacts& engine, std::string_view runtime) {
    auto missing = faults_of_users(engine);
    std::ranges::copy(faults_of_runtime(engine, runtime), std::back_inserter(missing));
    const auto filter = std::ranges::find_if(engine.security_options, [](const auto& option) {
        return option.starts_with("name=seccomp");
    });
    if (filter == engine.security_options.end())
        missing.emplace_back("no seccomp filter: the engine or its kernel is built without");
    else if (filter->contains("unconfined"))
        missing.emplace_back(
            "the engine's default seccomp profile is 'unconfined': configure another");
    const auto require = [&](bool there, std::string_view what, std::string_view controller) {
        if (!there)
            missing.push_back(
                fmt::format("no {} limit: mount the cgroup controller '{}'", what, controller));
    };
    require(engine.memory_limit, "memory", "memory");
    require(engine.cpu_limit, "CPU", "cpu");
    require(engine.pids_limit, "process", "pids");
    return missing;
}

std::vector<std::string> weaker_protections(const EngineFacts& engine) {
    std::vector<std::string> weaker;
    if (!engine.swap_limit)
        weaker.emplace_back(
            "no swap limit: a job may use swap beyond its memory (boot with swapaccount=1)");
    if (!engine.init)
        weaker.emplace_back("no init process: zombies stay until the job ends (install tini)");
    if (!takes_a_filter(engine))
        weaker.emplace_back(
            "system calls are filtered by Podman's own list: Carrot's is shorter, and Docker takes "
            "it");
    if (available_output_guard() == OutputGuard::watched)
        weaker.emplace_back(
            "the limit on output is watched, not held by the kernel: run the worker as root");
    return weaker;
}

}  // namespace carrot::sandbox
