#include "sandbox/output_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
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

struct CloseListing {
    void operator()(DIR* listing) const { ::closedir(listing); }
};
using Listing = std::unique_ptr<DIR, CloseListing>;

/// Null with errno set when it can't be listed.
Listing open_listing(FileDescriptor folder) {
    Listing listing(folder.valid() ? ::fdopendir(folder.get()) : nullptr);
    if (listing) folder.release();
    return listing;
}

/// Null at the end.
const dirent* next_entry(DIR* listing) {
    const dirent* entry = nullptr;
    do {
        entry = ::readdir(listing);
    } while (entry != nullptr &&
             (std::string_view(entry->d_name) == "." || std::string_view(entry->d_name) == ".."));
    return entry;
}

/// Opens a folder below another, where a running job may put links in the way.
FileDescriptor open_below(int root, const std::string& path) {
    open_how how{};
    how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
    return FileDescriptor(
        static_cast<int>(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how)));
}

/// Moves a folder's folders up to the root and removes the rest, so that depth costs nothing.
/// False with errno set.
bool empty_into(int root, const char* name, std::size_t& moved_count) {
    if (::fchmodat(root, name, 0700, 0) != 0) return false;
    const auto listing = open_listing(
        FileDescriptor(::openat(root, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
    if (!listing) return false;
    const int folder = ::dirfd(listing.get());
    while (const auto* entry = next_entry(listing.get())) {
        if (::unlinkat(folder, entry->d_name, 0) == 0) continue;
        if (errno != EISDIR && errno != EPERM) return false;
        const auto moved = fmt::format(".carrot-removal-{}-{}", ::getpid(), ++moved_count);
        if (::fchmodat(folder, entry->d_name, 0700, 0) != 0 ||
            ::renameat(folder, entry->d_name, root, moved.c_str()) != 0)
            return false;
    }
    return true;
}

/// False with errno set.
bool remove_content(int root) {
    std::size_t moved_count = 0;
    for (bool found = true; found;) {
        found = false;
        const auto listing =
            open_listing(FileDescriptor(::openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
        if (!listing) return false;
        while (const auto* entry = next_entry(listing.get())) {
            found = true;
            if (::unlinkat(root, entry->d_name, 0) == 0) continue;
            if (errno != EISDIR && errno != EPERM) return false;
            if (!empty_into(root, entry->d_name, moved_count)) return false;
            if (::unlinkat(root, entry->d_name, AT_REMOVEDIR) != 0) return false;
        }
    }
    return true;
}

/// One inode is the folder's own.
std::string mount_options(const OutputLimits& limits, const JobUser& owner) {
    return fmt::format("size={},nr_inodes={},mode=0700,uid={},gid={}", limits.content_bytes,
                       limits.entries + 1, owner.uid, owner.gid);
}

}  // namespace

OutputGuard available_output_guard() {
    return ::geteuid() == 0 ? OutputGuard::kernel : OutputGuard::watched;
}

Result<OutputGuard> create_output_folder(const fs::path& folder, const OutputLimits& limits,
                                         const JobUser& owner) {
    if (::mkdir(folder.c_str(), 0700) != 0) return system_failure("create folder", folder);
    if (available_output_guard() == OutputGuard::watched) return OutputGuard::watched;
    if (::mount("carrot-output", folder.c_str(), "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
                mount_options(limits, owner).c_str()) != 0) {
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
    const auto too_much = [&] {
        usage.entries = entries_limit + 1;
        return usage;
    };
    FileDescriptor root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    std::vector<std::string> left = {"."};
    while (!left.empty()) {
        const auto path = std::move(left.back());
        left.pop_back();
        const auto listing = open_listing(open_below(root.get(), path));
        if (!listing && errno == ENOENT) continue;  // removed since it was seen
        if (!listing) return too_much();
        while (const auto* entry = next_entry(listing.get())) {
            if (++usage.entries > entries_limit) return usage;
            struct stat status{};
            if (::fstatat(::dirfd(listing.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
                continue;
            usage.content_bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
            if (S_ISDIR(status.st_mode)) left.push_back(path + '/' + entry->d_name);
        }
    }
    return usage;
}

Result<void> remove_output_folder(const fs::path& folder) {
    TRY(unmount_below(folder));
    return remove_tree(folder);
}

Result<void> remove_tree(const fs::path& folder) {
    const auto remove = [&]() -> bool {
        FileDescriptor root(
            ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!root.valid()) return errno == ENOENT;
        return remove_content(root.get()) && ::rmdir(folder.c_str()) == 0;
    };
    if (::chmod(folder.c_str(), 0700) != 0 && errno == ENOENT) return {};
    if (!remove()) return system_failure("remove folder", folder);
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
