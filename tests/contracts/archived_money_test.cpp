// Money that lies so long that its entries are archived: it comes back as it was, and once.
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

class ArchivedMoney : public MarketWorld {
protected:
    void after_archival() {
        constexpr u32 days = 130;
        chain.advance_ledgers(days * 17'280);
        after_hours(u64{days} * 24);
    }
};

TEST_F(ArchivedMoney, IsPaidToTheProviderOnce) {
    const u32 job = claimed_job(1, 4_xlm);
    after_archival();
    const auto before = provider.balance_stroops();
    provider.completes(job).value();
    EXPECT_EQ(provider.balance_stroops() - before, 38'000'000);
    after_archival();
    EXPECT_EQ(provider.completes(job), MarketError::job_not_claimed);
    EXPECT_EQ(consumer.cancels(job), MarketError::job_already_final);
}

TEST_F(ArchivedMoney, IsRefundedOnce) {
    const auto before = consumer.balance_stroops();
    const u32 job = posted_job(1, 4_xlm);
    consumer.cancels(job).value();
    after_archival();
    EXPECT_EQ(consumer.cancels(job), MarketError::job_already_final);
    EXPECT_EQ(provider.claims(job), MarketError::job_not_open);
    EXPECT_EQ(consumer.balance_stroops(), before);
}

TEST_F(ArchivedMoney, IsNobodyElsesAfterwards) {
    const u32 job = claimed_job(1, 4_xlm);
    after_archival();
    EXPECT_EQ(stranger.completes(job), MarketError::not_job_provider);
    EXPECT_EQ(stranger.cancels(job), MarketError::not_job_consumer);
}

TEST_F(ArchivedMoney, OfFeesIsWithdrawnWhole) {
    provider.completes(claimed_job(1, 4_xlm)).value();
    after_archival();
    EXPECT_EQ(stroops(market.withdraw_fees()), 2'000'000);
    EXPECT_EQ(market.withdraw_fees(), MarketError::no_fees);
}

TEST_F(ArchivedMoney, KeepsItsIdFromTheNextJob) {
    const u32 first = posted_job(1, 4_xlm);
    after_archival();
    const u32 second = posted_job(1, 3_xlm);
    EXPECT_EQ(second, first + 1);
    EXPECT_EQ(stroops(market.get_job(first).value().payment_amount), 40'000'000);
    EXPECT_THAT(market.get_consumer_jobs(consumer.address()).value(),
                testing::ElementsAre(first, second));
}

TEST_F(ArchivedMoney, LeavesTheMarketInitialized) {
    after_archival();
    EXPECT_EQ(initializes(), MarketError::already_initialized);
}

}  // namespace
}  // namespace carrot::contracts::test
