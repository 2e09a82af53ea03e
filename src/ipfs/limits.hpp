// Every limit of this room. Input that exceeds one is refused with an error that names it; nothing
// that Carrot itself writes comes near one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace carrot::ipfs {

/// A block: 2 MiB, the most that Bitswap peers exchange.
inline constexpr std::size_t max_block_bytes = 2 * 1024 * 1024;

/// A CID in any multibase: the longest is an identity CID in hex.
inline constexpr std::size_t max_cid_text_bytes = 320;

/// The content that an identity CID carries in itself.
inline constexpr std::size_t max_identity_bytes = 128;

/// Links of one dag-pb node, and of a file's node (Kubo's own limit there).
inline constexpr std::size_t max_links = 65'536;
inline constexpr std::size_t max_file_links = 8192;

/// Levels of a file's tree. Balanced trees of 174 links hold 2^62 bytes in seven.
inline constexpr std::size_t max_dag_depth = 16;

/// The header of a CAR, and the roots that it names.
inline constexpr std::size_t max_car_header_bytes = 64 * 1024;
inline constexpr std::size_t max_car_roots = 256;

/// Slots of one shard of a directory. Writers make 256.
inline constexpr std::size_t max_shard_fanout = 1024;

/// A content path: segments, and bytes in all. Also how deep directories may nest.
inline constexpr std::size_t max_path_segments = 64;
inline constexpr std::size_t max_path_bytes = 4096;

/// A name in a directory, as on Linux file systems.
inline constexpr std::size_t max_name_bytes = 255;

/// A file's size as its root node declares it.
inline constexpr std::uint64_t max_file_bytes = std::uint64_t{1} << 62;

/// Entries of one directory that is added, listed or fetched, and of a whole fetched tree.
inline constexpr std::size_t max_directory_entries = 1'000'000;

}  // namespace carrot::ipfs
