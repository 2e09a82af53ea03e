#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "base/posix.hpp"
#include "base/random_name.hpp"
#include "ipfs/detail/node_view.hpp"
#include "ipfs/limits.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {
namespace {

namespace fs = std::filesystem;

// Makes every file and folder anew, by descriptors of the folders above, so that nothing which was
// there before is followed or overwritten.
class TreeWriter {
public:
    TreeWriter(const BlockSource& blocks, const FetchLimits& limits, std::stop_token stop)
        : blocks_(blocks), limits_(limits), stop_(std::move(stop)) {}

    Result<void> write(const Node& node, int parent, const fs::path& name, const fs::path& path,
                       std::size_t depth) {
        if (++entries_ > limits_.entries)
            return fail(ErrorCode::resource_exhausted, "could not fetch {}: more than {} entries",
                        path.string(), limits_.entries);
        switch (node.kind) {
            case NodeKind::file:
                return write_file(node, parent, name, path);
            case NodeKind::directory:
                return write_directory(node, parent, name, path, depth);
            case NodeKind::symlink:
                break;
        }
        return write_symlink(node, parent, name, path);
    }

private:
    Result<void> write_file(const Node& node, int parent, const fs::path& name,
                            const fs::path& path) {
        if (node.size_bytes > limits_.content_bytes - content_bytes_)
            return fail(ErrorCode::resource_exhausted,
                        "could not fetch {}: more than {} bytes in all, the limit that was set",
                        path.string(), limits_.content_bytes);
        content_bytes_ += node.size_bytes;
        FileDescriptor fd(::openat(parent, name.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
        if (!fd.valid()) return system_failure("create", path);
        auto reader = TRY(FileReader::open(blocks_, node.cid));
        for (;;) {
            if (stop_.stop_requested()) return fail(ErrorCode::cancelled, "fetching was stopped");
            const auto piece = TRY(reader.next());
            if (piece.empty()) break;
            if (!write_all(fd.get(), piece)) return system_failure("write", path);
        }
        if (fd.close() != 0) return system_failure("write", path);
        return {};
    }

    Result<void> write_directory(const Node& node, int parent, const fs::path& name,
                                 const fs::path& path, std::size_t depth) {
        if (depth == max_path_segments)
            return fail(ErrorCode::corrupt_data,
                        "could not fetch {}: directories nest deeper than {} levels", path.string(),
                        max_path_segments);
        if (::mkdirat(parent, name.c_str(), 0755) != 0)
            return system_failure("create folder", path);
        FileDescriptor fd(
            ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!fd.valid()) return system_failure("open folder", path);
        const auto entries = TRY(list_directory(blocks_, node.cid));
        for (const auto& entry : entries) {
            const auto child = TRY(resolve(blocks_, entry.cid));
            TRY(write(child, fd.get(), entry.name, path / entry.name, depth + 1));
        }
        return {};
    }

    Result<void> write_symlink(const Node& node, int parent, const fs::path& name,
                               const fs::path& path) {
        if (limits_.symlinks == Symlinks::refuse)
            return fail(ErrorCode::invalid_argument,
                        "could not fetch {}: it is a symbolic link; have links kept to get it",
                        path.string());
        const auto view = TRY(blocks_.get_node(node.cid));
        const std::string target(as_text(view->unixfs.data));
        if (target.empty() || target.size() >= max_path_bytes || target.contains('\0'))
            return fail(ErrorCode::corrupt_data, "could not fetch {}: the link leads to no path",
                        path.string());
        if (::symlinkat(target.c_str(), parent, name.c_str()) != 0)
            return system_failure("create link", path);
        return {};
    }

    const BlockSource& blocks_;
    const FetchLimits& limits_;
    std::stop_token stop_;
    std::size_t entries_ = 0;
    std::uint64_t content_bytes_ = 0;
};

}  // namespace

Result<void> fetch_to(const BlockSource& blocks, const ContentPath& path,
                      const fs::path& destination, const FetchLimits& limits,
                      std::stop_token stop) {
    const auto node = TRY(resolve(blocks, path));
    std::error_code ignored;
    if (fs::symlink_status(destination, ignored).type() != fs::file_type::not_found)
        return fail(ErrorCode::already_exists,
                    "could not fetch to {}: it exists; remove it or choose another name",
                    destination.string());
    const auto partial = partial_path(destination);
    auto done =
        TreeWriter(blocks, limits, std::move(stop)).write(node, AT_FDCWD, partial, destination, 0);
    if (done && ::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, destination.c_str(),
                            RENAME_NOREPLACE) != 0)
        done = system_failure("create", destination);
    if (!done) fs::remove_all(partial, ignored);
    return done;
}

}  // namespace carrot::ipfs
