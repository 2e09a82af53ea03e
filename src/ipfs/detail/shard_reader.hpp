// Reads sharded directories (specs.ipfs.tech/unixfs, HAMTDirectory). Every shard is checked: its
// fanout and hash function, that its bitfield and its links name the same slots in order, and that
// every entry lies where its name's hash says. So one name has one place, and a tree that repeats
// itself is found out at its first entry.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/node_view.hpp"

namespace carrot::ipfs {

/// The CID of the entry; nothing when the directory has no such name. Reads one shard a level, and
/// there are at most 21. corrupt_data when a shard on the way breaks a rule.
Result<std::optional<Cid>> find_in_shards(const BlockSource& blocks, const Cid& directory,
                                          const NodeView& root, const std::string& name);

/// All entries with their own names, in no order; at most `max_directory_entries`.
Result<std::vector<PbLink>> list_shards(const BlockSource& blocks, const Cid& directory,
                                        const NodeView& root);

}  // namespace carrot::ipfs
