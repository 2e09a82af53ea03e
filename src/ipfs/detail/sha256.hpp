// SHA-256 by OpenSSL, which uses the CPU's SHA instructions (libsodium's does not).
#pragma once

#include <array>

#include "base/bytes.hpp"

namespace carrot::ipfs {

using Sha256Digest = std::array<std::uint8_t, 32>;

Sha256Digest sha256(BytesView content);

}  // namespace carrot::ipfs
