// What an accessor of a union does when the union holds another arm.
#pragma once

#include <string_view>

namespace carrot::xdr::detail {

/// Ends the program with a message: the caller did not look at the discriminant first.
[[noreturn]] void wrong_arm(std::string_view accessor, std::string_view discriminant);

}  // namespace carrot::xdr::detail
