// Bytes as one large number, which no power of two is the base of: base58btc, the text form of
// version 0 CIDs, and base36, that of CIDs in host names.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::ipfs {

enum class Base36 {
    lower,  ///< multibase `k`
    upper,  ///< multibase `K`
};

/// All are quadratic in the length: for short input only.
std::string to_base58(BytesView bytes);
Result<Bytes> from_base58(std::string_view text);
Result<Bytes> from_base36(std::string_view text, Base36 alphabet);

}  // namespace carrot::ipfs
