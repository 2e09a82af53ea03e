// Values that the JavaScript SDK made (make_golden.mjs), and the keys it made them with.
#pragma once

#include <string>
#include <string_view>

#include "stellar/key_pair.hpp"
#include "stellar/network.hpp"

namespace carrot::tests {

/// The line of golden.txt with this name.
const std::string& golden(std::string_view name);

/// Seeds of 32 bytes 0x01 and 0x02.
stellar::KeyPair alice();
stellar::KeyPair bob();

stellar::Network standalone();

}  // namespace carrot::tests
