// A market whose token is out for more: what its transfers try, and amounts that no honest token
// has.
#include "contracts/ambushed_market.hpp"

namespace carrot::contracts::test {
namespace {

class MaliciousToken : public AmbushedMarket {
protected:
    MaliciousToken() : AmbushedMarket(Disguise::token) {}

    u32 claimed_job_of(i128 amount) {
        const u32 job = market.post_job(consumer.address(), 0, "{}", 1, amount);
        market.claim_job(provider.address(), job).value();
        return job;
    }
};

TEST_F(MaliciousToken, CannotEnterTheMarketFromAPosting) { expect_no_way_in(posts()); }
TEST_F(MaliciousToken, CannotEnterTheMarketFromACompletion) { expect_no_way_in(completes()); }
TEST_F(MaliciousToken, CannotEnterTheMarketFromARelease) { expect_no_way_in(releases()); }
TEST_F(MaliciousToken, CannotEnterTheMarketFromACancellation) { expect_no_way_in(cancels()); }
TEST_F(MaliciousToken, CannotEnterTheMarketFromAWithdrawal) { expect_no_way_in(withdraws()); }

TEST_F(MaliciousToken, ReachesOnlyWhatAnybodyMayCall) {
    prepare(registry_id, invocation("get_next_gpu_id"), Temper::shrugs);
    const auto completed = market.complete_job(provider.address(), held_job, "ipfs://bafy");
    EXPECT_EQ(struck(completed.call()), true);
}

TEST_F(MaliciousToken, CannotCountJobsInTheMarketsName) {
    const auto completed =
        ambushed(provider, completes(), registry_id, invocation("increment_job_count", u32{0}));
    ASSERT_TRUE(completed.succeeded) << completed.message;
    EXPECT_EQ(struck(completed), false);
    EXPECT_EQ(registry.get_gpu(0).value().total_jobs, 2u);
}

TEST_F(MaliciousToken, IsAskedOnceForEachPayment) {
    const auto completed = market.complete_job(provider.address(), held_job, "ipfs://bafy");
    EXPECT_THAT(moved(completed.call()), testing::ElementsAre(payment - payment / 20));
    EXPECT_EQ(market.complete_job(provider.address(), held_job, "ipfs://bafy"),
              MarketError::job_not_claimed);
}

TEST_F(MaliciousToken, DividesTheLargestPaymentToTheUnit) {
    const u32 job = claimed_job_of(largest_i128);
    const auto completed = market.complete_job(provider.address(), job, "ipfs://bafy");
    const auto event = only_event<JobMarketplace::JobCompleted>(completed);
    EXPECT_TRUE(event.fee_amount == largest_i128 / 20);
    EXPECT_TRUE(event.provider_amount == largest_i128 - largest_i128 / 20);
    EXPECT_TRUE(moved(completed.call()).at(0) == event.provider_amount);
}

TEST_F(MaliciousToken, RefundsTheLargestPaymentWhole) {
    const u32 job = claimed_job_of(largest_i128);
    EXPECT_TRUE(moved(market.release_job(provider.address(), job, "").call()).at(0) ==
                largest_i128);
}

TEST_F(MaliciousToken, CannotMakeTheFeesWrapAround) {
    for (int i = 0; i < 20; ++i)
        market.complete_job(provider.address(), claimed_job_of(largest_i128), "x").value();
    const i128 fees = market.get_platform_fees();
    const u32 job = claimed_job_of(largest_i128);
    const auto refused = market.complete_job(provider.address(), job, "x");
    EXPECT_FALSE(refused.succeeded());
    EXPECT_TRUE(market.get_platform_fees().value() == fees);
    EXPECT_TRUE(market.release_job(provider.address(), job, "").succeeded());
}

}  // namespace
}  // namespace carrot::contracts::test
