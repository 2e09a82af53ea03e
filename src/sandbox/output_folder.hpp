// The folder on the host that a container has as /output. It must outlive the container, so that
// the output can be read, and must not grow past its limits while it is written.
//
// With root's rights it is a file system of its own in memory, which the kernel keeps within the
// limits: a job that exceeds them gets ENOSPC. Without them it is an ordinary folder, and whoever
// runs the job has to watch output_usage() and end the job.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "sandbox/profile.hpp"

namespace carrot::sandbox {

struct OutputLimits {
    std::uint64_t content_bytes = 0;
    std::size_t entries = 0;  ///< files and folders, without the output folder itself
};

enum class OutputGuard {
    kernel,   ///< can't be exceeded
    watched,  ///< must be watched
};

/// Which guard this process can put up.
OutputGuard available_output_guard();

/// Makes the folder, empty and writable for `owner`, who is JobUsers::on_host. already_exists when
/// it is there, resource_exhausted on a full disk.
Result<OutputGuard> create_output_folder(const std::filesystem::path& folder,
                                         const OutputLimits& limits, const JobUser& owner);

/// Whether the folder still holds what a container wrote: a restart of the machine empties one that
/// was kept in memory.
bool output_folder_survives(const std::filesystem::path& folder, OutputGuard guard);

struct OutputUsage {
    std::uint64_t content_bytes = 0;
    std::size_t entries = 0;
};

/// Counts without following links while a job writes, and stops at one more than `entries_limit`.
/// What can't be counted, a folder closed to its owner or nested beyond PATH_MAX, counts as that.
OutputUsage output_usage(const std::filesystem::path& folder, std::size_t entries_limit);

/// Unmounts and removes it. Success also when it does not exist.
Result<void> remove_output_folder(const std::filesystem::path& folder);

/// Removes a folder that a stranger has filled and nobody writes any more: however deeply nested,
/// and whatever permissions its folders have been left with. Success also when it does not exist.
Result<void> remove_tree(const std::filesystem::path& folder);

/// Unmounts everything that is mounted at or below `folder`, so that it can be removed.
Result<void> unmount_below(const std::filesystem::path& folder);

}  // namespace carrot::sandbox
