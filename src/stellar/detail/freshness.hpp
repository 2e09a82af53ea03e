// Behind one address there may be many nodes, and some lag behind.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace carrot::stellar::detail {

/// Tells which answers are older than what was answered before. Thread-safe.
class Freshness {
public:
    /// Nodes that are well are so close to each other, in ledgers.
    static constexpr std::uint32_t tolerance = 5;

    /// A ledger that nobody has confirmed for so long was a lie, or of a network that began anew.
    static constexpr std::chrono::minutes memory{2};

    /// Whether an answer as of `ledger`, given at `now`, is fresh.
    bool accept(std::uint32_t ledger, std::chrono::milliseconds now) {
        const std::lock_guard lock(mutex_);
        const bool close = std::uint64_t{ledger} + tolerance >= highest_;
        if (!close && now - confirmed_at_ < memory) return false;
        highest_ = close ? std::max(highest_, ledger) : ledger;
        confirmed_at_ = now;
        return true;
    }

    std::uint32_t highest() const {
        const std::lock_guard lock(mutex_);
        return highest_;
    }

private:
    mutable std::mutex mutex_;
    std::uint32_t highest_ = 0;
    std::chrono::milliseconds confirmed_at_{0};
};

}  // namespace carrot::stellar::detail
