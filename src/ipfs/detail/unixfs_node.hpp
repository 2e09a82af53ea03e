// The UnixFS message inside a dag-pb node (specs.ipfs.tech/unixfs).
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::ipfs {

enum class UnixFsType : std::uint8_t {
    raw = 0,
    directory = 1,
    file = 2,
    metadata = 3,
    symlink = 4,
    sharded_directory = 5,
};

struct UnixFsNode {
    UnixFsType type = UnixFsType::file;
    BytesView data = {};                              ///< points into the block
    std::optional<std::uint64_t> file_size = {};      ///< of files: data and all children
    std::vector<std::uint64_t> block_sizes = {};      ///< content below each link, in their order
    std::optional<std::uint64_t> hash_function = {};  ///< of sharded directories
    std::optional<std::uint64_t> fanout = {};         ///< of sharded directories
};

/// Empty data is left out, as every implementation does.
Bytes encode_unixfs(const UnixFsNode& node);

/// Modes, times and unknown fields are passed over. The bytes must outlive the node.
Result<UnixFsNode> decode_unixfs(BytesView bytes);

}  // namespace carrot::ipfs
