// Every block of a DAG, once: for pinning, verifying and exporting.
#pragma once

#include <functional>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

using BlockVisitor = std::function<Result<void>(const Cid& cid, BytesView block)>;

/// Visits the root and everything it links to, depth first, in the order of the links; blocks that
/// are met again are passed over. The first block that is missing or damaged, or an error of the
/// visitor, ends the walk. Memory: some 100 bytes a block.
Result<void> for_each_block(const BlockSource& blocks, const Cid& root, const BlockVisitor& visit);

}  // namespace carrot::ipfs
