// Lists: pages by id, and ids by owner.
#include <numeric>

#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using ListGpus = MarketWorld;
using ListJobs = MarketWorld;
using IdsByOwner = MarketWorld;

TEST_F(ListGpus, StartsWhereAskedAndEndsAtTheLast) {
    for (const auto* model : {"A", "B", "C"})
        provider.registers(model, 1, 1).value();
    const auto gpus = registry.list_gpus(1, 50).value();
    ASSERT_THAT(gpus, SizeIs(2));
    EXPECT_EQ(gpus[0].model, "B");
    EXPECT_EQ(gpus[1].model, "C");
    EXPECT_THAT(registry.list_gpus(0, 2).value(), SizeIs(2));
    EXPECT_THAT(registry.list_gpus(3, 50).value(), IsEmpty());
    EXPECT_THAT(registry.list_gpus(0xffff'ffff, 50).value(), IsEmpty());
}

TEST_F(ListGpus, TakesLimitsOfOneTo50) {
    EXPECT_EQ(registry.list_gpus(0, 0), RegistryError::invalid_limit);
    EXPECT_EQ(registry.list_gpus(0, 51), RegistryError::invalid_limit);
    for (int i = 0; i < 51; ++i)
        provider.registers("A", 1, 1).value();
    EXPECT_THAT(registry.list_gpus(0, 50).value(), SizeIs(50));
    EXPECT_THAT(registry.list_gpus(50, 50).value(), SizeIs(1));
}

TEST_F(ListJobs, StartsWhereAskedAndEndsAtTheLast) {
    for (int i = 0; i < 3; ++i)
        posted_job();
    const auto jobs = market.list_jobs(1, 50).value();
    ASSERT_THAT(jobs, SizeIs(2));
    EXPECT_EQ(jobs[0].job_id, 1u);
    EXPECT_EQ(jobs[1].job_id, 2u);
    EXPECT_THAT(market.list_jobs(0, 1).value(), SizeIs(1));
    EXPECT_THAT(market.list_jobs(3, 1).value(), IsEmpty());
}

TEST_F(ListJobs, TakesLimitsOfOneTo50) {
    EXPECT_EQ(market.list_jobs(0, 0), MarketError::invalid_limit);
    EXPECT_EQ(market.list_jobs(0, 51), MarketError::invalid_limit);
}

TEST_F(IdsByOwner, AreEmptyForAStranger) {
    EXPECT_THAT(registry.get_provider_gpus(stranger.address()).value(), IsEmpty());
    EXPECT_THAT(market.get_consumer_jobs(stranger.address()).value(), IsEmpty());
    EXPECT_THAT(market.get_provider_jobs(stranger.address()).value(), IsEmpty());
}

TEST_F(IdsByOwner, TellWhoOwnsWhat) {
    provider.registers("A", 1, 1).value();
    stranger.registers("B", 1, 1).value();
    provider.registers("C", 1, 1).value();
    EXPECT_THAT(registry.get_provider_gpus(provider.address()).value(), ElementsAre(0, 2));
    EXPECT_THAT(registry.get_provider_gpus(stranger.address()).value(), ElementsAre(1));
}

TEST_F(IdsByOwner, ListPostedJobsByConsumerAndClaimedOnesByProvider) {
    claimed_job();
    posted_job();
    stranger.posts("{}", 0, 1, 1_xlm).value();
    EXPECT_THAT(market.get_consumer_jobs(consumer.address()).value(), ElementsAre(0, 1));
    EXPECT_THAT(market.get_consumer_jobs(stranger.address()).value(), ElementsAre(2));
    EXPECT_THAT(market.get_provider_jobs(provider.address()).value(), ElementsAre(0));
    EXPECT_THAT(market.get_provider_jobs(consumer.address()).value(), IsEmpty());
}

TEST_F(IdsByOwner, GoOnAcrossPages) {
    constexpr u32 count = 150;  // two full pages and a part of the third
    for (u32 i = 0; i < count; ++i)
        provider.registers("A", 1, 1).value();
    std::vector<u32> expected(count);
    std::iota(expected.begin(), expected.end(), 0);
    EXPECT_EQ(registry.get_provider_gpus(provider.address()).value(), expected);
}

}  // namespace
}  // namespace carrot::contracts::test
