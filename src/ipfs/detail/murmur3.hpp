// MurmurHash3 x64, of which UnixFS takes the first 64 bits to place names in sharded directories
// (multicodec murmur3-x64-64, 0x22). Anybody can make names that collide: nothing may rely on it
// but the shape of a tree.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace carrot::ipfs {

/// The first half of the 128-bit hash with seed 0.
std::uint64_t murmur3_x64_64(BytesView bytes);

}  // namespace carrot::ipfs
