// Bech32 (BIP 173) as age uses it: of any length, in small letters.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::age {

struct Bech32Text {
    std::string prefix;  ///< the human-readable part
    Bytes bytes;
};

std::string to_bech32(std::string_view prefix, BytesView bytes);

/// invalid_argument says what is wrong and does not quote the text. At most 256 characters.
Result<Bech32Text> from_bech32(std::string_view text);

}  // namespace carrot::age
