#include "ipfs/detail/pin_table.hpp"

namespace carrot::ipfs {

Result<PinTable> PinTable::open(const std::filesystem::path& file) {
    auto database = TRY(sqlite::Database::open(file));
    TRY(
        database.execute("CREATE TABLE IF NOT EXISTS pin (cid TEXT PRIMARY KEY, "
                         "name TEXT NOT NULL, pinned_at_ms INTEGER NOT NULL) WITHOUT ROWID"));
    return PinTable(std::move(database));
}

Result<void> PinTable::put(const Pin& pin) {
    const std::lock_guard lock(*mutex_);
    auto insert =
        TRY(database_.prepare("INSERT INTO pin (cid, name, pinned_at_ms) VALUES (?, ?, ?) "
                              "ON CONFLICT (cid) DO UPDATE SET name = excluded.name"));
    return insert.run(pin.cid.to_string(), pin.name, pin.pinned_at.time_since_epoch().count());
}

Result<void> PinTable::remove(const Cid& cid) {
    const std::lock_guard lock(*mutex_);
    auto remove = TRY(database_.prepare("DELETE FROM pin WHERE cid = ?"));
    TRY(remove.run(cid.to_string()));
    if (database_.changes() == 0)
        return fail(ErrorCode::not_found, "could not unpin {}: it is not pinned", cid.to_string());
    return {};
}

Result<std::vector<Pin>> PinTable::list() {
    const std::lock_guard lock(*mutex_);
    auto select = TRY(
        database_.prepare("SELECT cid, name, pinned_at_ms FROM pin ORDER BY pinned_at_ms, cid"));
    TRY(select.bind());
    std::vector<Pin> pins;
    while (TRY(select.next())) {
        auto cid = TRY(Cid::parse(select.text(0)));
        pins.push_back({std::move(cid), std::string(select.text(1)),
                        TimePoint(std::chrono::milliseconds(select.integer(2)))});
    }
    return pins;
}

}  // namespace carrot::ipfs
