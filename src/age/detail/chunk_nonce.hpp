// The payload's chunks: 64 KiB each but the last, under a nonce that counts them and marks the last
// (c2sp.org/age, "Payload").
#pragma once

#include <cstdint>

#include "age/detail/primitives.hpp"

namespace carrot::age {

inline constexpr std::size_t chunk_bytes = 64 * 1024;
inline constexpr std::size_t sealed_chunk_bytes = chunk_bytes + tag_bytes;
inline constexpr std::size_t payload_nonce_bytes = 16;

enum class ChunkPlace : std::uint8_t { inner = 0, last = 1 };

ChunkNonce chunk_nonce(std::uint64_t number, ChunkPlace place);

Key payload_key(const FileKey& file_key, BytesView payload_nonce);

}  // namespace carrot::age
