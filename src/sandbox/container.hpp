// What a container engine is told, and what it tells, in words that fit Docker and Podman alike.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace carrot::sandbox {

using Labels = std::map<std::string, std::string>;

/// The engine's own name for a container: 64 hex digits.
struct ContainerId {
    std::string value;
    bool operator==(const ContainerId&) const = default;
};

/// A host folder or file seen inside the container.
struct BindMount {
    std::filesystem::path source;  ///< absolute
    std::string target;            ///< absolute, inside
    bool read_only = true;
};

enum class Execution { allowed, refused };

/// A file system in memory; what it holds counts against the container's memory.
struct MemoryMount {
    std::string target;
    std::uint64_t size_bytes = 0;
    std::uint64_t entries = 0;  ///< files and folders, its own folder among them
    Execution execution = Execution::allowed;
};

struct ResourceLimit {
    std::string name;  ///< as in setrlimit(2), small letters: "nofile"
    std::int64_t value = 0;
};

/// How an engine is asked for NVIDIA cards; gpu_handover.hpp decides.
enum class GpuHandover : std::uint8_t {
    device_request,  ///< Docker's, which NVIDIA's runtime hook answers
    cdi,             ///< the Container Device Interface
};

/// Everything that decides what a container may do. Only profile.cpp fills one in for a job.
struct ContainerConfig {
    std::string name;  ///< unique in the engine
    Labels labels;

    std::string image;
    std::optional<std::vector<std::string>> entrypoint;  ///< none: the image's own
    std::vector<std::string> command;                    ///< empty: the image's own
    std::vector<std::pair<std::string, std::string>> env;
    std::string working_directory;  ///< empty: the image's own
    std::string hostname;
    std::string user;  ///< "uid:gid", numbers

    std::vector<BindMount> binds;
    std::vector<MemoryMount> memory_mounts;

    std::vector<std::string> masked_paths;  ///< seen empty; none: those that the engine masks

    /// A filter of system calls in Docker's form; empty: the engine's own.
    std::string system_calls;
    std::uint64_t memory_bytes = 0;  ///< memory and swap together: no swap beyond it
    std::uint32_t cpus = 0;
    std::uint32_t pids = 0;
    int oom_score = 0;  ///< -1000 … 1000, as in proc(5): who is killed first when memory is short
    std::vector<ResourceLimit> resource_limits;
    std::uint64_t log_file_bytes = 0;  ///< a log file that the engine keeps; it keeps two

    bool init = false;                   ///< a small first process that reaps the others
    std::string runtime;                 ///< an OCI runtime that the engine knows; empty: its own
    std::vector<std::string> gpu_uuids;  ///< NVIDIA devices handed in; no others
    GpuHandover gpu_handover = GpuHandover::device_request;
};

enum class ContainerStatus { created, running, exited };

struct ContainerState {
    ContainerId id;
    ContainerStatus status = ContainerStatus::created;
    int exit_status = 0;  ///< 128 + signal number when a signal ended it
    bool out_of_memory = false;
    TimePoint started_at;   ///< the engine's clock; the epoch before the start
    TimePoint finished_at;  ///< the epoch before the end
    std::string image_id;   ///< "sha256:…"
    Labels labels;
};

struct Image {
    std::string id;                    ///< "sha256:…" of its configuration
    std::vector<std::string> tags;     ///< "name:tag", in the engine's short form
    std::vector<std::string> digests;  ///< "name@sha256:…" as registries know it
    std::vector<std::string> volumes;  ///< paths that the image declares as volumes
    std::uint64_t size_bytes = 0;
};

/// What the engine says of itself; missing_protections() in profile.hpp judges it.
struct EngineFacts {
    std::string name;  ///< "Docker", "Podman"
    std::string version;
    std::string api_version;
    std::string operating_system;
    std::string storage_driver;
    std::string data_root;  ///< the folder in which the engine keeps everything
    std::string cgroup_version;
    std::vector<std::string> runtimes;
    std::vector<std::string> security_options;  ///< for example "name=seccomp,profile=default"
    bool memory_limit = false;
    bool swap_limit = false;
    bool cpu_limit = false;
    bool pids_limit = false;
    bool init = false;                       ///< has a binary for ContainerConfig::init
    std::vector<std::string> cdi_spec_dirs;  ///< empty: Docker's CDI is off, or Podman does not say
    std::vector<std::string> cdi_devices;    ///< "nvidia.com/gpu=GPU-…", from API 1.50 on
};

}  // namespace carrot::sandbox
