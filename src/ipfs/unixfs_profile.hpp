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

struct UnixFsProfile {
    std::size_t chunk_bytes = 0;  ///< 1 … 1 MiB; every leaf but the last has this size
    std::size_t max_links = 0;    ///< children of a file node, 2 … 1,024
    Leaves leaves = Leaves::raw;
    CidVersion cid_version = CidVersion::v1;  ///< version 0 demands dag-pb leaves
};

/// `unixfs-v0-2015`: what `ipfs add` of old made.
inline constexpr UnixFsProfile unixfs_v0_2015{
    .chunk_bytes = 256 * 1024,
    .max_links = 174,
    .leaves = Leaves::dag_pb,
    .cid_version = CidVersion::v0,
};

/// `unixfs-v1-2025`: Carrot's default.
inline constexpr UnixFsProfile unixfs_v1_2025{
    .chunk_bytes = 1024 * 1024,
    .max_links = 1024,
    .leaves = Leaves::raw,
    .cid_version = CidVersion::v1,
};

}  // namespace carrot::ipfs
