// The tables of ledger.sqlite.
#pragma once

#include <string>

#include "base/sqlite.hpp"

namespace carrot::ledger {

/// Creates the tables in a new database; in an existing one checks that it is of this schema, this
/// protocol and this passphrase (failed_precondition otherwise).
Result<void> prepare_schema(sqlite::Database& database, const std::string& passphrase);

}  // namespace carrot::ledger
