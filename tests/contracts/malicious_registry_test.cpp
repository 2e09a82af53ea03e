// A market whose registry is out for its money: what it tries when it is asked for a GPU, and when
// it is told of a completed job.
#include "contracts/ambushed_market.hpp"

namespace carrot::contracts::test {
namespace {

class MaliciousRegistry : public AmbushedMarket {
protected:
    MaliciousRegistry() : AmbushedMarket(Disguise::registry) {}

    Invocation takes(const soroban::Address& from, i128 amount) const {
        return invocation("transfer", from, stranger.address(), amount);
    }
    soroban::Address market_address() const { return {market_id.to_string()}; }
};

TEST_F(MaliciousRegistry, CannotEnterTheMarketFromAPosting) { expect_no_way_in(posts()); }
TEST_F(MaliciousRegistry, CannotEnterTheMarketFromACompletion) { expect_no_way_in(completes()); }

TEST_F(MaliciousRegistry, CannotBePaidASecondTimeFromWithin) {
    const auto before = provider.balance_stroops();
    prepare(market_id, completes(), Temper::shrugs);
    EXPECT_TRUE(provider.completes(held_job).succeeded());
    EXPECT_EQ(provider.balance_stroops() - before, stroops(payment - payment / 20));
    expect_solvency();
}

TEST_F(MaliciousRegistry, CannotMoveTheEscrow) {
    const auto before = stranger.balance_stroops();
    const auto completed = ambushed(provider, completes(), token_id, takes(market_address(), 1));
    ASSERT_TRUE(completed.succeeded) << completed.message;
    EXPECT_EQ(struck(completed), false);
    EXPECT_EQ(stranger.balance_stroops(), before);
    expect_solvency();
}

TEST_F(MaliciousRegistry, CannotSpendTheConsumersSignatureOnSomethingElse) {
    const auto before = stranger.balance_stroops();
    const auto posted = ambushed(consumer, posts(), token_id, takes(consumer.address(), payment));
    ASSERT_TRUE(posted.succeeded) << posted.message;
    EXPECT_EQ(struck(posted), false);
    EXPECT_EQ(stranger.balance_stroops(), before);
    expect_solvency();
}

TEST_F(MaliciousRegistry, CannotSpendTheProvidersSignatureAtAll) {
    const auto before = provider.balance_stroops();
    const auto completed = ambushed(provider, completes(), token_id, takes(provider.address(), 1));
    ASSERT_TRUE(completed.succeeded) << completed.message;
    EXPECT_EQ(struck(completed), false);
    EXPECT_EQ(provider.balance_stroops(), before + stroops(payment - payment / 20));
}

}  // namespace
}  // namespace carrot::contracts::test
