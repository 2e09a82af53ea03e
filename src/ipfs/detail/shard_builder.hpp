// Builds a directory of many entries as a tree of shards (specs.ipfs.tech/unixfs, HAMTDirectory).
#pragma once

#include <vector>

#include "base/result.hpp"
#include "ipfs/detail/block_sink.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/file_builder.hpp"
#include "ipfs/unixfs_profile.hpp"

namespace carrot::ipfs {

/// Stores the shards of a directory with these entries, whose names are unique; the order doesn't
/// matter. The Subtree's content_bytes is 0. invalid_argument when names collide in all 64 bits of
/// their hash, which chance does not do.
Result<Subtree> build_shards(BlockSink& blocks, const UnixFsProfile& profile,
                             std::vector<PbLink> entries);

}  // namespace carrot::ipfs
