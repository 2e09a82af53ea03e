// The journal's tables, and how those of an older Carrot become them.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "base/sqlite.hpp"

namespace carrot::worker {

/// Brings the journal to this Carrot's schema, in one transaction. failed_precondition when a newer
/// Carrot wrote it.
Result<void> migrate_journal(sqlite::Database& database, const std::filesystem::path& file);

}  // namespace carrot::worker
