// Every block of a DAG, once: for pinning, verifying and exporting.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

struct Block {
    Cid cid;
    Bytes content;
};

/// Gives the root and everything that it links to, depth first, in the order of the links; blocks
/// that are met again are passed over. Memory: some 200 bytes a block. The source must outlive it.
class DagWalk {
public:
    DagWalk(const BlockSource& blocks, const Cid& root);

    /// The next block; nothing after the last. Fails at the first block that is missing or damaged.
    Result<std::optional<Block>> next();

private:
    const BlockSource& blocks_;
    std::set<Cid> seen_;
    std::vector<Cid> ahead_;  // the next one last
};

}  // namespace carrot::ipfs
