// What a worker knows of its own state, for those who ask how it is.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "worker/chain.hpp"
#include "worker/journal.hpp"

namespace carrot::worker {

/// The chain does not answer.
struct ChainFailure {
    std::string message;
    TimePoint since;
};

/// The newest ledger that the node told of.
struct SeenLedger {
    std::uint32_t number = 0;
    std::optional<TimePoint> closed_at;  ///< by the network's clock; not every node tells
    /// Since it was told first, by this machine: more than a minute says that the node lags behind
    /// or that the network stands still.
    std::chrono::milliseconds age{};
};

/// Something that went wrong and was not the job's own doing.
struct Trouble {
    std::string message;
    TimePoint at;
};

/// Thread-safe.
class StatusBoard {
public:
    /// `ended` are the jobs that were done before.
    StatusBoard(Clock& clock, std::map<Verdict, std::uint64_t> ended);

    /// How a look at the chain ended; logs what is new about it.
    void note_chain(const Result<void>& looked);
    void note_ledger(const ChainLedger& ledger);
    void note_trouble(std::string message);
    void note_end(Verdict verdict);

    std::map<Verdict, std::uint64_t> ended() const;
    std::optional<ChainFailure> chain_failure() const;
    std::optional<SeenLedger> ledger() const;
    std::optional<Trouble> last_trouble() const;  ///< also when it is over
    TimePoint started_at() const { return started_at_; }
    std::chrono::milliseconds uptime() const;

private:
    Clock& clock_;
    const TimePoint started_at_;
    const std::chrono::milliseconds started_since_boot_;

    mutable std::mutex mutex_;
    std::map<Verdict, std::uint64_t> ended_;
    std::optional<ChainFailure> chain_failure_;
    std::optional<ChainLedger> ledger_;
    std::chrono::milliseconds ledger_since_boot_{};
    std::optional<Trouble> last_trouble_;
};

}  // namespace carrot::worker
