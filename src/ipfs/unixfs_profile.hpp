// How files and directories become DAGs. The same content and profile give the same CID in every
// implementation; the two profiles are those of IPIP-499 (github.com/ipfs/specs/pull/499).
#pragma once

#include <cstddef>

#include "ipfs/cid.hpp"

namespace carrot::ipfs {

enum class Leaves {
    raw,     ///< plain bytes
    dag_pb,  ///< bytes wrapped as UnixFS file nodes
};

/// How a directory's size is measured, to decide whether it is stored in shards.
enum class DirectorySize {
    links,  ///< the names and the binary CIDs
    block,  ///< the whole encoded node
};

struct UnixFsProfile {
    std::size_t chunk_bytes = 0;  ///< 1 … 1 MiB; every leaf but the last has this size
    std::size_t max_links = 0;    ///< children of a file node, 2 … 1,024
    Leaves leaves = Leaves::raw;
    CidVersion cid_version = CidVersion::v1;  ///< version 0 demands dag-pb leaves
    DirectorySize directory_size = DirectorySize::block;
    std::size_t shard_threshold_bytes = 256 * 1024;  ///< larger directories are sharded; ≤ 1 MiB
};

/// `unixfs-v0-2015`: what `ipfs add` of old made.
inline constexpr UnixFsProfile unixfs_v0_2015{
    .chunk_bytes = 256 * 1024,
    .max_links = 174,
    .leaves = Leaves::dag_pb,
    .cid_version = CidVersion::v0,
    .directory_size = DirectorySize::links,
};

/// `unixfs-v1-2025`: Carrot's default.
inline constexpr UnixFsProfile unixfs_v1_2025{
    .chunk_bytes = 1024 * 1024,
    .max_links = 1024,
    .leaves = Leaves::raw,
    .cid_version = CidVersion::v1,
    .directory_size = DirectorySize::block,
};

}  // namespace carrot::ipfs
