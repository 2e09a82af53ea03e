// Unpredictable bytes from the operating system, for keys, tokens and salts.
#pragma once

#include <span>

#include "base/bytes.hpp"

namespace carrot {

void fill_random(std::span<std::uint8_t> out);

}  // namespace carrot
