// A block read as what it is: bytes, or a UnixFS node.
#pragma once

#include <variant>
#include <vector>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/unixfs_node.hpp"

namespace carrot::ipfs {

/// One block and, where it is a dag-pb block, the nodes that point into it.
struct NodeView {
    Bytes block;
    std::vector<PbLink> links;  ///< of dag-pb blocks
    UnixFsNode unixfs;          ///< of raw blocks: a file whose data is the block

    NodeView() = default;
    NodeView(NodeView&&) = default;
    NodeView& operator=(NodeView&&) = default;
    NodeView(const NodeView&) = delete;

    bool is_file() const {
        return unixfs.type == UnixFsType::file || unixfs.type == UnixFsType::raw;
    }
    bool is_directory() const {
        return unixfs.type == UnixFsType::directory || unixfs.type == UnixFsType::sharded_directory;
    }
};

/// Decodes a block. A file's node is checked here: one size for each link, at most
/// `max_file_links` links, and a declared size that is the sum of data and children, at most
/// `max_file_bytes`; it then has `unixfs.file_size`.
Result<NodeView> read_node(const Cid& cid, Bytes block);

}  // namespace carrot::ipfs
