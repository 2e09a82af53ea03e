// Secrets that are shown to this process: tokens.
#pragma once

#include <string_view>

namespace carrot {

/// Whether two secrets are the same, in a time that depends on the length of `expected` alone. That
/// of another length is another secret, and lengths are no secret.
bool equal_secrets(std::string_view given, std::string_view expected);

}  // namespace carrot
