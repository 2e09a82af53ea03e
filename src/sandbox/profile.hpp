// The one security profile. Every job's container gets exactly this; nothing else in Carrot decides
// what a job may do.
//
//   network          none, but its own loopback
//   user             unprivileged (65532:65532), without capabilities, and no way to gain any
//                    (no-new-privileges); where the engine remaps users, nobody on the host either
//   system calls     an allow-list (system_calls.hpp); an engine without seccomp is refused
//   namespaces       its own, all of them; none may be made or entered
//   files            everything read-only, but /output, /tmp and /dev/shm, which are limited in
//                    bytes and in entries
//   memory           memoryGb, no swap; /output, /tmp and /dev/shm count as memory; when the
//   machine
//                    itself runs short, jobs are killed before the owner's programs
//   CPUs, processes  cpus; 256 pids; 4,096 open files a process; no core dumps
//   devices          none but the job's GPU; of /proc and /sys, what tells of the machine is masked
//                    and what sets something can't be written
//   engine's log     two files of 16 MiB
//
// What the engine made of it is read back before anything starts (detail/created_check.hpp). Time,
// and what is handed out of /output, are the worker's to limit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "sandbox/container.hpp"
#include "sandbox/gpu_handover.hpp"

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
inline constexpr std::uint64_t memory_mount_entries = 100'000;  ///< of /tmp and the like, each
inline constexpr std::uint64_t shared_memory_limit_bytes = std::uint64_t{64} << 20;
inline constexpr std::uint64_t log_file_limit_bytes = std::uint64_t{16} << 20;

/// Of 1000: a job is taken for twice as large as it is, against programs that ask for nothing.
inline constexpr int oom_score = 500;

/// Where a job finds its things.
inline constexpr const char* script_mount = "/job";
inline constexpr const char* inputs_mount = "/inputs";
inline constexpr const char* output_mount = "/output";
inline constexpr const char* scratch_mount = "/tmp";
inline constexpr const char* shared_memory_mount = "/dev/shm";

/// Who a job is, in its container's numbers and in this host's.
struct JobUsers {
    JobUser inside;
    JobUser on_host;
};

/// The profile's user, remapped where the engine remaps. Without root's rights it is this process's
/// own, which alone can remove what it wrote; in a rootless engine's numbers that is 0.
JobUsers job_users(const EngineFacts& engine);

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
    std::uint32_t memory_gb = 2;
    std::uint32_t cpus = 2;
    std::vector<std::string> gpu_uuids;
    GpuToolkit gpu_toolkit;  ///< from read_gpu_toolkit(), where there are GPUs
    std::string runtime;
};

/// The profile applied. `engine` decides whether there is an init process, whose numbers users
/// have, and whether it takes a filter of system calls: what else it lacks, missing_protections()
/// has refused. Volumes that the image declares become size-limited memory, because an engine would
/// make them writable and unlimited: failed_precondition when there are more than 16, or one of
/// them lies over the profile's own mounts; and when the engine can't hand over a GPU that the job
/// has.
Result<ContainerConfig> sealed_container(const JobContainer& job, const EngineFacts& engine);

/// Protections that this engine can't give, each as one line for people; `runtime`, where one is
/// configured, is such a protection. A job must not run unless it is empty.
std::vector<std::string> missing_protections(const EngineFacts& engine,
                                             std::string_view runtime = {});

/// What is weaker than the profile says but does not open the sandbox: no limit on swap, no init
/// process, an output that this process can only watch, the engine's own filter of system calls.
std::vector<std::string> weaker_protections(const EngineFacts& engine);

}  // namespace carrot::sandbox
