// Money's way through a job: in at posting, out once. (What each function refuses is in the tests
// named after it.)
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

class Escrow : public MarketWorld {
protected:
    /// Completes a job of this payment, and says what the provider received.
    std::int64_t provider_receives(i128 payment) {
        const u32 gpu = provider.registers("RTX 4090", 24, 1);
        const u32 job = consumer.posts("{}", gpu, 1, payment);
        provider.claims(job).value();
        const auto before = provider.balance_stroops();
        provider.completes(job).value();
        return provider.balance_stroops() - before;
    }
};

TEST_F(Escrow, HoldsThePaymentFromPostingOn) {
    const auto before = consumer.balance_stroops();
    posted_job(2, 3_xlm);
    EXPECT_EQ(consumer.balance_stroops(), before - 3 * stroops_per_xlm);
    EXPECT_EQ(escrow_stroops(), 3 * stroops_per_xlm);
}

TEST_F(Escrow, PaysTheProvider95PercentToTheStroop) {
    EXPECT_EQ(provider_receives(4_xlm), 38'000'000);
    EXPECT_EQ(stroops(market.get_platform_fees()), 2'000'000);
}

TEST_F(Escrow, RoundsTheFeeDownFromOneStroopOn) {
    EXPECT_EQ(provider_receives(1), 1);
    EXPECT_EQ(provider_receives(19), 19);
    EXPECT_EQ(stroops(market.get_platform_fees()), 0);
    EXPECT_EQ(provider_receives(20), 19);
    EXPECT_EQ(stroops(market.get_platform_fees()), 1);
    EXPECT_EQ(provider_receives(39), 38);
    EXPECT_EQ(provider_receives(10'000'019), 9'500'019);
    EXPECT_EQ(stroops(market.get_platform_fees()), 500'002);
}

TEST_F(Escrow, RefundsTheWholePaymentOnCancellation) {
    const auto before = consumer.balance_stroops();
    consumer.cancels(posted_job(2, 3_xlm)).value();
    EXPECT_EQ(consumer.balance_stroops(), before);
    EXPECT_EQ(escrow_stroops(), 0);
    EXPECT_EQ(stroops(market.get_platform_fees()), 0);
}

TEST_F(Escrow, RefundsTheWholePaymentOnRelease) {
    const auto before = consumer.balance_stroops();
    const auto provider_before = provider.balance_stroops();
    provider.releases(claimed_job(2, 3_xlm)).value();
    EXPECT_EQ(consumer.balance_stroops(), before);
    EXPECT_EQ(provider.balance_stroops(), provider_before);
    EXPECT_EQ(escrow_stroops(), 0);
}

TEST_F(Escrow, PaysAJobOnce) {
    const u32 job = claimed_job();
    provider.completes(job).value();
    const auto provider_before = provider.balance_stroops();
    const auto consumer_before = consumer.balance_stroops();
    EXPECT_EQ(provider.completes(job), MarketError::job_not_claimed);
    EXPECT_EQ(provider.releases(job), MarketError::job_not_claimed);
    EXPECT_EQ(provider.claims(job), MarketError::job_not_open);
    after_hours(10'000);
    EXPECT_EQ(consumer.cancels(job), MarketError::job_already_final);
    EXPECT_EQ(provider.balance_stroops(), provider_before);
    EXPECT_EQ(consumer.balance_stroops(), consumer_before);
}

TEST_F(Escrow, RefundsAJobOnce) {
    const u32 job = claimed_job();
    provider.releases(job).value();
    EXPECT_EQ(provider.releases(job), MarketError::job_not_claimed);
    EXPECT_EQ(provider.completes(job), MarketError::job_not_claimed);
    after_hours(10'000);
    EXPECT_EQ(consumer.cancels(job), MarketError::job_already_final);
    EXPECT_EQ(escrow_stroops(), 0);
}

TEST_F(Escrow, OfOneJobPaysNoOther) {
    const u32 finished = claimed_job(1, 5_xlm);
    posted_job(1, 7_xlm);
    provider.completes(finished).value();
    EXPECT_EQ(escrow_stroops(), 7 * stroops_per_xlm + 2'500'000);
}

TEST_F(Escrow, KeepsNothingOfARefusedPosting) {
    const u32 gpu = registered_gpu();
    const auto before = stranger.balance_stroops();
    EXPECT_FALSE(stranger.posts("{}", gpu, 1, 20'000_xlm).succeeded());
    EXPECT_EQ(stranger.balance_stroops(), before);
    EXPECT_EQ(market.get_next_job_id().value(), 0u);
    EXPECT_TRUE(market.get_consumer_jobs(stranger.address()).value().empty());
}

}  // namespace
}  // namespace carrot::contracts::test
