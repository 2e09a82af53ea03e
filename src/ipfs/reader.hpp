// From blocks back to files: resolve a path, list a directory, stream a file's bytes, write a tree
// to disk. Every block is checked against its CID and every node against the limits, so the DAG may
// come from anybody.
#pragma once

#include <filesystem>
#include <limits>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/shared_bytes.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/content_path.hpp"
#include "ipfs/limits.hpp"
#include "ipfs/symlinks.hpp"

namespace carrot::ipfs {

enum class NodeKind { file, directory, symlink };

struct Node {
    Cid cid;
    NodeKind kind = NodeKind::file;
    std::uint64_t size_bytes = 0;  ///< of a file's content, as its root declares; 0 otherwise
};

struct DirectoryEntry {
    std::string name;  ///< UTF-8, 1 … 255 bytes, no "/", NUL, "." or ".."
    Cid cid;
    std::uint64_t dag_size_bytes = 0;  ///< with the blocks' overhead, as the link declares
};

/// Follows the path. not_found names the segment that is missing.
Result<Node> resolve(const BlockSource& blocks, const ContentPath& path);

/// As resolve(), with the CID of each segment on the way, the root first.
Result<std::vector<Node>> resolve_all(const BlockSource& blocks, const ContentPath& path);

/// The entries in the order of their names' bytes. A directory whose names break the rules of
/// DirectoryEntry, or repeat, is corrupt_data.
Result<std::vector<DirectoryEntry>> list_directory(const BlockSource& blocks, const Cid& directory);

/// Streams a file's bytes block by block; holds one path of the tree at a time. The BlockSource
/// must outlive it.
class FileReader {
public:
    /// `file` is a file's root, or any raw block. A range that starts past the end is empty.
    static Result<FileReader> open(const BlockSource& blocks, const Cid& file,
                                   ByteRange range = {});
    FileReader(FileReader&&) noexcept;
    FileReader& operator=(FileReader&&) noexcept;
    ~FileReader();

    /// The whole file's size.
    std::uint64_t size_bytes() const;

    /// The next piece, at most `max_block_bytes`; empty at the end.
    Result<SharedBytes> next();

private:
    struct Impl;
    explicit FileReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// A whole file; resource_exhausted when it is larger than `limit_bytes`.
Result<Bytes> read_content(const BlockSource& blocks, const ContentPath& path,
                           std::size_t limit_bytes);

struct FetchLimits {
    std::uint64_t content_bytes = std::uint64_t{16} << 30;
    std::size_t entries = max_directory_entries;
    Symlinks symlinks = Symlinks::refuse;
};

/// Writes a file or a directory tree to `destination`, which must not exist. Nothing is written
/// outside it. A tree that holds a symbolic link is refused unless links are kept: they are then
/// made as they are, and may lead anywhere. The tree grows under another name beside it and is
/// renamed when whole; files are not synced.
Result<void> fetch_to(const BlockSource& blocks, const ContentPath& path,
                      const std::filesystem::path& destination, const FetchLimits& limits = {},
                      std::stop_token stop = {});

}  // namespace carrot::ipfs
