#include "ipfs/detail/pin_table.hpp"

namespace carrot::ipfs {
namespace {

std::int64_t milliseconds(TimePoint time) { return time.time_since_epoch().count(); }

TimePoint time_of(std::int64_t milliseconds) {
    return TimePoint(std::chrono::milliseconds(milliseconds));
}

/// Tables of before pins could expire lack the column.
Result<void> add_expiry(sqlite::Database& database) {
    auto transaction = TRY(sqlite::Transaction::begin(database));
    auto select = TRY(
        database.prepare("SELECT 1 FROM pragma_table_info('pin') WHERE name = 'expires_at_ms'"));
    TRY(select.bind());
    const bool there = TRY(select.next());
    select.reset();
    if (!there) TRY(database.execute("ALTER TABLE pin ADD COLUMN expires_at_ms INTEGER"));
    return transaction.commit();
}

}  // namespace

Result<PinTable> PinTable::open(const std::filesystem::path& file) {
    auto database = TRY(sqlite::Database::open(file));
    TRY(
        database.execute("CREATE TABLE IF NOT EXISTS pin (cid TEXT PRIMARY KEY, "
                         "name TEXT NOT NULL, pinned_at_ms INTEGER NOT NULL, "
                         "expires_at_ms INTEGER) WITHOUT ROWID"));
    TRY(add_expiry(database));
    return PinTable(std::move(database));
}

Result<void> PinTable::put(const Pin& pin) {
    const std::lock_guard lock(*mutex_);
    // max() of two columns is NULL when one is: never.
    auto insert = TRY(database_.prepare(
        "INSERT INTO pin (cid, name, pinned_at_ms, expires_at_ms) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (cid) DO UPDATE SET name = excluded.name, "
        "expires_at_ms = max(expires_at_ms, excluded.expires_at_ms)"));
    const auto expiry = pin.expires_at.transform(milliseconds);
    return insert.run(pin.cid.to_string(), pin.name, milliseconds(pin.pinned_at), expiry);
}

Result<void> PinTable::remove(const Cid& cid) {
    const std::lock_guard lock(*mutex_);
    auto remove = TRY(database_.prepare("DELETE FROM pin WHERE cid = ?"));
    TRY(remove.run(cid.to_string()));
    if (database_.changes() == 0)
        return fail(ErrorCode::not_found, "could not unpin {}: it is not pinned", cid.to_string());
    return {};
}

Result<std::vector<Pin>> PinTable::list(TimePoint now) {
    const std::lock_guard lock(*mutex_);
    auto select =
        TRY(database_.prepare("SELECT cid, name, pinned_at_ms, expires_at_ms FROM pin "
                              "WHERE expires_at_ms IS NULL OR expires_at_ms > ? "
                              "ORDER BY pinned_at_ms, cid"));
    TRY(select.bind(milliseconds(now)));
    std::vector<Pin> pins;
    while (TRY(select.next())) {
        Pin pin {
            TRY(Cid::parse(select.text(0)))
            , std::string(select.text(1)), time_of(select.integer(2))
        };
        if (!select.is_null(3)) pin.expires_at = time_of(select.integer(3));
        pins.push_back(std::move(pin));
    }
    return pins;
}

Result<void> PinTable::remove_expired(TimePoint now) {
    const std::lock_guard lock(*mutex_);
    auto remove = TRY(database_.prepare("DELETE FROM pin WHERE expires_at_ms <= ?"));
    return remove.run(milliseconds(now));
}

}  // namespace carrot::ipfs
