// Builds a directory's node from its entries: one block, so some 40,000 entries at most. Other
// programs shard a directory from 256 KiB on and give it another CID; both are valid UnixFS.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/file_builder.hpp"
#include "ipfs/unixfs_profile.hpp"

namespace carrot::ipfs {

/// Whether `name` can stand in a directory: valid UTF-8, 1 … `max_name_bytes` bytes, no "/", NUL,
/// "." or "..".
bool is_entry_name(std::string_view name);

class DirectoryBuilder {
public:
    DirectoryBuilder(BlockBatch& batch, const UnixFsProfile& profile);

    /// In any order; names are unique. The links and the node's few other bytes stay within a
    /// block.
    Result<void> add(const std::string& name, Subtree subtree);

    Result<Subtree> finish();

private:
    BlockBatch& batch_;
    const UnixFsProfile profile_;
    std::vector<PbLink> links_;
    std::size_t node_bytes_ = 6;  // the type of directory, as a field
    std::uint64_t content_bytes_ = 0;
};

}  // namespace carrot::ipfs
