// The end of the operator's retention: what jobs that ended long ago have left is removed - the
// pins of their results and reports and, by a collection, the blocks, their logs, their rows in the
// journal.
//
// An owner's clock may jump, and results that were paid for must not go by it. So nobody trusts a
// time that was written down when a job ended: the sweeper notes when it saw the end for the first
// time, by a clock that agrees with the ledger's, and counts from there.
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/sqlite.hpp"
#include "ipfs/result_store.hpp"
#include "worker/chain.hpp"
#include "worker/journal.hpp"

namespace carrot::worker {

/// A wall clock that is further than this from the ledger's time has jumped.
inline constexpr std::chrono::hours clock_error_limit{24};

class Retention {
public:
    /// What a sweep works with; all of it outlives this.
    struct Parts {
        Chain& chain;
        Journal& journal;
        ipfs::ResultStore& store;
        Clock& clock;
    };

    /// retention.sqlite in the worker's folder.
    static Result<Retention> open(const std::filesystem::path& worker_directory,
                                  std::chrono::hours retention, Parts parts);

    /// Sweeps when an hour has passed since the last time; else does nothing. Has the store collect
    /// what is not pinned when something was removed, and once a day.
    Result<void> sweep_if_due(std::stop_token stop);

    /// How many jobs it removed. Keeps what the chain has not ended, and results that a younger job
    /// has too. failed_precondition when the clock disagrees with the ledger's.
    Result<std::size_t> sweep(std::stop_token stop);

private:
    Retention(std::filesystem::path worker_directory, std::chrono::hours retention, Parts parts,
              sqlite::Database notes);

    Result<void> collect(std::stop_token stop);
    Result<void> check_clock(std::stop_token stop) const;
    Result<void> note(const std::vector<EndedJob>& jobs);
    Result<bool> is_over(const EndedJob& job);
    Result<void> remove(const EndedJob& job, bool result_is_shared);

    std::filesystem::path worker_directory_;
    std::chrono::hours retention_;
    Parts parts_;
    sqlite::Database notes_;
    std::chrono::milliseconds next_sweep_{0};  // since boot
    std::chrono::milliseconds next_collection_{0};
};

}  // namespace carrot::worker
