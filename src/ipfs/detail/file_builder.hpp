// Builds a file's balanced DAG while its bytes come in: leaves in order below nodes of at most
// `max_links` links, every leaf at the same depth. Holds one chunk and, for each level, the links
// of one unfinished node.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "ipfs/detail/block_sink.hpp"
#include "ipfs/unixfs_profile.hpp"

namespace carrot::ipfs {

/// A finished part of a DAG.
struct Subtree {
    Cid cid;
    std::uint64_t content_bytes = 0;
    std::uint64_t dag_bytes = 0;  ///< the content and all nodes: a link's Tsize
};

class FileBuilder {
public:
    FileBuilder(BlockSink& blocks, const UnixFsProfile& profile);

    /// Adds the next bytes, of any number.
    Result<void> write(BytesView content);

    /// Stores what is left and returns the root. A file of one chunk is that leaf alone.
    Result<Subtree> finish();

private:
    Result<void> add_leaf(BytesView chunk);
    Result<void> add(std::size_t level, Subtree subtree);
    Result<Subtree> make_node(const std::vector<Subtree>& children);

    BlockSink& blocks_;
    const UnixFsProfile profile_;
    Bytes chunk_;
    std::vector<std::vector<Subtree>> levels_;  // leaves first
};

}  // namespace carrot::ipfs
