// The job marketplace: the escrow between consumers who post jobs and the owners of the GPUs that
// run them.
//
// Immutable once deployed; nobody administers it. The treasury, named at deployment, connects it
// once to registry and token, and can withdraw the collected fees and nothing else. Amounts are in
// the token's smallest unit, times ledger close times in Unix seconds. Ids count from 0.
// Rules, storage and events: docs/protocol.md.
#pragma once

#include "contracts/gpu_registry/gpu_registry.hpp"
#include "soroban/interface.hpp"

namespace carrot::job_marketplace {

using namespace soroban;

/// The most jobs that one call of list_jobs returns.
inline constexpr u32 jobs_per_call_max = 50;
inline constexpr u32 compute_hours_max = 720;
inline constexpr u32 description_bytes_max = 8'192;
inline constexpr u32 result_hash_bytes_max = 256;
/// The platform's part of a completed job: 1/20, rounded down, is payment * 5 / 100.
inline constexpr u32 fee_divisor = 20;
/// How long a claimed job is safe from cancellation at least; longer jobs have their own hours.
inline constexpr u64 claim_protection_min_s = 24 * 3600;

/// Open, then Claimed, then Completed or Cancelled; an Open job can be Cancelled too.
enum class JobStatus : u32 {
    /// Paid into escrow; the owner of its GPU can claim it.
    open = 0,
    /// Its provider is running it.
    claimed = 1,
    /// Its provider has been paid.
    completed = 2,
    /// Its consumer has been refunded.
    cancelled = 3,
};

/// A job and its escrow.
struct Job {
    u32 job_id;
    /// Who posted and paid it.
    Address consumer;
    u32 gpu_id;
    /// JSON, version 1 of the job description; 1 to 8,192 bytes.
    String description;
    /// 1 to 720.
    u32 compute_hours;
    /// What the escrow holds or held.
    i128 payment_amount;
    /// Who claimed it; the consumer until then.
    Address provider;
    JobStatus status;
    Timestamp created_at;
    /// 0 until claimed.
    Timestamp claimed_at;
    /// 0 until completed.
    Timestamp completed_at;
    /// ipfs://<CIDv1> of the result, or of the report of a released job; else empty.
    String result_hash;
};

struct JobMarketplace {
    SOROBAN_CONTRACT(JobMarketplace);

    SOROBAN_ERRORS(Error) {
        /// No GPU has this id. The registry's own number, which comes through unchanged.
        gpu_not_found = static_cast<u32>(gpu_registry::GpuRegistry::Error::gpu_not_found),
        /// No job has this id.
        job_not_found = 201,
        /// initialize has been called before.
        already_initialized = 202,
        /// The treasury has not called initialize yet.
        not_initialized = 203,
        /// The GPU takes no new jobs.
        gpu_not_available = 204,
        /// A job takes 1 to 720 hours.
        invalid_hours = 205,
        /// The payment is below the GPU's price per hour times the hours.
        payment_too_low = 206,
        /// The description is empty or longer than 8,192 bytes.
        invalid_description = 207,
        /// Only an Open job can be claimed.
        job_not_open = 208,
        /// Only the owner of the job's GPU can claim it.
        not_gpu_owner = 209,
        /// Only a Claimed job can be completed or released.
        job_not_claimed = 210,
        /// Only the provider that claimed the job can complete or release it.
        not_job_provider = 211,
        /// The result hash is longer than 256 bytes, or empty for a completed job.
        invalid_result_hash = 212,
        /// Only the consumer who posted the job can cancel it.
        not_job_consumer = 213,
        /// The job is Completed or Cancelled: nothing is left to cancel.
        job_already_final = 214,
        /// The job is Claimed, and its provider still has time: 24 hours or the job's own hours.
        claim_still_protected = 215,
        /// No fees have been collected since the last withdrawal.
        no_fees = 216,
        /// list_jobs returns 1 to 50 jobs a call.
        invalid_limit = 217,
    };

    /// A consumer paid a job into escrow.
    SOROBAN_EVENT(JobPosted) {
        Topic<Address> consumer;
        Topic<u32> gpu_id;
        u32 job_id;
        u32 compute_hours;
        i128 payment_amount;
    };

    /// A provider took a job.
    SOROBAN_EVENT(JobClaimed) {
        Topic<Address> provider;
        Topic<u32> job_id;
        Address consumer;
    };

    /// A provider delivered; it received `provider_amount`, and the platform kept `fee_amount`.
    SOROBAN_EVENT(JobCompleted) {
        Topic<Address> provider;
        Topic<u32> job_id;
        Address consumer;
        i128 provider_amount;
        i128 fee_amount;
        String result_hash;
    };

    /// A provider gave a job back; its consumer received `refund_amount`.
    SOROBAN_EVENT(JobReleased) {
        Topic<Address> provider;
        Topic<u32> job_id;
        Address consumer;
        i128 refund_amount;
        String result_hash;
    };

    /// A consumer took a job back and received `refund_amount`.
    SOROBAN_EVENT(JobCancelled) {
        Topic<Address> consumer;
        Topic<u32> job_id;
        i128 refund_amount;
    };

    /// The treasury received the collected fees.
    SOROBAN_EVENT(FeesWithdrawn) {
        Topic<Address> treasury;
        i128 amount;
    };

    /// `treasury` alone can call initialize and withdraw_fees.
    SOROBAN_FUNCTION(void, __constructor, (Address treasury));

    /// Connects the market to its GPU registry and its token, once and for all.
    /// Authorized by the treasury. Errors: already_initialized.
    SOROBAN_FUNCTION(void, initialize, (Address gpu_registry, Address token_address));

    /// Pays `payment_amount` into escrow for a job on a GPU, and returns the job's id.
    /// Authorized by the consumer, whose authorization covers the token transfer.
    /// Errors: not_initialized, invalid_hours, invalid_description, gpu_not_found,
    /// gpu_not_available, payment_too_low; the token's own. Event: JobPosted.
    SOROBAN_FUNCTION(u32, post_job,
                     (Address consumer, u32 gpu_id, String description, u32 compute_hours,
                      i128 payment_amount));

    /// Takes an Open job for the GPU's owner to run.
    /// Authorized by the provider. Errors: job_not_found, job_not_open, not_gpu_owner.
    /// Event: JobClaimed.
    SOROBAN_FUNCTION(void, claim_job, (Address provider, u32 job_id));

    /// Delivers a result: the provider is paid 95 %, the platform keeps 5 % rounded down.
    /// Authorized by the provider. Errors: job_not_found, job_not_claimed, not_job_provider,
    /// invalid_result_hash. Event: JobCompleted.
    SOROBAN_FUNCTION(void, complete_job, (Address provider, u32 job_id, String result_hash));

    /// Gives a claimed job back: it is Cancelled and the consumer has the whole payment again.
    /// `result_hash` may name the failure's report, or be empty.
    /// Authorized by the provider. Errors: job_not_found, job_not_claimed, not_job_provider,
    /// invalid_result_hash. Event: JobReleased.
    SOROBAN_FUNCTION(void, release_job, (Address provider, u32 job_id, String result_hash));

    /// Takes a job back, with the whole payment: at any time while it is Open; once Claimed, when
    /// max(24 hours, compute_hours) have passed since the claim.
    /// Authorized by the consumer. Errors: job_not_found, not_job_consumer, job_already_final,
    /// claim_still_protected. Event: JobCancelled.
    SOROBAN_FUNCTION(void, cancel_job, (Address consumer, u32 job_id));

    /// Pays the collected fees to the treasury and returns how much that was.
    /// Authorized by the treasury. Errors: no_fees. Event: FeesWithdrawn.
    SOROBAN_FUNCTION(i128, withdraw_fees, ());

    /// The job with this id.
    /// Errors: job_not_found.
    SOROBAN_FUNCTION(Job, get_job, (u32 job_id));

    /// The ids of the jobs that the consumer posted, ascending.
    SOROBAN_FUNCTION(Vec<u32>, get_consumer_jobs, (Address consumer));

    /// The ids of the jobs that the provider claimed, ascending.
    SOROBAN_FUNCTION(Vec<u32>, get_provider_jobs, (Address provider));

    /// How many jobs there are, which is the next one's id.
    SOROBAN_FUNCTION(u32, get_next_job_id, ());

    /// The collected fees that have not been withdrawn.
    SOROBAN_FUNCTION(i128, get_platform_fees, ());

    /// The jobs with the ids from start to start + limit - 1, ending at the last there is.
    /// Errors: invalid_limit, unless limit is 1 to 50.
    SOROBAN_FUNCTION(Vec<Job>, list_jobs, (u32 start, u32 limit));
};

}  // namespace carrot::job_marketplace
