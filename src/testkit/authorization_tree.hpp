// Who was asked to authorize what in a call, as text.
#pragma once

#include <string>

#include "testkit/call.hpp"

namespace carrot::testkit {

/// One line for each invocation that an address was asked to authorize, indented below the one that
/// makes it, after a line with the address:
///
///   GABC…
///     CDEF….post_job(GABC…, 0)
///       CGHI….transfer(GABC…, CDEF…, 5)
std::string authorization_tree(const Call& call);

}  // namespace carrot::testkit
