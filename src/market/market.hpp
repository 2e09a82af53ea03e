// market: GPUs, jobs and money, as the two contracts keep them on one network.
//
//   Market market(caller, deployment);
//   auto gpu = TRY(market.registry().get_gpu(3));
//   auto spec = TRY(parse_job_spec(job.description));                          // job_spec.hpp
//   auto posted = TRY(market.marketplace_as(key).post_job(me, 3, text, 1, price));
//   log::info("…", "job {} in {}", posted.value, to_hex(posted.transaction_hash));
//
// Also: amounts (stroops.hpp), deployment (deployment.hpp), events (event.hpp), the contracts'
// errors in words (contract_error.hpp).
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "base/result.hpp"
#include "market/contract_client.hpp"
#include "market/deployment.hpp"
#include "market/stroops.hpp"

namespace carrot::market {

using GpuId = std::uint32_t;
using JobId = std::uint32_t;
using gpu_registry::Gpu;
using job_marketplace::Job;
using job_marketplace::JobStatus;

/// A GPU with its number, which the contract's own struct does not hold.
struct ListedGpu {
    GpuId gpu_id = 0;
    Gpu gpu;
};

/// An account or contract as the contracts' arguments take it.
soroban::Address address_of(const stellar::AccountId& account);

/// "open", "claimed", "completed" or "cancelled".
std::string_view name_of(JobStatus status);
Result<JobStatus> parse_job_status(std::string_view name);

/// What `hours` on the GPU cost. invalid_argument when that is beyond what a payment can be.
Result<Stroops> price_of(const Gpu& gpu, std::uint32_t hours);

/// One market. Copies are cheap. `caller` must outlive it.
class Market {
public:
    Market(stellar::ContractCaller& caller, Deployment deployment, std::stop_token stop = {})
        : caller_(&caller), deployment_(std::move(deployment)), stop_(std::move(stop)) {}

    const Deployment& deployment() const { return deployment_; }
    stellar::ContractCaller& caller() const { return *caller_; }

    GpuRegistryView registry() const;
    JobMarketplaceView marketplace() const;
    GpuRegistryAccount registry_as(const stellar::KeyPair& key,
                                   stellar::CallOptions options = {}) const;
    JobMarketplaceAccount marketplace_as(const stellar::KeyPair& key,
                                         stellar::CallOptions options = {}) const;

    /// All GPUs and jobs with ids from `start` on, page by page.
    Result<std::vector<ListedGpu>> fetch_gpus(GpuId start = 0) const;
    Result<std::vector<Job>> fetch_jobs(JobId start = 0) const;

    /// What get_next_job_id and get_job say, read from storage (storage.hpp); the contract itself
    /// is asked where that has no answer.
    Result<JobId> fetch_job_count() const;
    Result<Job> fetch_job(JobId job_id) const;

    /// An account's or contract's balance of the market's token; 0 for an account that is not on
    /// the network.
    Result<Stroops> fetch_balance(const stellar::Address& holder) const;

private:
    stellar::ContractCaller* caller_;
    Deployment deployment_;
    std::stop_token stop_;
};

}  // namespace carrot::market
