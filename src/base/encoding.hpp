// Bytes as text: hex, base32 and base64 in their RFC 4648 forms. Decoders refuse wrong characters,
// wrong padding and stray bits, so that every byte string has one text only.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot {

/// Lower-case hex.
std::string to_hex(BytesView bytes);
Result<Bytes> from_hex(std::string_view text);

/// Standard base64 with padding (RFC 4648 section 4), as Stellar RPC uses it.
std::string to_base64(BytesView bytes);
Result<Bytes> from_base64(std::string_view text);

/// base64url without padding (RFC 4648 section 5).
std::string to_base64url(BytesView bytes);
Result<Bytes> from_base64url(std::string_view text);

enum class Base32 {
    upper,  ///< RFC 4648 alphabet in capitals, as in Stellar's strkeys
    lower,  ///< the same in small letters, as in multibase `b`
};

/// Without padding in both cases.
std::string to_base32(BytesView bytes, Base32 alphabet);
Result<Bytes> from_base32(std::string_view text, Base32 alphabet);

}  // namespace carrot
