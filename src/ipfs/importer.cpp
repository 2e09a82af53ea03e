#include "ipfs/importer.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>

#include "base/posix.hpp"
#include "ipfs/detail/block_sink.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/directory_builder.hpp"
#include "ipfs/detail/file_builder.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t read_bytes = 1024 * 1024;

Result<void> check(const UnixFsProfile& profile) {
    const bool good = profile.chunk_bytes >= 1 && profile.chunk_bytes <= 1024 * 1024 &&
                      profile.max_links >= 2 && profile.max_links <= 1024 &&
                      profile.shard_threshold_bytes <= 1024 * 1024 &&
                      (profile.cid_version == CidVersion::v1 || profile.leaves == Leaves::dag_pb);
    if (!good) return fail(ErrorCode::invalid_argument, "the UnixFS profile is out of range");
    return {};
}

// Walks a tree by file descriptors and never follows a symbolic link, so that a job which swaps a
// folder for a link while it is added can't lead outside.
class TreeImporter {
public:
    TreeImporter(BlockSink& blocks, const AddOptions& options, std::stop_token stop)
        : blocks_(blocks), options_(options), stop_(std::move(stop)) {}

    Result<Subtree> add(const AddSource& source) {
        if (const auto* path = std::get_if<fs::path>(&source))
            return add_entry(AT_FDCWD, *path, *path, 0);
        if (const auto* bytes = std::get_if<ByteSource>(&source)) return stream(*bytes);
        return add_made_directory(std::get<std::vector<NamedSource>>(source));
    }

    Result<Subtree> add_file(int parent, const fs::path& name, const fs::path& path) {
        FileDescriptor fd(
            ::openat(parent, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (!fd.valid() && errno == ELOOP)
            return refuse(path, "a symbolic link; have links kept, or add what it leads to");
        if (!fd.valid()) return system_failure("open", path);
        struct stat status{};
        if (::fstat(fd.get(), &status) != 0) return system_failure("inspect", path);
        if (!S_ISREG(status.st_mode)) return refuse(path, "not a regular file");
        return stream(bytes_of_file(fd.get(), path));
    }

    Result<Subtree> add_directory(int parent, const fs::path& name, const fs::path& path,
                                  std::size_t depth) {
        if (depth > max_path_segments)
            return fail(ErrorCode::invalid_argument,
                        "could not add {}: folders nest deeper than {} levels", path.string(),
                        max_path_segments);
        FileDescriptor fd(
            ::openat(parent, name.c_str(), O_RDONLY | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC));
        if (!fd.valid()) return system_failure("open folder", path);
        const auto names = TRY(entries(fd.get(), path));
        DirectoryBuilder directory(blocks_, options_.profile);
        for (const auto& entry : names) {
            auto subtree = TRY(add_entry(fd.get(), entry, path / entry, depth + 1));
            TRY(with_context(directory.add(entry, std::move(subtree)), path.string()));
        }
        return with_context(directory.finish(), path.string());
    }

private:
    Result<Subtree> add_made_directory(const std::vector<NamedSource>& entries) {
        DirectoryBuilder directory(blocks_, options_.profile);
        std::set<std::string_view> names;
        for (const auto& [name, content] : entries) {
            if (!names.insert(name).second)
                return fail(ErrorCode::invalid_argument,
                            "could not add two things as '{}' to one folder: rename one", name);
            const auto* path = std::get_if<fs::path>(&content);
            auto subtree = TRY(path != nullptr ? add_entry(AT_FDCWD, *path, *path, 1)
                                               : stream(std::get<ByteSource>(content)));
            TRY(directory.add(name, std::move(subtree)));
        }
        return directory.finish();
    }

    static std::unexpected<Error> refuse(const fs::path& path, std::string_view reason) {
        return fail(ErrorCode::invalid_argument, "could not add {}: it is {}", path.string(),
                    reason);
    }

    Result<void> check_stop() const {
        if (stop_.stop_requested()) return fail(ErrorCode::cancelled, "adding was stopped");
        return {};
    }

    Result<Subtree> add_entry(int parent, const fs::path& name, const fs::path& path,
                              std::size_t depth) {
        struct stat status{};
        if (::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            return system_failure("inspect", path);
        if (S_ISDIR(status.st_mode)) return add_directory(parent, name, path, depth);
        if (S_ISLNK(status.st_mode) && options_.symlinks == Symlinks::keep)
            return add_symlink(parent, name, path);
        return add_file(parent, name, path);
    }

    Result<Subtree> stream(const ByteSource& bytes) {
        FileBuilder file(blocks_, options_.profile);
        buffer_.resize(read_bytes);
        for (;;) {
            TRY(check_stop());
            const auto count = TRY(bytes(buffer_));
            if (count == 0) break;
            TRY(file.write(BytesView(buffer_).first(count)));
            so_far_.content_bytes += count;
            if (options_.progress) options_.progress(so_far_);
        }
        ++so_far_.files;
        return file.finish();
    }

    Result<Subtree> add_symlink(int parent, const fs::path& name, const fs::path& path) {
        Bytes target(max_path_bytes);
        const auto size = ::readlinkat(parent, name.c_str(), reinterpret_cast<char*>(target.data()),
                                       target.size());
        if (size < 0) return system_failure("read link", path);
        target.resize(static_cast<std::size_t>(size));
        const auto block =
            encode_pb_node({}, encode_unixfs({.type = UnixFsType::symlink, .data = target}));
        auto cid = TRY(blocks_.put(Codec::dag_pb, block, options_.profile.cid_version));
        return Subtree{std::move(cid), 0, block.size()};
    }

    Result<std::vector<std::string>> entries(int fd, const fs::path& path) {
        const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);  // closedir() closes what it was given
        std::unique_ptr<DIR, int (*)(DIR*)> stream(copy < 0 ? nullptr : ::fdopendir(copy),
                                                   &::closedir);
        if (!stream) return system_failure("list folder", path);
        std::vector<std::string> names;
        for (;;) {
            TRY(check_stop());
            errno = 0;
            const auto* entry = ::readdir(stream.get());
            if (entry == nullptr && errno != 0) return system_failure("list folder", path);
            if (entry == nullptr) break;
            const std::string_view name = entry->d_name;
            if (name == "." || name == "..") continue;
            if (names.size() == max_directory_entries)
                return fail(ErrorCode::invalid_argument,
                            "could not add {}: it has more than {} entries", path.string(),
                            max_directory_entries);
            names.emplace_back(name);
        }
        std::ranges::sort(names);
        return names;
    }

    BlockSink& blocks_;
    const AddOptions& options_;
    std::stop_token stop_;
    Bytes buffer_;
    AddProgress so_far_;
};

template <class Build>
Result<Added> add(BlockStore& store, const AddOptions& options, Build build) {
    TRY(check(options.profile));
    auto batch = store.begin();
    BatchSink blocks(batch);
    auto root = TRY(build(blocks));
    TRY(batch.commit());
    return Added{std::move(root.cid), root.content_bytes, batch.hold()};
}

}  // namespace

Result<Added> add_bytes(BlockStore& store, BytesView content, const AddOptions& options) {
    return add(store, options, [&](BlockSink& blocks) -> Result<Subtree> {
        FileBuilder file(blocks, options.profile);
        TRY(file.write(content));
        return file.finish();
    });
}

Result<Added> add_file(BlockStore& store, const fs::path& file, const AddOptions& options,
                       std::stop_token stop) {
    return add(store, options, [&](BlockSink& blocks) {
        return TreeImporter(blocks, options, stop).add_file(AT_FDCWD, file, file);
    });
}

Result<Added> add_directory(BlockStore& store, const fs::path& directory, const AddOptions& options,
                            std::stop_token stop) {
    return add(store, options, [&](BlockSink& blocks) {
        return TreeImporter(blocks, options, stop).add_directory(AT_FDCWD, directory, directory, 0);
    });
}

Result<Added> add_source(BlockStore& store, const AddSource& source, const AddOptions& options,
                         std::stop_token stop) {
    return add(store, options,
               [&](BlockSink& blocks) { return TreeImporter(blocks, options, stop).add(source); });
}

Result<Added> hash_source(const AddSource& source, const AddOptions& options,
                          std::stop_token stop) {
    TRY(check(options.profile));
    HashSink nowhere;
    auto root = TRY(TreeImporter(nowhere, options, std::move(stop)).add(source));
    return Added{std::move(root.cid), root.content_bytes};
}

}  // namespace carrot::ipfs
