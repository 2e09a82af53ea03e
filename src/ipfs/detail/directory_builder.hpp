// Builds a directory from its entries: one node, or shards when that node would be larger than
// `UnixFsProfile::shard_threshold_bytes`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ipfs/detail/block_sink.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/file_builder.hpp"
#include "ipfs/unixfs_profile.hpp"

namespace carrot::ipfs {

/// Whether `name` can stand in a directory: valid UTF-8, 1 … `max_name_bytes` bytes, no "/", NUL,
/// "." or "..".
bool is_entry_name(std::string_view name);

class DirectoryBuilder {
public:
    DirectoryBuilder(BlockSink& blocks, const UnixFsProfile& profile);

    /// In any order; names are unique.
    Result<void> add(const std::string& name, Subtree subtree);

    Result<Subtree> finish();

private:
    Result<Subtree> finish_flat();
    bool is_sharded() const;

    BlockSink& blocks_;
    const UnixFsProfile profile_;
    std::vector<PbLink> links_;
    std::uint64_t links_bytes_ = 0;  // as the profile measures them
    std::uint64_t content_bytes_ = 0;
};

}  // namespace carrot::ipfs
