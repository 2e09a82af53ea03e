// DAGs of a store that a batch holds while they are walked, so that they stay whole beside a
// collection.
#pragma once

#include <stop_token>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/detail/store_folder.hpp"

namespace carrot::ipfs {

/// Holds every block of a DAG, but for `held`, which the batch holds already. Nodes are read and
/// checked; leaves are looked for. not_found names the first block that is missing. For the
/// batch's own thread.
Result<void> hold_dag(const BlockStore& blocks, BlockBatch& batch, const Cid& root,
                      const BlockKeySet& held = {}, std::stop_token stop = {});

}  // namespace carrot::ipfs
