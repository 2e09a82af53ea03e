// A command line as one string, split into its words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace carrot::market {

/// Splits as a POSIX shell splits a simple command (quotes and backslashes; XCU section 2.2), and
/// does nothing else that a shell does: `$`, `*`, `;`, `|` and `>` are ordinary characters.
/// Errors: an open quote, a backslash at the end.
Result<std::vector<std::string>> split_shell_words(std::string_view line);

}  // namespace carrot::market
