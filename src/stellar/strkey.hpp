// Strkeys: keys and ids as text with a version and a checksum (SEP-23).
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::stellar {

/// What a strkey names. The value is the version byte, which decides the first letter.
enum class StrkeyKind : std::uint8_t {
    account = 6 << 3,          ///< G: an account's ed25519 public key, 32 bytes
    muxed_account = 12 << 3,   ///< M: public key and 8-byte id
    secret_seed = 18 << 3,     ///< S: an ed25519 seed, 32 bytes
    pre_auth_tx = 19 << 3,     ///< T: a transaction's hash
    hash_x = 23 << 3,          ///< X: the hash of a secret
    signed_payload = 15 << 3,  ///< P: public key, payload length, payload of 1 to 64 bytes, padding
    contract = 2 << 3,         ///< C: a contract's id, 32 bytes
    claimable_balance = 1 << 3,  ///< B: type byte 0 and 32 bytes
    liquidity_pool = 11 << 3,    ///< L: 32 bytes
};

/// "account (G…)", for messages.
std::string_view name_of(StrkeyKind kind);

struct Strkey {
    StrkeyKind kind = StrkeyKind::account;
    Bytes payload{};

    bool operator==(const Strkey&) const = default;
};

std::string encode_strkey(StrkeyKind kind, BytesView payload);

/// Refuses other lengths, characters, versions, checksums, stray bits and paddings than the one
/// right way. Messages never quote the text, which may be a secret.
Result<Strkey> decode_strkey(std::string_view text);

/// The payload of a strkey of this kind.
Result<Bytes> decode_strkey(StrkeyKind kind, std::string_view text);

}  // namespace carrot::stellar
