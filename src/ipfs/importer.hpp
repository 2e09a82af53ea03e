// From the file system, or from memory, into blocks.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/byte_source.hpp"
#include "ipfs/symlinks.hpp"
#include "ipfs/unixfs_profile.hpp"

namespace carrot::ipfs {

/// How far adding has come.
struct AddProgress {
    std::uint64_t content_bytes = 0;
    std::uint64_t files = 0;  ///< that are finished
};

struct AddOptions {
    UnixFsProfile profile = unixfs_v1_2025;
    Symlinks symlinks = Symlinks::refuse;
    /// Called after every MiB and every smaller file.
    std::function<void(const AddProgress&)> progress{};
};

/// What was added: the root and the bytes of all files in it.
struct Added {
    Cid cid;
    std::uint64_t content_bytes = 0;
    BlockHold hold{};  ///< keeps it from collections until it is pinned
};

/// These return when the blocks are durable. Memory stays below a few MiB whatever the size (a
/// directory costs some 100 bytes an entry).
Result<Added> add_bytes(BlockStore& store, BytesView content, const AddOptions& options = {});

/// A regular file; symbolic links are not followed.
Result<Added> add_file(BlockStore& store, const std::filesystem::path& file,
                       const AddOptions& options = {}, std::stop_token stop = {});

/// A directory with everything below it, hidden files too. Names must be UTF-8. Devices, sockets
/// and FIFOs are refused, so is nesting past `max_path_segments`. Modes and times are not stored.
Result<Added> add_directory(BlockStore& store, const std::filesystem::path& directory,
                            const AddOptions& options = {}, std::stop_token stop = {});

/// One entry of a directory that is made of several things.
struct NamedSource {
    std::string name;  ///< as a file's, and unlike its neighbours'
    std::variant<std::filesystem::path, ByteSource> content;
};

/// What to add: a file or directory (or, when they are kept, a symbolic link), bytes from
/// elsewhere, or a directory made of several of these.
using AddSource = std::variant<std::filesystem::path, ByteSource, std::vector<NamedSource>>;

Result<Added> add_source(BlockStore& store, const AddSource& source, const AddOptions& options = {},
                         std::stop_token stop = {});

/// The CID that adding it would give. Nothing is stored.
Result<Added> hash_source(const AddSource& source, const AddOptions& options = {},
                          std::stop_token stop = {});

}  // namespace carrot::ipfs
