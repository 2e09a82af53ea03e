#include "base/random.hpp"

#include <sodium.h>

namespace carrot {

void fill_random(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

}  // namespace carrot
