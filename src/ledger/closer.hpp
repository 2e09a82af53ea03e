// The one that closes ledgers: at once when a transaction is pending (those that come while a
// ledger closes share the next one), and an empty ledger every interval, so that time goes on.
#pragma once

#include <atomic>
#include <chrono>
#include <stop_token>
#include <thread>

#include "ledger/ledger.hpp"

namespace carrot::ledger {

class Closer {
public:
    /// Starts closing. The interval is of the ledger's clock. `ledger` outlives the closer. A
    /// ledger that can't be closed (a full disk) is logged and tried again every second.
    Closer(Ledger& ledger, std::chrono::milliseconds interval);

    /// Stops.
    ~Closer();
    Closer(const Closer&) = delete;
    Closer& operator=(const Closer&) = delete;

    /// Closes what is pending, then no more. Idempotent.
    void stop();

private:
    void close_pending(std::stop_token stop);
    void beat(std::stop_token stop);
    void close_or_wait(std::stop_token stop);

    Ledger& ledger_;
    const std::chrono::milliseconds interval_;
    std::atomic<bool> due_ = false;
    std::jthread closing_;
    std::jthread beating_;
};

}  // namespace carrot::ledger
