// base58btc: the text form of version 0 CIDs.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::ipfs {

/// Quadratic in the length: for short input only.
std::string to_base58(BytesView bytes);
Result<Bytes> from_base58(std::string_view text);

}  // namespace carrot::ipfs
