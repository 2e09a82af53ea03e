// Which jobs on chain are for this worker.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "worker/chain.hpp"
#include "worker/journal.hpp"

namespace carrot::worker {

/// Reads every job once, in the order of their ids, and remembers in the journal how far it came.
/// A job that waits for its GPU is found again after a restart.
class JobFinder {
public:
    /// `gpus`: only these of the provider's; empty: all.
    JobFinder(Chain& chain, Journal& journal, Clock& clock, std::vector<GpuId> gpus)
        : chain_(chain), journal_(journal), clock_(clock), chosen_gpus_(std::move(gpus)) {}

    /// Goes on where the journal says.
    Result<void> begin();

    /// Reads what is new on chain: asks for the latest ledger, and for jobs when it is another than
    /// before. It may be called many times a second.
    Result<void> look(std::stop_token stop);

    /// The next open job whose GPU is free.
    std::optional<ChainJob> take(const std::function<bool(GpuId)>& is_free);

    /// Call it when what take() gave stands in the journal.
    Result<void> save();

private:
    bool is_seen(std::uint32_t ledger) const;
    Result<void> read_jobs(std::stop_token stop);
    Result<bool> is_mine(GpuId gpu, std::stop_token stop);

    Chain& chain_;
    Journal& journal_;
    Clock& clock_;
    const std::vector<GpuId> chosen_gpus_;
    JobId next_ = 0;
    JobId saved_ = 0;
    std::map<GpuId, bool> gpu_is_mine_;
    std::deque<ChainJob> waiting_;
    std::optional<std::uint32_t> seen_ledger_;  ///< whose jobs are read
    std::chrono::milliseconds seen_at_{};       ///< as Clock::since_boot()
};

}  // namespace carrot::worker
