// Claiming, completing, releasing and cancelling a job: who may, when, and what is told.
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

using ClaimJob = MarketWorld;
using CompleteJob = MarketWorld;
using ReleaseJob = MarketWorld;
using CancelJob = MarketWorld;
using GetJob = MarketWorld;

TEST_F(ClaimJob, NamesTheProviderAndTheTime) {
    const u32 id = posted_job();
    after_hours(1);
    const auto event = only_event<JobMarketplace::JobClaimed>(provider.claims(id));
    EXPECT_EQ(event.provider.value, provider.address());
    EXPECT_EQ(event.job_id.value, id);
    EXPECT_EQ(event.consumer, consumer.address());
    const Job job = market.get_job(id);
    EXPECT_EQ(job.status, JobStatus::claimed);
    EXPECT_EQ(job.provider, provider.address());
    EXPECT_EQ(job.claimed_at, chain.time_s());
    EXPECT_EQ(job.created_at, chain.time_s() - 3600);
}

TEST_F(ClaimJob, RefusesAProviderThatDoesNotOwnTheGpu) {
    const u32 job = posted_job();
    stranger.registers("GTX 1050", 4, 1_xlm).value();
    EXPECT_EQ(stranger.claims(job), MarketError::not_gpu_owner);
    EXPECT_EQ(consumer.claims(job), MarketError::not_gpu_owner);
}

TEST_F(ClaimJob, RefusesASecondClaimAndAFinalJob) {
    const u32 claimed = claimed_job();
    EXPECT_EQ(provider.claims(claimed), MarketError::job_not_open);
    const u32 cancelled = posted_job();
    consumer.cancels(cancelled).value();
    EXPECT_EQ(provider.claims(cancelled), MarketError::job_not_open);
}

TEST_F(ClaimJob, RefusesUnknownJobs) { EXPECT_EQ(provider.claims(0), MarketError::job_not_found); }

TEST_F(ClaimJob, IsOpenToTheOwnerOfAClosedGpu) {
    const u32 job = posted_job();
    provider.closes(0).value();
    EXPECT_TRUE(provider.claims(job).succeeded());
}

TEST_F(CompleteJob, KeepsTheResult) {
    const u32 id = claimed_job(2, 4_xlm);
    after_hours(1);
    const auto event =
        only_event<JobMarketplace::JobCompleted>(provider.completes(id, "ipfs://bafyresult"));
    EXPECT_EQ(event.provider.value, provider.address());
    EXPECT_EQ(event.job_id.value, id);
    EXPECT_EQ(event.consumer, consumer.address());
    EXPECT_EQ(stroops(event.provider_amount), 38'000'000);
    EXPECT_EQ(stroops(event.fee_amount), 2'000'000);
    EXPECT_EQ(event.result_hash, "ipfs://bafyresult");
    const Job job = market.get_job(id);
    EXPECT_EQ(job.status, JobStatus::completed);
    EXPECT_EQ(job.result_hash, "ipfs://bafyresult");
    EXPECT_EQ(job.completed_at, chain.time_s());
    EXPECT_EQ(job.claimed_at, chain.time_s() - 3600);
}

TEST_F(CompleteJob, TakesResultsOfOneTo256Bytes) {
    const u32 job = claimed_job();
    EXPECT_EQ(provider.completes(job, ""), MarketError::invalid_result_hash);
    EXPECT_EQ(provider.completes(job, std::string(257, 'x')), MarketError::invalid_result_hash);
    EXPECT_TRUE(provider.completes(job, std::string(256, 'x')).succeeded());
}

TEST_F(CompleteJob, RefusesAnyoneButTheClaimer) {
    const u32 job = claimed_job();
    EXPECT_EQ(stranger.completes(job), MarketError::not_job_provider);
    EXPECT_EQ(consumer.completes(job), MarketError::not_job_provider);
}

TEST_F(CompleteJob, RefusesAJobThatIsNotClaimed) {
    EXPECT_EQ(provider.completes(posted_job()), MarketError::job_not_claimed);
    EXPECT_EQ(provider.completes(17), MarketError::job_not_found);
}

TEST_F(CompleteJob, StaysPossibleAfterTheClaimsProtection) {
    const u32 job = claimed_job();
    after_hours(1'000);
    EXPECT_TRUE(provider.completes(job).succeeded());
}

TEST_F(ReleaseJob, CancelsTheJobWithItsReport) {
    const u32 id = claimed_job(2, 4_xlm);
    const auto event =
        only_event<JobMarketplace::JobReleased>(provider.releases(id, "ipfs://bafyreport"));
    EXPECT_EQ(event.provider.value, provider.address());
    EXPECT_EQ(event.job_id.value, id);
    EXPECT_EQ(event.consumer, consumer.address());
    EXPECT_EQ(stroops(event.refund_amount), 4 * stroops_per_xlm);
    EXPECT_EQ(event.result_hash, "ipfs://bafyreport");
    const Job job = market.get_job(id);
    EXPECT_EQ(job.status, JobStatus::cancelled);
    EXPECT_EQ(job.provider, provider.address());
    EXPECT_EQ(job.result_hash, "ipfs://bafyreport");
    EXPECT_EQ(job.completed_at, 0u);
    EXPECT_EQ(registry.get_gpu(0).value().total_jobs, 0u);
}

TEST_F(ReleaseJob, NeedsNoReport) {
    const u32 job = claimed_job();
    provider.releases(job, "").value();
    EXPECT_EQ(market.get_job(job).value().result_hash, "");
}

TEST_F(ReleaseJob, TakesReportsOfUpTo256Bytes) {
    const u32 job = claimed_job();
    EXPECT_EQ(provider.releases(job, std::string(257, 'x')), MarketError::invalid_result_hash);
    EXPECT_TRUE(provider.releases(job, std::string(256, 'x')).succeeded());
}

TEST_F(ReleaseJob, RefusesAnyoneButTheClaimer) {
    const u32 job = claimed_job();
    EXPECT_EQ(stranger.releases(job), MarketError::not_job_provider);
    EXPECT_EQ(consumer.releases(job), MarketError::not_job_provider);
}

TEST_F(ReleaseJob, RefusesAJobThatIsNotClaimed) {
    EXPECT_EQ(provider.releases(posted_job()), MarketError::job_not_claimed);
    EXPECT_EQ(provider.releases(17), MarketError::job_not_found);
}

TEST_F(CancelJob, EndsAnOpenJobAtAnyTime) {
    const u32 id = posted_job(2, 4_xlm);
    const auto event = only_event<JobMarketplace::JobCancelled>(consumer.cancels(id));
    EXPECT_EQ(event.consumer.value, consumer.address());
    EXPECT_EQ(event.job_id.value, id);
    EXPECT_EQ(stroops(event.refund_amount), 4 * stroops_per_xlm);
    const Job job = market.get_job(id);
    EXPECT_EQ(job.status, JobStatus::cancelled);
    EXPECT_EQ(job.provider, consumer.address());
}

TEST_F(CancelJob, WaitsADayForAClaimedJob) {
    const u32 job = claimed_job(1);
    EXPECT_EQ(consumer.cancels(job), MarketError::claim_still_protected);
    after_s(24 * 3600 - 1);
    EXPECT_EQ(consumer.cancels(job), MarketError::claim_still_protected);
    after_s(1);
    EXPECT_TRUE(consumer.cancels(job).succeeded());
}

TEST_F(CancelJob, WaitsTheHoursOfALongClaimedJob) {
    const u32 job = claimed_job(30, 30_xlm);
    after_s(30 * 3600 - 1);
    EXPECT_EQ(consumer.cancels(job), MarketError::claim_still_protected);
    after_s(1);
    EXPECT_TRUE(consumer.cancels(job).succeeded());
}

TEST_F(CancelJob, CountsFromTheClaimNotFromThePosting) {
    const u32 job = posted_job();
    after_hours(100);
    provider.claims(job).value();
    after_hours(23);
    EXPECT_EQ(consumer.cancels(job), MarketError::claim_still_protected);
}

TEST_F(CancelJob, RefusesAnyoneButThePoster) {
    const u32 job = posted_job();
    EXPECT_EQ(stranger.cancels(job), MarketError::not_job_consumer);
    EXPECT_EQ(provider.cancels(job), MarketError::not_job_consumer);
    EXPECT_EQ(consumer.cancels(17), MarketError::job_not_found);
}

TEST_F(CancelJob, RefusesASecondTime) {
    const u32 job = posted_job();
    consumer.cancels(job).value();
    EXPECT_EQ(consumer.cancels(job), MarketError::job_already_final);
}

TEST_F(GetJob, RefusesUnknownIds) { EXPECT_EQ(market.get_job(0), MarketError::job_not_found); }

}  // namespace
}  // namespace carrot::contracts::test
