// Text from outside that is said to be UTF-8 (RFC 3629): is it, and what of it can be shown.
#pragma once

#include <string>
#include <string_view>

namespace carrot {

/// Well-formed: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// The text with U+FFFD for each byte that is not part of a well-formed character.
std::string to_utf8(std::string_view text);

/// The same, and '?' for control characters, line ends among them: fit for one line of a message.
std::string to_printable(std::string_view text);

}  // namespace carrot
