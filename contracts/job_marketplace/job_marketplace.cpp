#include "contracts/job_marketplace/job_marketplace.hpp"

#include "soroban/contract.hpp"
#include "soroban/token.hpp"

namespace carrot::job_marketplace {

using Error = JobMarketplace::Error;
using gpu_registry::GpuRegistry;

/// A job as it is stored. What follows from the rest is left out: its id is the key, and its
/// provider is the GPU's owner from the claim on. A GPU's owner never changes.
struct JobRecord {
    Address consumer;
    Address gpu_owner;
    u32 gpu_id;
    String description;
    u32 compute_hours;
    i128 payment_amount;
    JobStatus status;
    Timestamp created_at;
    Timestamp claimed_at;
    Timestamp completed_at;
    String result_hash;
};

constexpr InstanceItem<"treasury", Address> treasury;
constexpr InstanceItem<"registry", Address> registry;
constexpr InstanceItem<"token", Address> token;
constexpr PersistentItem<"next_id", u32> next_job_id;
constexpr PersistentItem<"fees", i128> platform_fees;
constexpr PersistentMap<u32, JobRecord> jobs;
constexpr IdList<"consumer"> consumer_jobs;
constexpr IdList<"provider"> provider_jobs;

static JobRecord load(u32 job_id) {
    const auto entry = jobs[job_id];
    require(entry.exists(), Error::job_not_found);
    return entry.get();
}

static JobRecord load_claimed_by(Address provider, u32 job_id) {
    auto job = load(job_id);
    require(job.status == JobStatus::claimed, Error::job_not_claimed);
    require(job.gpu_owner == provider, Error::not_job_provider);
    return job;
}

static Job with_id(u32 job_id, const JobRecord& job) {
    return {
        .job_id = job_id,
        .consumer = job.consumer,
        .gpu_id = job.gpu_id,
        .description = job.description,
        .compute_hours = job.compute_hours,
        .payment_amount = job.payment_amount,
        .provider = job.claimed_at == 0 ? job.consumer : job.gpu_owner,
        .status = job.status,
        .created_at = job.created_at,
        .claimed_at = job.claimed_at,
        .completed_at = job.completed_at,
        .result_hash = job.result_hash,
    };
}

static void pay(Address to, i128 amount) {
    Client<Token, CrossContract>(token.get()).transfer(current_contract(), to, amount);
}

/// When the consumer of a claimed job may take it back.
static u64 protected_until_s(const JobRecord& job) {
    const u64 compute_s = u64{job.compute_hours} * 3600;
    return job.claimed_at +
           (compute_s > claim_protection_min_s ? compute_s : claim_protection_min_s);
}

void JobMarketplace::__constructor(Address fee_receiver) {
    treasury.set(fee_receiver);
    next_job_id.set(0);
    platform_fees.set(0);
}

void JobMarketplace::initialize(Address gpu_registry, Address token_address) {
    treasury.get().require_auth();
    require(!token.exists(), Error::already_initialized);

    registry.set(gpu_registry);
    token.set(token_address);
}

u32 JobMarketplace::post_job(Address consumer, u32 gpu_id, String description, u32 compute_hours,
                             i128 payment_amount) {
    consumer.require_auth();
    require(token.exists(), Error::not_initialized);
    require(compute_hours > 0 && compute_hours <= compute_hours_max, Error::invalid_hours);
    const u32 description_bytes = description.size_bytes();
    require(description_bytes > 0 && description_bytes <= description_bytes_max,
            Error::invalid_description);
    const auto gpu = Client<GpuRegistry, CrossContract>(registry.get()).get_gpu(gpu_id);
    require(gpu.available, Error::gpu_not_available);
    // payment >= price * hours, without the product: it can't overflow.
    require(payment_amount / compute_hours >= gpu.price_per_hour, Error::payment_too_low);

    const u32 job_id = next_job_id.get();
    next_job_id.update(job_id + 1);
    jobs[job_id].set({
        .consumer = consumer,
        .gpu_owner = gpu.provider,
        .gpu_id = gpu_id,
        .description = description,
        .compute_hours = compute_hours,
        .payment_amount = payment_amount,
        .status = JobStatus::open,
        .created_at = ledger_time(),
        .claimed_at = 0,
        .completed_at = 0,
        .result_hash = String::empty(),
    });
    consumer_jobs.append(consumer, job_id);

    Client<Token, CrossContract>(token.get())
        .transfer(consumer, current_contract(), payment_amount);
    emit(JobPosted{consumer, gpu_id, job_id, compute_hours, payment_amount});
    return job_id;
}

void JobMarketplace::claim_job(Address provider, u32 job_id) {
    provider.require_auth();
    auto job = load(job_id);
    require(job.status == JobStatus::open, Error::job_not_open);
    require(job.gpu_owner == provider, Error::not_gpu_owner);

    job.status = JobStatus::claimed;
    job.claimed_at = ledger_time();
    jobs[job_id].update(job);
    provider_jobs.append(provider, job_id);

    emit(JobClaimed{provider, job_id, job.consumer});
}

void JobMarketplace::complete_job(Address provider, u32 job_id, String result_hash) {
    provider.require_auth();
    const u32 result_hash_bytes = result_hash.size_bytes();
    require(result_hash_bytes > 0 && result_hash_bytes <= result_hash_bytes_max,
            Error::invalid_result_hash);
    auto job = load_claimed_by(provider, job_id);

    const i128 fee = job.payment_amount / fee_divisor;
    const i128 provider_amount = job.payment_amount - fee;
    job.status = JobStatus::completed;
    job.completed_at = ledger_time();
    job.result_hash = result_hash;
    jobs[job_id].update(job);
    platform_fees.update(platform_fees.get() + fee);

    Client<GpuRegistry, CrossContract>(registry.get()).increment_job_count(job.gpu_id);
    pay(provider, provider_amount);
    emit(JobCompleted{provider, job_id, job.consumer, provider_amount, fee, result_hash});
}

void JobMarketplace::release_job(Address provider, u32 job_id, String result_hash) {
    provider.require_auth();
    require(result_hash.size_bytes() <= result_hash_bytes_max, Error::invalid_result_hash);
    auto job = load_claimed_by(provider, job_id);

    job.status = JobStatus::cancelled;
    job.result_hash = result_hash;
    jobs[job_id].update(job);

    pay(job.consumer, job.payment_amount);
    emit(JobReleased{provider, job_id, job.consumer, job.payment_amount, result_hash});
}

void JobMarketplace::cancel_job(Address consumer, u32 job_id) {
    consumer.require_auth();
    auto job = load(job_id);
    require(job.consumer == consumer, Error::not_job_consumer);
    require(job.status == JobStatus::open || job.status == JobStatus::claimed,
            Error::job_already_final);
    require(job.status == JobStatus::open || ledger_time() >= protected_until_s(job),
            Error::claim_still_protected);

    job.status = JobStatus::cancelled;
    jobs[job_id].update(job);

    pay(consumer, job.payment_amount);
    emit(JobCancelled{consumer, job_id, job.payment_amount});
}

i128 JobMarketplace::withdraw_fees() {
    const auto receiver = treasury.get();
    receiver.require_auth();
    const auto amount = platform_fees.get();
    require(amount > 0, Error::no_fees);

    platform_fees.update(0);

    pay(receiver, amount);
    emit(FeesWithdrawn{receiver, amount});
    return amount;
}

Job JobMarketplace::get_job(u32 job_id) { return with_id(job_id, load(job_id)); }

Vec<u32> JobMarketplace::get_consumer_jobs(Address consumer) { return consumer_jobs.all(consumer); }

Vec<u32> JobMarketplace::get_provider_jobs(Address provider) { return provider_jobs.all(provider); }

u32 JobMarketplace::get_next_job_id() { return next_job_id.get(); }

i128 JobMarketplace::get_platform_fees() { return platform_fees.get(); }

Vec<Job> JobMarketplace::list_jobs(u32 start, u32 limit) {
    require(limit > 0 && limit <= jobs_per_call_max, Error::invalid_limit);
    return list_by_id<jobs_per_call_max, get_job>(start, limit, next_job_id.get());
}

}  // namespace carrot::job_marketplace
