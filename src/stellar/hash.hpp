// SHA-256, the hash of everything on Stellar.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.hpp"

namespace carrot::stellar {

/// The same type as xdr::Hash.
using Hash = std::array<std::uint8_t, 32>;

Hash sha256(BytesView bytes);

}  // namespace carrot::stellar
