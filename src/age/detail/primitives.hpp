// The primitives that the format is made of, by libsodium and OpenSSL.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"

namespace carrot::age {

using Key = std::array<std::uint8_t, 32>;
using FileKey = std::array<std::uint8_t, 16>;
using ChunkNonce = std::array<std::uint8_t, 12>;

inline constexpr std::size_t tag_bytes = 16;

/// HKDF-SHA-256 (RFC 5869), 32 bytes.
Key hkdf_sha256(BytesView secret, BytesView salt, std::string_view info);

/// HMAC-SHA-256 (RFC 2104).
Key hmac_sha256(const Key& key, std::string_view text);

/// In a time that says nothing about where they differ.
bool equal(const Key& left, const Key& right);

/// X25519 (RFC 7748) of the scalar and the base point.
Key public_point(const Key& scalar);

/// Nothing when the secret would be zero, whatever the scalar: `point` is of low order.
std::optional<Key> shared_secret(const Key& scalar, const Key& point);

/// Whether it is of no low order.
bool is_safe_point(const Key& point);

/// ChaCha20-Poly1305 (RFC 8439) without additional data. `out` has room for the tag too.
void seal(const Key& key, const ChunkNonce& nonce, BytesView plain, std::span<std::uint8_t> out);

/// False when the tag is wrong; `out` is then of no use. `sealed` is tag_bytes longer than it.
bool open(const Key& key, const ChunkNonce& nonce, BytesView sealed, std::span<std::uint8_t> out);

/// Overwrites a secret that is not needed any more.
void wipe(std::span<std::uint8_t> secret);

}  // namespace carrot::age
