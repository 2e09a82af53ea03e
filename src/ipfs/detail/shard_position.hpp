// Where a name belongs in a sharded directory (specs.ipfs.tech/unixfs, HAMT): at each level the
// next bits of its hash, the highest first, choose one of the shard's slots.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "ipfs/detail/murmur3.hpp"

namespace carrot::ipfs {

/// What UnixFS calls the hash above.
inline constexpr std::uint64_t murmur3_code = 0x22;

/// The shape of a sharded directory: the slots of each of its shards.
struct ShardShape {
    std::uint64_t fanout = 256;  ///< a power of two, 8 … 1,024

    unsigned bits() const { return static_cast<unsigned>(std::countr_zero(fanout)); }

    /// Levels that the hash has bits for; entries may not lie below.
    unsigned max_levels() const { return 64 / bits(); }

    /// Hex digits before each link's name.
    std::size_t prefix_size() const { return (bits() + 3) / 4; }

    /// A slot as a link's name starts with it, for example "0F".
    std::string prefix(std::uint64_t slot) const;

    /// The slot of a name with this hash at a level, 0 for the root.
    std::uint64_t slot(std::uint64_t hash, unsigned level) const {
        return hash << (level * bits()) >> (64 - bits());
    }
};

inline std::uint64_t name_hash(std::string_view name) { return murmur3_x64_64(as_bytes(name)); }

}  // namespace carrot::ipfs
