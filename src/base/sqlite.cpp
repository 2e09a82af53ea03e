#include "base/sqlite.hpp"

#include <sqlite3.h>

#include <utility>

namespace carrot::sqlite {
namespace {

ErrorCode code_of(int status) {
    switch (status & 0xff) {
        case SQLITE_FULL:
        case SQLITE_NOMEM:
        case SQLITE_TOOBIG:
            return ErrorCode::resource_exhausted;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::corrupt_data;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::unavailable;
        case SQLITE_CONSTRAINT:
            return ErrorCode::already_exists;
        case SQLITE_CANTOPEN:
            return ErrorCode::not_found;
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return ErrorCode::permission_denied;
        default:
            return ErrorCode::internal;
    }
}

std::unexpected<Error> failure_of(sqlite3* database, std::string_view operation) {
    const char* file = sqlite3_db_filename(database, "main");
    return fail(code_of(sqlite3_errcode(database)), "could not {} database {}: {}", operation,
                file != nullptr && *file != '\0' ? file : "in memory", sqlite3_errmsg(database));
}

std::string settings_for(const OpenOptions& options) {
    std::string sql = "PRAGMA foreign_keys = ON;";
    if (options.access == Access::read_write) {
        sql += "PRAGMA journal_mode = WAL;";
        sql += options.durability == Durability::full ? "PRAGMA synchronous = FULL;"
                                                      : "PRAGMA synchronous = NORMAL;";
    }
    return sql;
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Statement::Statement(sqlite3_stmt* statement) : statement_(statement) {}

std::unexpected<Error> Statement::failure(std::string_view operation) const {
    return failure_of(sqlite3_db_handle(statement_.get()), operation);
}

Result<bool> Statement::next() {
    switch (sqlite3_step(statement_.get())) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default: {
            auto error = failure("query");
            reset();
            return error;
        }
    }
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
}

bool Statement::bind_one(int index, std::nullopt_t) {
    return sqlite3_bind_null(statement_.get(), index) == SQLITE_OK;
}

bool Statement::bind_one(int index, std::int64_t value) {
    return sqlite3_bind_int64(statement_.get(), index, value) == SQLITE_OK;
}

bool Statement::bind_one(int index, std::string_view value) {
    // A null pointer would bind NULL, and an empty view may hold one.
    const char* data = value.empty() ? "" : value.data();
    return sqlite3_bind_text64(statement_.get(), index, data, value.size(), SQLITE_TRANSIENT,
                               SQLITE_UTF8) == SQLITE_OK;
}

bool Statement::bind_one(int index, BytesView value) {
    const void* data = value.empty() ? "" : static_cast<const void*>(value.data());
    return sqlite3_bind_blob64(statement_.get(), index, data, value.size(), SQLITE_TRANSIENT) ==
           SQLITE_OK;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return data != nullptr ? std::string_view(data, size) : std::string_view();
}

BytesView Statement::bytes(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return {data, data != nullptr ? size : 0};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Database::Database(sqlite3* database) : database_(database) {}

Result<Database> Database::open(const std::filesystem::path& path, OpenOptions options) {
    const int flags = options.access == Access::read_only
                          ? SQLITE_OPEN_READONLY
                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(raw);
    if (status != SQLITE_OK)
        return fail(code_of(status), "could not open database {}: {}", path.string(),
                    raw != nullptr ? sqlite3_errmsg(raw) : "out of memory");
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, options.busy_timeout_ms);
    TRY(database.execute(settings_for(options)));
    return database;
}

Result<void> Database::execute(const std::string& sql) {
    if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure_of(database_.get(), "change");
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const int status = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (status != SQLITE_OK) return failure_of(database_.get(), "query");
    return Statement(raw);
}

std::int64_t Database::changes() const { return sqlite3_changes64(database_.get()); }

std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(database_.get()); }

Result<Transaction> Transaction::begin(Database& database) {
    TRY(database.execute("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
    // SQLite itself has rolled back after some failures; a second rollback is then refused,
    // harmlessly.
    if (database_ != nullptr) (void)database_->execute("ROLLBACK");
}

Result<void> Transaction::commit() {
    TRY(database_->execute("COMMIT"));
    database_ = nullptr;
    return {};
}

}  // namespace carrot::sqlite
