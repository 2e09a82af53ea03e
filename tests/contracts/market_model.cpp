#include "contracts/market_model.hpp"

#include <algorithm>

namespace carrot::contracts::test {

namespace {

// What an account can't give away: two reserves of 0.5 XLM.
constexpr std::int64_t reserve_stroops = stroops_per_xlm;
// The asset contract's own "balance is not sufficient".
constexpr u32 balance_error = 10;
constexpr u64 hour_s = 3'600;

template <class Error>
Refusal number(Error error) {
    return static_cast<u32>(error);
}

bool is_price(std::int64_t price) { return price > 0 && price <= gpu_registry::price_per_hour_max; }

}  // namespace

Refusal MarketModel::registers(std::size_t party, std::int64_t price) {
    if (!is_price(price)) return number(RegistryError::invalid_price);
    gpus_.push_back({.owner = party, .price = price});
    return {};
}

Refusal MarketModel::check_owner(std::size_t party, u32 gpu) const {
    if (gpu >= gpus_.size()) return number(RegistryError::gpu_not_found);
    if (gpus_[gpu].owner != party) return number(RegistryError::not_gpu_owner);
    return {};
}

Refusal MarketModel::makes_available(std::size_t party, u32 gpu, bool available) {
    if (const auto refusal = check_owner(party, gpu)) return refusal;
    gpus_[gpu].available = available;
    return {};
}

Refusal MarketModel::prices(std::size_t party, u32 gpu, std::int64_t price) {
    if (!is_price(price)) return number(RegistryError::invalid_price);
    if (const auto refusal = check_owner(party, gpu)) return refusal;
    gpus_[gpu].price = price;
    return {};
}

Refusal MarketModel::posts(std::size_t party, u32 gpu, u32 hours, std::int64_t payment) {
    if (hours == 0 || hours > job_marketplace::compute_hours_max)
        return number(MarketError::invalid_hours);
    if (gpu >= gpus_.size()) return number(RegistryError::gpu_not_found);
    if (!gpus_[gpu].available) return number(MarketError::gpu_not_available);
    if (i128{payment} < i128{gpus_[gpu].price} * hours) return number(MarketError::payment_too_low);
    if (payment > balances_[party] - reserve_stroops) return balance_error;
    balances_[party] -= payment;
    jobs_.push_back({.consumer = party, .gpu = gpu, .hours = hours, .payment = payment});
    return {};
}

Refusal MarketModel::claims(std::size_t party, u32 job) {
    if (job >= jobs_.size()) return number(MarketError::job_not_found);
    if (jobs_[job].status != JobStatus::open) return number(MarketError::job_not_open);
    if (gpus_[jobs_[job].gpu].owner != party) return number(MarketError::not_gpu_owner);
    jobs_[job].status = JobStatus::claimed;
    jobs_[job].claimed_at = now_s_;
    return {};
}

Refusal MarketModel::check_claimer(std::size_t party, u32 job) const {
    if (job >= jobs_.size()) return number(MarketError::job_not_found);
    if (jobs_[job].status != JobStatus::claimed) return number(MarketError::job_not_claimed);
    if (gpus_[jobs_[job].gpu].owner != party) return number(MarketError::not_job_provider);
    return {};
}

Refusal MarketModel::completes(std::size_t party, u32 job) {
    if (const auto refusal = check_claimer(party, job)) return refusal;
    const std::int64_t fee = jobs_[job].payment / 20;
    jobs_[job].status = JobStatus::completed;
    fees_ += fee;
    balances_[party] += jobs_[job].payment - fee;
    ++gpus_[jobs_[job].gpu].jobs_done;
    return {};
}

void MarketModel::refund(Job& job) {
    job.status = JobStatus::cancelled;
    balances_[job.consumer] += job.payment;
}

Refusal MarketModel::releases(std::size_t party, u32 job) {
    if (const auto refusal = check_claimer(party, job)) return refusal;
    refund(jobs_[job]);
    return {};
}

Refusal MarketModel::cancels(std::size_t party, u32 job) {
    if (job >= jobs_.size()) return number(MarketError::job_not_found);
    auto& found = jobs_[job];
    if (found.consumer != party) return number(MarketError::not_job_consumer);
    if (found.status == JobStatus::completed || found.status == JobStatus::cancelled)
        return number(MarketError::job_already_final);
    const u64 protected_s = std::max<u64>(24, found.hours) * hour_s;
    if (found.status == JobStatus::claimed && now_s_ < found.claimed_at + protected_s)
        return number(MarketError::claim_still_protected);
    refund(found);
    return {};
}

Refusal MarketModel::withdraws() {
    if (fees_ == 0) return number(MarketError::no_fees);
    fees_ = 0;
    return {};
}

}  // namespace carrot::contracts::test
