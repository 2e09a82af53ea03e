// SQLite as Results: a database, prepared statements, transactions.
//
//   auto db = TRY(sqlite::Database::open(folder / "journal.sqlite"));
//   TRY(db.execute("CREATE TABLE IF NOT EXISTS job (id INTEGER PRIMARY KEY, step TEXT NOT NULL)"));
//   auto insert = TRY(db.prepare("INSERT INTO job VALUES (?, ?)"));
//   TRY(insert.run(17, "claimed"));
//   auto select = TRY(db.prepare("SELECT step FROM job WHERE id = ?"));
//   TRY(select.bind(17));
//   while (TRY(select.next())) use(select.text(0));
//
// A connection and its statements belong to one thread at a time: open one connection a thread. A
// full disk is ErrorCode::resource_exhausted, a broken file ErrorCode::corrupt_data, a lock that
// others hold too long ErrorCode::unavailable.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace carrot::sqlite {

/// Where Database::open keeps the data.
enum class Durability {
    full,    ///< a commit survives power loss (WAL, synchronous=FULL)
    normal,  ///< a commit survives the process's death; power loss may undo the last ones
};

enum class Access { read_write, read_only };

struct OpenOptions {
    Durability durability = Durability::full;
    Access access = Access::read_write;
    int busy_timeout_ms = 5000;
};

/// A prepared statement. Values bound as text and bytes are copied; text() and bytes() views live
/// until the next call of next(), run() or bind().
class Statement {
public:
    /// Binds all parameters, in order, from 1; starts the statement anew.
    template <class... Values>
    Result<void> bind(const Values&... values) {
        reset();
        int index = 0;
        bool bound = true;
        ((bound = bound && bind_one(++index, values)), ...);
        if (!bound) return failure("bind");
        return {};
    }

    /// Binds, and runs a statement that returns no rows.
    template <class... Values>
    Result<void> run(const Values&... values) {
        TRY(bind(values...));
        TRY(next());
        reset();
        return {};
    }

    /// Steps to the next row; false after the last.
    Result<bool> next();

    /// Ends a read early, so that it holds no lock.
    void reset();

    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    BytesView bytes(int column) const;
    bool is_null(int column) const;

private:
    friend class Database;
    explicit Statement(sqlite3_stmt* statement);

    bool bind_one(int index, std::nullopt_t);
    bool bind_one(int index, std::int64_t value);
    bool bind_one(int index, std::string_view value);
    bool bind_one(int index, const char* value) { return bind_one(index, std::string_view(value)); }
    bool bind_one(int index, const std::string& value) {
        return bind_one(index, std::string_view(value));
    }
    bool bind_one(int index, BytesView value);
    bool bind_one(int index, const Bytes& value) { return bind_one(index, BytesView(value)); }
    template <std::integral Integer>
    bool bind_one(int index, Integer value) {
        return bind_one(index, static_cast<std::int64_t>(value));
    }
    template <class T>
    bool bind_one(int index, const std::optional<T>& value) {
        return value ? bind_one(index, *value) : bind_one(index, std::nullopt);
    }

    std::unexpected<Error> failure(std::string_view operation) const;

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
public:
    /// Opens or creates the file; ":memory:" is a database that dies with the object.
    static Result<Database> open(const std::filesystem::path& path, OpenOptions options = {});

    /// Runs one or more statements that return no rows: schema, BEGIN, COMMIT.
    Result<void> execute(const std::string& sql);

    Result<Statement> prepare(std::string_view sql);

    /// Rows that the last INSERT, UPDATE or DELETE touched.
    std::int64_t changes() const;
    std::int64_t last_insert_id() const;

private:
    explicit Database(sqlite3* database);

    struct Close {
        void operator()(sqlite3* database) const;
    };
    std::unique_ptr<sqlite3, Close> database_;
};

/// BEGIN IMMEDIATE … COMMIT; rolled back when destroyed without a commit.
class Transaction {
public:
    static Result<Transaction> begin(Database& database);
    ~Transaction();
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;

    Result<void> commit();

private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;  // null when there is nothing left to roll back
};

}  // namespace carrot::sqlite
