#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

using PostJob = MarketWorld;

class PostJobBeforeInitialize : public MarketWorld {
protected:
    PostJobBeforeInitialize() : MarketWorld(Setup::only_deployed) {}
};

TEST_F(PostJob, KeepsTheJobAsPosted) {
    const u32 gpu = registered_gpu();
    const u32 id = consumer.posts("{\"type\":\"simple\"}", gpu, 3, 4_xlm);
    const Job job = market.get_job(id);
    EXPECT_EQ(job.job_id, id);
    EXPECT_EQ(job.consumer, consumer.address());
    EXPECT_EQ(job.gpu_id, gpu);
    EXPECT_EQ(job.description, "{\"type\":\"simple\"}");
    EXPECT_EQ(job.compute_hours, 3u);
    EXPECT_EQ(stroops(job.payment_amount), 4 * stroops_per_xlm);
    EXPECT_EQ(job.provider, consumer.address());
    EXPECT_EQ(job.status, JobStatus::open);
    EXPECT_EQ(job.created_at, chain.time_s());
    EXPECT_EQ(job.claimed_at, 0u);
    EXPECT_EQ(job.completed_at, 0u);
    EXPECT_EQ(job.result_hash, "");
}

TEST_F(PostJob, CountsIdsFromZero) {
    EXPECT_EQ(market.get_next_job_id().value(), 0u);
    EXPECT_EQ(posted_job(), 0u);
    EXPECT_EQ(posted_job(), 1u);
    EXPECT_EQ(market.get_next_job_id().value(), 2u);
}

TEST_F(PostJob, AnnouncesTheJob) {
    const u32 gpu = registered_gpu();
    const auto posted = consumer.posts("{}", gpu, 3, 4_xlm);
    const auto event = only_event<JobMarketplace::JobPosted>(posted);
    EXPECT_EQ(event.consumer.value, consumer.address());
    EXPECT_EQ(event.gpu_id.value, gpu);
    EXPECT_EQ(event.job_id, posted.value());
    EXPECT_EQ(event.compute_hours, 3u);
    EXPECT_EQ(stroops(event.payment_amount), 4 * stroops_per_xlm);
}

TEST_F(PostJob, AsksTheConsumerOnceForPostingAndTransfer) {
    const auto posted = consumer.posts("{}", registered_gpu(), 1, 1_xlm);
    ASSERT_EQ(posted.call().authorizations.size(), 1u);
    const auto& root = posted.call().authorizations.front().root_invocation;
    EXPECT_EQ(root.function.contract_fn().function_name, "post_job");
    ASSERT_EQ(root.sub_invocations.size(), 1u);
    EXPECT_EQ(root.sub_invocations.front().function.contract_fn().function_name, "transfer");
}

TEST_F(PostJob, RefusesUnknownGpus) {
    EXPECT_EQ(consumer.posts("{}", 0, 1, 1_xlm), MarketError::gpu_not_found);
}

TEST_F(PostJob, RefusesGpusThatAreClosed) {
    const u32 gpu = registered_gpu();
    provider.closes(gpu).value();
    EXPECT_EQ(consumer.posts("{}", gpu, 1, 1_xlm), MarketError::gpu_not_available);
    provider.opens(gpu).value();
    EXPECT_TRUE(consumer.posts("{}", gpu, 1, 1_xlm).succeeded());
}

TEST_F(PostJob, TakesOneTo720Hours) {
    const u32 gpu = registered_gpu();
    EXPECT_EQ(consumer.posts("{}", gpu, 0, 1_xlm), MarketError::invalid_hours);
    EXPECT_EQ(consumer.posts("{}", gpu, 721, 1'000_xlm), MarketError::invalid_hours);
    EXPECT_TRUE(consumer.posts("{}", gpu, 720, 720_xlm).succeeded());
}

TEST_F(PostJob, TakesDescriptionsOfOneTo8192Bytes) {
    const u32 gpu = registered_gpu();
    EXPECT_EQ(consumer.posts("", gpu, 1, 1_xlm), MarketError::invalid_description);
    EXPECT_EQ(consumer.posts(std::string(8'193, 'x'), gpu, 1, 1_xlm),
              MarketError::invalid_description);
    const std::string longest(8'192, 'x');
    const u32 job = consumer.posts(longest, gpu, 1, 1_xlm);
    EXPECT_EQ(market.get_job(job).value().description, longest);
}

TEST_F(PostJob, RefusesAStroopLessThanPriceTimesHours) {
    const u32 gpu = provider.registers("RTX 4090", 24, 3'333'333);
    EXPECT_EQ(consumer.posts("{}", gpu, 3, 9'999'998), MarketError::payment_too_low);
    EXPECT_TRUE(consumer.posts("{}", gpu, 3, 9'999'999).succeeded());
    EXPECT_TRUE(consumer.posts("{}", gpu, 3, 10'000'001).succeeded());
}

TEST_F(PostJob, RefusesPaymentsOfNothingOrLess) {
    const u32 gpu = provider.registers("RTX 4090", 24, 1);
    EXPECT_EQ(consumer.posts("{}", gpu, 1, 0), MarketError::payment_too_low);
    EXPECT_EQ(consumer.posts("{}", gpu, 1, -1), MarketError::payment_too_low);
    EXPECT_EQ(consumer.posts("{}", gpu, 1, smallest_i128), MarketError::payment_too_low);
    EXPECT_EQ(consumer.posts("{}", gpu, 720, smallest_i128), MarketError::payment_too_low);
}

TEST_F(PostJob, ComparesTheLargestPricesWithoutOverflow) {
    const u32 gpu = provider.registers("H200", 141, gpu_registry::price_per_hour_max);
    const i128 full_price = static_cast<i128>(gpu_registry::price_per_hour_max) * 720;
    EXPECT_EQ(consumer.posts("{}", gpu, 720, full_price - 1), MarketError::payment_too_low);
    const auto too_much = consumer.posts("{}", gpu, 720, full_price);
    EXPECT_FALSE(too_much.succeeded());
    EXPECT_NE(too_much.error_number(), static_cast<u32>(MarketError::payment_too_low));
    EXPECT_FALSE(consumer.posts("{}", gpu, 720, largest_i128).succeeded());
}

TEST_F(PostJob, PassesTheTokensRefusalOn) {
    constexpr u32 sac_balance_error = 10;
    const auto unpaid = consumer.posts("{}", registered_gpu(), 1, 20'000_xlm);
    EXPECT_EQ(unpaid.error_number(), sac_balance_error);
}

TEST_F(PostJob, KeepsThePriceOfItsDay) {
    const u32 job = posted_job(1, 1_xlm);
    provider.prices(0, 5_xlm).value();
    EXPECT_TRUE(provider.claims(job).succeeded());
}

TEST_F(PostJobBeforeInitialize, IsRefused) {
    EXPECT_EQ(consumer.posts("{}", registered_gpu(), 1, 1_xlm), MarketError::not_initialized);
}

}  // namespace
}  // namespace carrot::contracts::test
