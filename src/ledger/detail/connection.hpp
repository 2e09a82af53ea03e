// A snapshot's database connection, kept in a pool between snapshots.
#pragma once

#include <filesystem>
#include <memory>

#include "base/encoding.hpp"
#include "base/sqlite.hpp"
#include "ledger/snapshot.hpp"

namespace carrot::ledger {

struct Snapshot::Connection {
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file);

    /// Starts a read transaction, which pins the last closed ledger.
    Result<void> begin();

    sqlite::Database database;
    sqlite::Statement select_latest;
    sqlite::Statement select_oldest;
    sqlite::Statement select_entry;
    LedgerRecord latest;
    LedgerRange range;
};

}  // namespace carrot::ledger
