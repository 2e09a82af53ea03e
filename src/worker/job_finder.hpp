// Which jobs on chain are for this worker.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/result.hpp"
#include "worker/chain.hpp"
#include "worker/journal.hpp"

namespace carrot::worker {

/// Reads every job once, in the order of their ids, and remembers in the journal how far it came.
/// A job that waits for its GPU is found again after a restart.
class JobFinder {
public:
    /// `gpus`: only these of the provider's; empty: all.
    JobFinder(Chain& chain, Journal& journal, std::vector<GpuId> gpus)
        : chain_(chain), journal_(journal), chosen_gpus_(std::move(gpus)) {}

    /// Goes on where the journal says.
    Result<void> begin();

    /// Reads what is new on chain: asks how many jobs there are, and for those not read yet. It may
    /// be called many times a second.
    Result<void> look(std::stop_token stop);

    /// This worker's GPUs, but for those that were registered after the last one asked about.
    std::vector<GpuId> known_gpus() const;

    /// The next open job whose GPU is free.
    std::optional<ChainJob> take(const std::function<bool(GpuId)>& is_free);

    /// Call it when what take() gave stands in the journal.
    Result<void> save();

private:
    Result<bool> is_mine(GpuId gpu, std::stop_token stop);

    Chain& chain_;
    Journal& journal_;
    const std::vector<GpuId> chosen_gpus_;
    JobId next_ = 0;
    JobId saved_ = 0;
    std::map<GpuId, bool> gpu_is_mine_;
    std::map<GpuId, std::deque<ChainJob>> waiting_;  ///< by id; none is empty
};

}  // namespace carrot::worker
