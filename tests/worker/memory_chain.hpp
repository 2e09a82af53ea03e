// A chain in memory, with the marketplace's rules for what a provider may do. It stands for the
// network where a test needs no ledger, and counts what was paid.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "worker/chain.hpp"

namespace carrot::worker {

class MemoryChain final : public Chain {
public:
    static constexpr std::int64_t payout_stroops = 19'000'000;

    JobId post(GpuId gpu, std::string description, std::uint32_t hours = 1) {
        const std::lock_guard lock(mutex_);
        ChainJob job;
        job.job_id = static_cast<JobId>(jobs_.size());
        job.gpu_id = gpu;
        job.consumer = job.provider = consumer;
        job.description = std::move(description);
        job.compute_hours = hours;
        job.payout_stroops = payout_stroops;
        jobs_.push_back(job);
        return job.job_id;
    }

    /// How often somebody asked how many jobs there are, and for a page of them.
    int looks() const {
        const std::lock_guard lock(mutex_);
        return looks_;
    }
    void wait_for_looks(int count) const {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return looks_ >= count; });
    }
    int pages_read() const {
        const std::lock_guard lock(mutex_);
        return pages_read_;
    }
    /// As a node does that lags; nothing: the truth.
    void tell_job_count(std::optional<JobId> count) {
        const std::lock_guard lock(mutex_);
        told_job_count_ = count;
    }
    /// The next question for the provider's GPUs has no answer.
    void fail_next_gpus() {
        const std::lock_guard lock(mutex_);
        gpus_fail_ = true;
    }

    /// What somebody does elsewhere: another worker, a wallet, the consumer.
    void change(JobId job, ChainStatus status, std::string provider) {
        const std::lock_guard lock(mutex_);
        jobs_.at(job).status = status;
        jobs_.at(job).provider = std::move(provider);
        changed_.notify_all();
    }

    ChainJob job(JobId id) const {
        const std::lock_guard lock(mutex_);
        return jobs_.at(id);
    }
    int payments(JobId id) const {
        const std::lock_guard lock(mutex_);
        const auto found = payments_.find(id);
        return found == payments_.end() ? 0 : found->second;
    }

    void wait_for(JobId id, ChainStatus status) const {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return jobs_.at(id).status == status; });
    }

    /// A GPU as it was registered; model and memory are made up for those that no test registers.
    void put_gpu(ChainGpu gpu) {
        const std::lock_guard lock(mutex_);
        listed_[gpu.gpu_id] = std::move(gpu);
    }

    ChainGpu gpu(GpuId id) const {
        const std::lock_guard lock(mutex_);
        return listed(id);
    }
    void wait_for_availability(GpuId id, bool available) const {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return listed(id).available == available; });
    }
    /// How often set_availability changed something.
    int availability_changes() const {
        const std::lock_guard lock(mutex_);
        return availability_changes_;
    }

    /// As with a worker whose provider's key is in a browser's wallet.
    void forget_key() {
        const std::lock_guard lock(mutex_);
        can_sign_ = false;
    }

    /// From now on nothing answers, or everything does again.
    void set_reachable(bool reachable) {
        const std::lock_guard lock(mutex_);
        reachable_ = reachable;
    }

    /// The next `count` transactions miss their ledgers.
    void lose_transactions(int count) {
        const std::lock_guard lock(mutex_);
        to_lose_ = count;
    }
    /// All transactions about this job miss theirs, until nullopt is set.
    void lose_transactions_of(std::optional<JobId> job) {
        const std::lock_guard lock(mutex_);
        unlucky_ = job;
    }

    const std::string& network() const override { return network_; }
    const std::string& marketplace() const override { return marketplace_name; }
    const std::string& provider() const override { return provider_; }
    bool can_sign() const override {
        const std::lock_guard lock(mutex_);
        return can_sign_;
    }

    Result<std::vector<GpuId>> fetch_gpus(std::stop_token) override {
        TRY(check_reachable());
        const std::lock_guard lock(mutex_);
        if (std::exchange(gpus_fail_, false))
            return fail(ErrorCode::unavailable, "the network's node does not answer");
        return gpus;
    }
    Result<ChainGpu> fetch_gpu(GpuId id, std::stop_token) override {
        TRY(check_reachable());
        const std::lock_guard lock(mutex_);
        if (!listed_.contains(id) && std::ranges::find(gpus, id) == gpus.end())
            return fail(ErrorCode::not_found, "GPU {}: no such GPU", id);
        return listed(id);
    }
    Result<void> set_availability(GpuId id, bool available, std::stop_token) override {
        TRY(check_reachable());
        const std::lock_guard lock(mutex_);
        TRY(check_key());
        auto gpu = listed(id);
        if (gpu.provider != provider_)
            return fail(ErrorCode::contract_failed, "GPU {} belongs to {}", id, gpu.provider);
        if (gpu.available == available) return {};
        gpu.available = available;
        listed_[id] = gpu;
        ++availability_changes_;
        changed_.notify_all();
        return {};
    }
    /// None is told until one is set.
    void set_ledger_time(TimePoint time) {
        const std::lock_guard lock(mutex_);
        ledger_time_ = time;
        ++ledger_number_;
    }
    Result<ChainLedger> fetch_latest_ledger(std::stop_token) override {
        TRY(check_reachable());
        const std::lock_guard lock(mutex_);
        return ChainLedger{.number = ledger_number_, .closed_at = ledger_time_};
    }
    Result<JobId> fetch_job_count(std::stop_token) override {
        TRY(check_reachable());
        const std::lock_guard lock(mutex_);
        ++looks_;
        changed_.notify_all();
        return told_job_count_.value_or(static_cast<JobId>(jobs_.size()));
    }
    Result<std::vector<ChainJob>> fetch_jobs(JobId first, std::stop_token) override {
        TRY(check_reachable());
        const std::lock_guard lock(mutex_);
        ++pages_read_;
        const auto end = std::min<std::size_t>(jobs_.size(), first + 50);
        return std::vector<ChainJob>(jobs_.begin() + first,
                                     jobs_.begin() + static_cast<std::ptrdiff_t>(end));
    }
    Result<ChainJob> fetch_job(JobId id, std::stop_token) override {
        TRY(check_reachable());
        const std::lock_guard lock(mutex_);
        if (id >= jobs_.size()) return fail(ErrorCode::not_found, "job {}: no such job", id);
        return jobs_[id];
    }

    Result<SignedCall> sign(CallKind kind, JobId id, const std::string& result_hash,
                            std::stop_token) override {
        TRY(check_reachable());
        const std::lock_guard lock(mutex_);
        TRY(check_key());
        TRY(check(kind, id));
        const auto hash = fmt::format("{}-{}-{}", name_of(kind), id, ++signed_count_);
        calls_[hash] = {kind, id, result_hash};
        return SignedCall{hash, Bytes(hash.begin(), hash.end()), 0};
    }

    Result<void> settle(const SignedCall& call, std::stop_token) override {
        TRY(check_reachable());
        if (is_lost(call)) {
            if (on_lost) on_lost();
            return fail(ErrorCode::timed_out, "{} was not included in time", call.hash);
        }
        const std::lock_guard lock(mutex_);
        if (landed_.contains(call.hash)) return {};
        const auto& [kind, id, result_hash] = calls_.at(call.hash);
        TRY(check(kind, id));
        auto& job = jobs_[id];
        if (kind == CallKind::claim) job.provider = provider_;
        if (kind == CallKind::complete) ++payments_[id];
        if (kind != CallKind::claim) job.result_hash = result_hash;
        job.status = kind == CallKind::claim      ? ChainStatus::claimed
                     : kind == CallKind::complete ? ChainStatus::completed
                                                  : ChainStatus::cancelled;
        landed_.insert(call.hash);
        changed_.notify_all();
        return {};
    }

    std::vector<GpuId> gpus = {0, 1};
    std::function<void()> on_lost;  ///< what happens when a transaction misses its ledgers
    std::string marketplace_name = "CMARKET";
    std::string consumer = "GCONSUMER";  ///< who posts

private:
    struct Call {
        CallKind kind = CallKind::claim;
        JobId job = 0;
        std::string result_hash;
    };

    bool is_lost(const SignedCall& call) {
        const std::lock_guard lock(mutex_);
        if (landed_.contains(call.hash)) return false;
        if (lost_.contains(call.hash)) return true;
        const bool unlucky = calls_.at(call.hash).job == unlucky_;
        if (!unlucky && to_lose_ == 0) return false;
        if (!unlucky) --to_lose_;
        lost_.insert(call.hash);
        return true;
    }

    ChainGpu listed(GpuId id) const {
        const auto found = listed_.find(id);
        if (found != listed_.end()) return found->second;
        return {id, "RTX 4090", 24, true, provider_};
    }

    Result<void> check_key() const {
        if (can_sign_) return {};
        return fail(ErrorCode::failed_precondition, "the key of {} is not on this machine",
                    provider_);
    }

    Result<void> check_reachable() const {
        const std::lock_guard lock(mutex_);
        if (reachable_) return {};
        return fail(ErrorCode::unavailable, "the network's node does not answer");
    }

    Result<void> check(CallKind kind, JobId id) const {
        const auto& job = jobs_.at(id);
        const bool allowed = kind == CallKind::claim
                                 ? job.status == ChainStatus::open
                                 : job.status == ChainStatus::claimed && job.provider == provider_;
        if (allowed) return {};
        return fail(ErrorCode::contract_failed, "could not {} job {}: it is {}", name_of(kind), id,
                    worker::name_of(job.status));
    }

    const std::string network_ = "Memory Network";
    const std::string provider_ = "GPROVIDER";
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<ChainJob> jobs_;
    std::map<std::string, Call> calls_;
    std::set<std::string> landed_, lost_;
    std::map<JobId, int> payments_;
    std::map<GpuId, ChainGpu> listed_;
    int availability_changes_ = 0;
    std::uint32_t ledger_number_ = 1;
    std::optional<TimePoint> ledger_time_;
    bool gpus_fail_ = false;
    int looks_ = 0;
    int pages_read_ = 0;
    std::optional<JobId> told_job_count_;
    bool can_sign_ = true;
    int signed_count_ = 0;
    int to_lose_ = 0;
    std::optional<JobId> unlucky_;
    bool reachable_ = true;
};

}  // namespace carrot::worker
