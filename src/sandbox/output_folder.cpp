#include "sandbox/output_folder.hpp"

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <ranges>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/posix.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;

/// The fifth field of a line of /proc/self/mountinfo, with its octal escapes undone (proc(5)).
std::string mount_point_of(std::string_view line) {
    for (int field = 0; field < 4; ++field)
        line.remove_prefix(std::min(line.size(), line.find(' ') + 1));
    const auto escaped = line.substr(0, line.find(' '));
    std::string path;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] == '\\' && i + 3 < escaped.size()) {
            path += static_cast<char>((escaped[i + 1] - '0') * 64 + (escaped[i + 2] - '0') * 8 +
                                      (escaped[i + 3] - '0'));
            i += 3;
        } else {
            path += escaped[i];
        }
    }
    return path;
}

/// In the order in which they were mounted.
std::vector<std::string> mount_points() {
    std::vector<std::string> points;
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);)
        points.push_back(mount_point_of(line));
    return points;
}

bool is_mount_point(const fs::path& folder) {
    const auto points = mount_points();
    return std::ranges::find(points, folder.string()) != points.end();
}

/// One inode is the folder's own.
std::string mount_options(const OutputLimits& limits) {
    return fmt::format("size={},nr_inodes={},mode=0700,uid={},gid={}", limits.content_bytes,
                       limits.entries + 1, available_job_user().uid, available_job_user().gid);
}

}  // namespace

OutputGuard available_output_guard() {
    return ::geteuid() == 0 ? OutputGuard::kernel : OutputGuard::watched;
}

JobUser available_job_user() {
    if (::geteuid() == 0) return {};
    return {::geteuid(), ::getegid()};
}

Result<OutputGuard> create_output_folder(const fs::path& folder, const OutputLimits& limits) {
    if (::mkdir(folder.c_str(), 0700) != 0) return system_failure("create folder", folder);
    if (available_output_guard() == OutputGuard::watched) return OutputGuard::watched;
    if (::mount("carrot-output", folder.c_str(), "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
                mount_options(limits).c_str()) != 0) {
        const auto failure = system_failure("mount a file system at", folder);
        ::rmdir(folder.c_str());
        return failure;
    }
    return OutputGuard::kernel;
}

bool output_folder_survives(const fs::path& folder, OutputGuard guard) {
    std::error_code error;
    if (guard == OutputGuard::kernel) return is_mount_point(folder);
    return fs::is_directory(folder, error);
}

OutputUsage output_usage(const fs::path& folder, std::size_t entries_limit) {
    OutputUsage usage;
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(
        folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (++usage.entries > entries_limit) break;
        struct stat status{};
        if (::lstat(entry->path().c_str(), &status) == 0)
            usage.content_bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
    }
    return usage;
}

Result<void> remove_output_folder(const fs::path& folder) {
    TRY(unmount_below(folder));
    std::error_code error;
    fs::remove_all(folder, error);
    if (error) return system_failure("remove folder", folder, error.value());
    return {};
}

Result<void> unmount_below(const fs::path& folder) {
    const auto prefix = folder.string() + '/';
    auto points = mount_points();
    for (const auto& point : points | std::views::reverse) {
        if (point != folder.string() && !point.starts_with(prefix)) continue;
        if (::umount2(point.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) != 0 && errno != EINVAL)
            return system_failure("unmount", point);
    }
    return {};
}

}  // namespace carrot::sandbox
