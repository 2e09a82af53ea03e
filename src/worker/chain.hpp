// What a worker needs of the chain, and nothing more. market_chain.hpp has the real one.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace carrot::worker {

using JobId = std::uint32_t;
using GpuId = std::uint32_t;

enum class ChainStatus : std::uint8_t { open, claimed, completed, cancelled };
std::string_view name_of(ChainStatus status);

/// A job as the marketplace contract has it.
struct ChainJob {
    JobId job_id = 0;
    GpuId gpu_id = 0;
    ChainStatus status = ChainStatus::open;
    std::string consumer;
    std::string provider;  ///< who claimed it; the consumer until then
    std::string description;
    std::uint32_t compute_hours = 0;
    std::int64_t payout_stroops = 0;  ///< the provider's for completing it, the fee deducted
    std::string result_hash;
};

/// A GPU as the registry contract has it.
struct ChainGpu {
    GpuId gpu_id = 0;
    std::string model;
    std::uint32_t vram_gb = 0;
    bool available = false;  ///< whether jobs can be posted for it
    std::string provider;    ///< its owner
    bool operator==(const ChainGpu&) const = default;
};

struct ChainLedger {
    std::uint32_t number = 0;
    std::optional<TimePoint> closed_at{};  ///< not every node tells
};

/// What a provider does to a job.
enum class CallKind : std::uint8_t { claim, complete, release };
std::string_view name_of(CallKind kind);

/// A transaction that is signed and not sent: kept in the journal, so that it can be sent again and
/// applies at most once.
struct SignedCall {
    std::string hash;             ///< hex
    Bytes envelope;               ///< XDR
    std::uint64_t not_after = 0;  ///< Unix seconds of ledger time
    bool operator==(const SignedCall&) const = default;
};

/// Every call may fail with unavailable (the network's node does not answer, answers nonsense or
/// what is older than what was answered before, or refuses for now) and cancelled. Safe to use from
/// several threads; but one account has one sequence of transactions, so whoever signs a call lets
/// it settle before the next is signed.
class Chain {
public:
    virtual ~Chain() = default;

    /// The network's passphrase, the marketplace's and the provider's addresses.
    virtual const std::string& network() const = 0;
    virtual const std::string& marketplace() const = 0;
    virtual const std::string& provider() const = 0;

    /// Whether the provider's key is here. Without it (a paired worker) sign() and
    /// set_availability() are failed_precondition.
    virtual bool can_sign() const = 0;

    /// The provider's GPUs, ascending.
    virtual Result<std::vector<GpuId>> fetch_gpus(std::stop_token stop) = 0;

    /// Anybody's GPU. not_found when there is no such GPU.
    virtual Result<ChainGpu> fetch_gpu(GpuId gpu, std::stop_token stop) = 0;

    /// Signs, sends, and waits until a ledger has it; does nothing when the chain says so already.
    /// It is a transaction of the provider's account like those of sign(). contract_failed (not
    /// this provider's GPU), else as settle().
    virtual Result<void> set_availability(GpuId gpu, bool available, std::stop_token stop) = 0;

    /// The latest ledger that the node has.
    virtual Result<ChainLedger> fetch_latest_ledger(std::stop_token /*stop*/) {
        return fail(ErrorCode::failed_precondition, "this network's node tells of no ledgers");
    }

    /// How many jobs there are, which is the next one's id. It costs the node next to nothing, and
    /// may be asked many times a second.
    virtual Result<JobId> fetch_job_count(std::stop_token stop) = 0;

    /// Jobs from `first` on, at most 50, by id.
    virtual Result<std::vector<ChainJob>> fetch_jobs(JobId first, std::stop_token stop) = 0;

    /// not_found when there is no such job.
    virtual Result<ChainJob> fetch_job(JobId job, std::stop_token stop) = 0;

    /// Simulates and signs; sends nothing. contract_failed when the contract would refuse it now.
    virtual Result<SignedCall> sign(CallKind kind, JobId job, const std::string& result_hash,
                                    std::stop_token stop) = 0;

    /// Sends it, as often as needed, and waits until a ledger has it. Success also when an earlier
    /// attempt landed. contract_failed (the contract refused it), timed_out (it can never land any
    /// more), failed_precondition (the network refused it: sign anew).
    virtual Result<void> settle(const SignedCall& call, std::stop_token stop) = 0;
};

}  // namespace carrot::worker
