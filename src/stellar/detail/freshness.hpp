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

    /// Whether an answer as of `ledger`, given at `now`, is fresh. `asked_at` is what highest() was
    /// when the question was sent: an answer that took long may be overtaken by others.
    bool accept(std::uint32_t ledger, std::uint32_t asked_at, std::chrono::milliseconds now) {
        const std::lock_guard lock(mutex_);
        const bool close = is_close(ledger, highest_);
        if (!close && now - confirmed_at_ < memory) return is_close(ledger, asked_at);
        highest_ = close ? std::max(highest_, ledger) : ledger;
        confirmed_at_ = now;
        return true;
    }

    std::uint32_t highest() const {
        const std::lock_guard lock(mutex_);
        return highest_;
    }

private:
    static bool is_close(std::uint32_t ledger, std::uint32_t other) {
        return std::uint64_t{ledger} + tolerance >= other;
    }

    mutable std::mutex mutex_;
    std::uint32_t highest_ = 0;
    std::chrono::milliseconds confirmed_at_{0};
};

}  // namespace carrot::stellar::detail
