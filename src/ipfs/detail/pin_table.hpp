// Which DAGs are to be kept, in one SQLite file. Safe to use from several threads.
#pragma once

#include <filesystem>
#include <mutex>
#include <vector>

#include "base/result.hpp"
#include "base/sqlite.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::ipfs {

class PinTable {
public:
    static Result<PinTable> open(const std::filesystem::path& file);

    /// Adds a pin, or renames it and keeps the time of the first pinning and the later expiry.
    Result<void> put(const Pin& pin);

    /// not_found when there is no such pin.
    Result<void> remove(const Cid& cid);

    /// Those that have not expired, the oldest first.
    Result<std::vector<Pin>> list(TimePoint now);

    Result<void> remove_expired(TimePoint now);

private:
    explicit PinTable(sqlite::Database database) : database_(std::move(database)) {}

    std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
    sqlite::Database database_;
};

}  // namespace carrot::ipfs
