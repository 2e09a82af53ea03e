#include "worker/market_chain.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/encoding.hpp"
#include "xdr/transaction.hpp"

namespace carrot::worker {
namespace {

ChainStatus status_of(market::JobStatus status) {
    switch (status) {
        case market::JobStatus::open:
            return ChainStatus::open;
        case market::JobStatus::claimed:
            return ChainStatus::claimed;
        case market::JobStatus::completed:
            return ChainStatus::completed;
        case market::JobStatus::cancelled:
            return ChainStatus::cancelled;
    }
    return ChainStatus::cancelled;
}

ChainJob to_chain_job(market::Job job) {
    ChainJob result;
    result.job_id = job.job_id;
    result.gpu_id = job.gpu_id;
    result.status = status_of(job.status);
    result.consumer = std::move(job.consumer.strkey);
    result.provider = std::move(job.provider.strkey);
    result.description = std::move(job.description);
    result.compute_hours = job.compute_hours;
    result.payout_stroops = static_cast<std::int64_t>(
        job.payment_amount - job.payment_amount / job_marketplace::fee_divisor);
    result.result_hash = std::move(job.result_hash);
    return result;
}

ChainGpu to_chain_gpu(GpuId gpu_id, market::Gpu gpu) {
    return {.gpu_id = gpu_id,
            .model = std::move(gpu.model),
            .vram_gb = gpu.vram_gb,
            .available = gpu.available,
            .provider = std::move(gpu.provider.strkey)};
}

/// A node that answers too late or nonsense is away for now: the next answer may come from another
/// one, and timed_out says more than that here.
template <class T>
Result<T> asked(Result<T> result) {
    if (result) return result;
    auto& code = result.error().code;
    if (code == ErrorCode::timed_out || code == ErrorCode::corrupt_data)
        code = ErrorCode::unavailable;
    return result;
}

class MarketChain final : public Chain {
public:
    MarketChain(market::Market market, const stellar::AccountId& provider,
                std::optional<stellar::KeyPair> key, std::uint32_t inclusion_fee_cap_stroops)
        : market_(std::move(market)),
          key_(std::move(key)),
          inclusion_fee_cap_stroops_(inclusion_fee_cap_stroops),
          marketplace_(market_.deployment().job_marketplace.to_string()),
          provider_(provider.to_string()) {}

    const std::string& network() const override { return market_.deployment().network_passphrase; }
    const std::string& marketplace() const override { return marketplace_; }
    const std::string& provider() const override { return provider_; }
    bool can_sign() const override { return key_.has_value(); }

    Result<std::vector<GpuId>> fetch_gpus(std::stop_token stop) override {
        return asked(at(stop).registry().get_provider_gpus(address()));
    }

    Result<ChainGpu> fetch_gpu(GpuId gpu, std::stop_token stop) override {
        auto found = asked(at(stop).registry().get_gpu(gpu));
        if (!found && found.error().code == ErrorCode::contract_failed)
            found.error().code = ErrorCode::not_found;
        return to_chain_gpu(gpu, TRY(std::move(found)));
    }

    Result<void> set_availability(GpuId gpu, bool available, std::stop_token stop) override {
        TRY(check_key());
        if (TRY(fetch_gpu(gpu, stop)).available == available) return {};
        auto registry = market_.registry_as(*key_, options(stop));
        TRY(asked(registry.set_availability(address(), gpu, available)));
        return {};
    }

    Result<ChainLedger> fetch_latest_ledger(std::stop_token stop) override {
        const auto ledger = TRY(asked(market_.caller().rpc().latest_ledger(stop)));
        ChainLedger latest{.number = ledger.sequence};
        if (ledger.close_time)
            latest.closed_at = TimePoint{std::chrono::seconds(*ledger.close_time)};
        return latest;
    }

    Result<JobId> fetch_job_count(std::stop_token stop) override {
        return asked(at(stop).fetch_job_count());
    }

    Result<std::vector<ChainJob>> fetch_jobs(JobId first, std::stop_token stop) override {
        std::vector<ChainJob> jobs;
        for (auto& job : TRY(asked(
                 at(stop).marketplace().list_jobs(first, job_marketplace::jobs_per_call_max)))) {
            TRY(asked(check_id(job, first + static_cast<JobId>(jobs.size()))));
            jobs.push_back(to_chain_job(std::move(job)));
        }
        return jobs;
    }

    Result<ChainJob> fetch_job(JobId job, std::stop_token stop) override {
        auto found = asked(at(stop).fetch_job(job));
        if (!found && found.error().code == ErrorCode::contract_failed)
            found.error().code = ErrorCode::not_found;
        if (found) TRY(asked(check_id(*found, job)));
        return to_chain_job(TRY(std::move(found)));
    }

    Result<SignedCall> sign(CallKind kind, JobId job, const std::string& result_hash,
                            std::stop_token stop) override {
        TRY(check_key());
        const auto operation = TRY(build(kind, job, result_hash));
        const auto prepared = TRY(asked(market_.caller().prepare(*key_, operation, options(stop))));
        return SignedCall {
            to_hex(prepared.hash), TRY(xdr::encode(prepared.envelope))
            , prepared.not_after
        };
    }

    Result<void> settle(const SignedCall& call, std::stop_token stop) override {
        stellar::PreparedTransaction transaction;
        const auto hash = TRY(from_hex(call.hash));
        if (hash.size() != transaction.hash.size())
            return fail(ErrorCode::corrupt_data, "the journal's transaction hash is none");
        std::ranges::copy(hash, transaction.hash.begin());
        transaction.envelope = TRY(xdr::decode<xdr::TransactionEnvelope>(call.envelope));
        transaction.not_after = call.not_after;

        auto& caller = market_.caller();
        if (TRY(asked(caller.find(transaction.hash, stop)))) return {};
        TRY(asked(caller.submit(transaction, options(stop))));
        // Its timed_out says that the call can't land any more.
        TRY(caller.await(transaction, options(stop)));
        return {};
    }

private:
    market::Market at(std::stop_token stop) const {
        return {market_.caller(), market_.deployment(), std::move(stop)};
    }

    soroban::Address address() const { return {provider_}; }

    Result<void> check_key() const {
        if (key_) return {};
        return fail(ErrorCode::failed_precondition,
                    "the key of {} is not on this machine: its wallet signs, in the browser",
                    provider_);
    }

    /// A node that answers for another job must not have it run in this one's place.
    static Result<void> check_id(const market::Job& job, JobId asked_for) {
        if (job.job_id == asked_for) return {};
        return fail(ErrorCode::corrupt_data, "asked for job {}, the node answered with job {}",
                    asked_for, job.job_id);
    }

    stellar::CallOptions options(std::stop_token stop) const {
        stellar::CallOptions options;
        options.stop = std::move(stop);
        options.inclusion_fee_cap_stroops = inclusion_fee_cap_stroops_;
        options.inclusion_fee_cap_name = "inclusion_fee_max_stroops";
        options.fee_payer = key_;
        return options;
    }

    Result<xdr::Operation> build(CallKind kind, JobId job, const std::string& result_hash) const {
        market::JobMarketplaceCalls calls(
            market::ContractCalls(market_.deployment().job_marketplace));
        switch (kind) {
            case CallKind::claim:
                return calls.claim_job(address(), job);
            case CallKind::complete:
                return calls.complete_job(address(), job, result_hash);
            case CallKind::release:
                return calls.release_job(address(), job, result_hash);
        }
        return fail(ErrorCode::internal, "a provider has no such call");
    }

    const market::Market market_;
    const std::optional<stellar::KeyPair> key_;
    const std::uint32_t inclusion_fee_cap_stroops_;
    const std::string marketplace_;
    const std::string provider_;
};

}  // namespace

std::unique_ptr<Chain> make_market_chain(market::Market market, const stellar::KeyPair& provider,
                                         std::uint32_t inclusion_fee_cap_stroops) {
    return std::make_unique<MarketChain>(std::move(market), provider.account(), provider,
                                         inclusion_fee_cap_stroops);
}

std::unique_ptr<Chain> make_watching_chain(market::Market market,
                                           const stellar::AccountId& provider) {
    return std::make_unique<MarketChain>(std::move(market), provider, std::nullopt, 0);
}

}  // namespace carrot::worker
