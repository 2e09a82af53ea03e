#include "worker/journal_schema.hpp"

#include <array>

namespace carrot::worker {
namespace {

/// Each makes its schema of the one before it. A journal may be years old: never change one, add
/// another. The first may find its tables: they were once made before their version was noted.
constexpr std::array migrations = {
    R"(
CREATE TABLE IF NOT EXISTS job (
    job_id INTEGER PRIMARY KEY,
    gpu_id INTEGER NOT NULL,
    consumer TEXT NOT NULL,
    description TEXT NOT NULL,
    compute_hours INTEGER NOT NULL,
    step TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    call_hash TEXT,
    call_envelope BLOB,
    call_not_after INTEGER,
    image_id TEXT NOT NULL,
    container_id TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    exit_status INTEGER,
    out_of_memory INTEGER NOT NULL,
    out_of_time INTEGER NOT NULL,
    started_at_ms INTEGER NOT NULL,
    finished_at_ms INTEGER NOT NULL,
    result_hash TEXT NOT NULL,
    updated_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS unfinished_job ON job (job_id) WHERE step <> 'done';
CREATE INDEX IF NOT EXISTS recent_job ON job (updated_at_ms);
CREATE TABLE IF NOT EXISTS step (
    job_id INTEGER NOT NULL REFERENCES job (job_id),
    step TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS step_of_job ON step (job_id);
CREATE TABLE IF NOT EXISTS cursor (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    next_job_id INTEGER NOT NULL
) STRICT;
)",
    R"(
ALTER TABLE job ADD COLUMN origin TEXT NOT NULL DEFAULT 'chain';
ALTER TABLE job ADD COLUMN image_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN stop_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN boot_id TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN started_since_boot_ms INTEGER NOT NULL DEFAULT 0;
)",
};

Result<std::size_t> schema_version(sqlite::Database& database) {
    auto select = TRY(database.prepare("PRAGMA user_version"));
    if (!TRY(select.next())) return 0;
    return static_cast<std::size_t>(select.integer(0));
}

}  // namespace

Result<void> migrate_journal(sqlite::Database& database, const std::filesystem::path& file) {
    auto version = TRY(schema_version(database));
    if (version > migrations.size())
        return fail(ErrorCode::failed_precondition,
                    "could not open the journal {}: a newer Carrot wrote it (schema {}, this one "
                    "knows {}): use that version",
                    file.string(), version, migrations.size());
    if (version == migrations.size()) return {};
    auto transaction = TRY(sqlite::Transaction::begin(database));
    for (; version < migrations.size(); ++version)
        TRY(database.execute(migrations[version]));
    TRY(database.execute(fmt::format("PRAGMA user_version = {}", version)));
    return transaction.commit();
}

}  // namespace carrot::worker
