#include "sandbox/profile.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "sandbox/output_folder.hpp"

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
    constexpr std::array mounts = {script_mount, inputs_mount, output_mount, scratch_mount};
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
        if (!plain || std::ranges::any_of(
                          sealed, [&](std::string_view mount) { return lies_over(volume, mount); }))
            return fail(ErrorCode::failed_precondition,
                        "could not seal the container: its image declares the volume {:?}, which "
                        "must stay closed: use an image without it",
                        volume);
        mounts.push_back({volume, image_volume_limit_bytes});
    }
    if (mounts.size() > image_volumes_limit)
        return fail(ErrorCode::failed_precondition,
                    "could not seal the container: its image declares {} volumes, {} are allowed",
                    mounts.size(), image_volumes_limit);
    return mounts;
}

std::vector<std::pair<std::string, std::string>> environment(const JobContainer& job) {
    // NVIDIA's runtime, where it is the engine's default, hands out what this variable names, and
    // most CUDA images say "all" in it: only the profile decides.
    constexpr std::string_view gpu_choice = "NVIDIA_VISIBLE_DEVICES";
    auto env = job.env;
    std::erase_if(env, [&](const auto& variable) { return variable.first == gpu_choice; });
    // The root is read-only and the user has no home: programs that insist on one get /tmp.
    const bool has_home = std::ranges::any_of(env, [](const auto& v) { return v.first == "HOME"; });
    if (!has_home) env.emplace_back("HOME", scratch_mount);
    env.emplace_back(gpu_choice, job.gpu_uuids.empty()
                                     ? std::string("void")
                                     : fmt::format("{}", fmt::join(job.gpu_uuids, ",")));
    return env;
}

}  // namespace

Result<ContainerConfig> sealed_container(const JobContainer& job, const EngineFacts& engine) {
    ContainerConfig config;
    config.name = job.name;
    config.labels = job.labels;
    config.image = job.image;
    config.entrypoint = job.entrypoint;
    config.command = job.command;
    config.env = environment(job);
    config.hostname = "carrot";
    config.user = fmt::format("{}:{}", job.user.uid, job.user.gid);

    if (!job.script_folder.empty()) config.binds.push_back({job.script_folder, script_mount});
    if (!job.inputs_folder.empty()) config.binds.push_back({job.inputs_folder, inputs_mount});
    config.binds.push_back({job.output_folder, output_mount, false});
    config.memory_mounts = TRY(replace_volumes(job.image_volumes));
    config.memory_mounts.push_back({scratch_mount, scratch_limit_bytes});
    config.shared_memory_bytes = shared_memory_limit_bytes;

    config.memory_bytes = job.memory_gb * gibibyte;
    config.cpus = job.cpus;
    config.pids = pids_limit;
    config.resource_limits = {{"nofile", open_files_limit},
                              {"core", 0},
                              {"fsize", static_cast<std::int64_t>(output_limit_bytes)}};
    config.log_file_bytes = log_file_limit_bytes;
    config.init = engine.init;
    config.runtime = job.runtime;
    config.gpu_uuids = job.gpu_uuids;
    return config;
}

std::vector<std::string> missing_protections(const EngineFacts& engine) {
    std::vector<std::string> missing;
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
    if (available_output_guard() == OutputGuard::watched)
        weaker.emplace_back(
            "the limit on output is watched, not held by the kernel: run the worker as root");
    return weaker;
}

}  // namespace carrot::sandbox
