// Questions to whoever sits at the terminal, past redirected streams.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "stellar/key_pair.hpp"

namespace carrot::cli {

/// Asks on the controlling terminal (/dev/tty) for one line of at most 4 KiB, which is not shown.
/// failed_precondition when there is no terminal; cancelled at its end (Ctrl-D).
Result<stellar::SecretText> ask_secret(std::string_view question);

/// Asks twice; invalid_argument when the answers differ or are empty.
Result<stellar::SecretText> ask_new_secret(std::string_view question);

}  // namespace carrot::cli
