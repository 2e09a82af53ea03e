#include "base/secret.hpp"

#include <sodium.h>

namespace carrot {

bool equal_secrets(std::string_view given, std::string_view expected) {
    return given.size() == expected.size() &&
           sodium_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

}  // namespace carrot
