// The one security profile. Every job's container gets exactly this; nothing else in Carrot decides
// what a job may do.
//
//   network          none, but its own loopback
//   user             unprivileged (65532:65532), without capabilities, and no way to gain any
//   (no-new-privileges) system calls     the engine's default seccomp filter; an engine without one
//   is refused files            everything read-only, but /output and /tmp, both limited in size
//   memory           memoryGb, no swap; /output, /tmp and shared memory count as memory
//   CPUs, processes  cpus; 256 pids; 4,096 open files a process; no core dumps
//   devices          none but the job's GPU; /proc and /sys masked as the engine masks them
//   engine's log     two files of 16 MiB
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "sandbox/container.hpp"

namespace carrot::sandbox {

/// Numbers only: no image needs to know them.
struct JobUser {
    std::uint32_t uid = 65532;
    std::uint32_t gid = 65532;
};
inline constexpr std::uint32_t pids_limit = 256;
inline constexpr std::int64_t open_files_limit = 4096;
inline constexpr std::uint64_t output_limit_bytes = std::uint64_t{1} << 30;
inline constexpr std::size_t output_limit_entries = 10'000;
inline constexpr std::uint64_t scratch_limit_bytes = std::uint64_t{1} << 30;  ///< /tmp
inline constexpr std::uint64_t shared_memory_limit_bytes = std::uint64_t{64} << 20;
inline constexpr std::uint64_t log_file_limit_bytes = std::uint64_t{16} << 20;

/// Where a job finds its things.
inline constexpr const char* script_mount = "/job";
inline constexpr const char* inputs_mount = "/inputs";
inline constexpr const char* output_mount = "/output";
inline constexpr const char* scratch_mount = "/tmp";

/// What one job's container has of its own.
struct JobContainer {
    std::string name;
    Labels labels;
    std::string image;                                   ///< an id or a reference
    std::vector<std::string> image_volumes;              ///< as the image declares them
    std::optional<std::vector<std::string>> entrypoint;  ///< none: the image's own
    std::vector<std::string> command;                    ///< empty: the image's own
    std::vector<std::pair<std::string, std::string>> env;
    std::filesystem::path script_folder;  ///< absolute; empty when there is no script
    std::filesystem::path inputs_folder;  ///< absolute; empty when there are none
    std::filesystem::path output_folder;  ///< absolute, from create_output_folder()
    JobUser user;                         ///< from available_job_user()
    std::uint32_t memory_gb = 2;
    std::uint32_t cpus = 2;
    std::vector<std::string> gpu_uuids;
    std::string runtime;
};

/// The profile applied. `engine` decides only whether there is an init process: what else it lacks,
/// missing_protections() has refused. Volumes that the image declares become size-limited memory,
/// because an engine would make them writable and unlimited: failed_precondition when there are
/// more than 16, or one of them lies over the profile's own mounts.
Result<ContainerConfig> sealed_container(const JobContainer& job, const EngineFacts& engine);

/// Protections that this engine can't give, each as one line for people. A job must not run unless
/// it is empty.
std::vector<std::string> missing_protections(const EngineFacts& engine);

/// What is weaker than the profile says but does not open the sandbox: no limit on swap, no init
/// process, an output that this process can only watch.
std::vector<std::string> weaker_protections(const EngineFacts& engine);

}  // namespace carrot::sandbox
