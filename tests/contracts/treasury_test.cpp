// The treasury: initializes once, withdraws the fees, and nothing else.
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

using WithdrawFees = MarketWorld;

class Initialize : public MarketWorld {
protected:
    Initialize() : MarketWorld(Setup::only_deployed) {}
};

TEST_F(Initialize, IsAuthorizedByTheTreasury) {
    const auto initialized = initializes();
    ASSERT_TRUE(initialized.succeeded());
    EXPECT_EQ(authorizer(initialized.call()), treasury.address());
    EXPECT_TRUE(events(initialized.call()).empty());
}

TEST_F(Initialize, RefusesASecondTime) {
    initializes().value();
    EXPECT_EQ(initializes(), MarketError::already_initialized);
}

TEST_F(Initialize, CannotBeRunAheadByAStranger) {
    chain.set_authorizations(Authorizations::missing);
    EXPECT_FALSE(initializes().succeeded());
    chain.set_authorizations(Authorizations::granted);
    EXPECT_TRUE(initializes().succeeded());
}

TEST_F(WithdrawFees, PaysAllFeesToTheTreasury) {
    provider.completes(claimed_job(1, 4_xlm)).value();
    provider.completes(claimed_job(1, 2_xlm)).value();
    const auto before = treasury.balance_stroops();
    const auto withdrawn = market.withdraw_fees();
    EXPECT_EQ(stroops(withdrawn), 3'000'000);
    EXPECT_EQ(treasury.balance_stroops(), before + 3'000'000);
    EXPECT_EQ(stroops(market.get_platform_fees()), 0);
    EXPECT_EQ(authorizer(withdrawn.call()), treasury.address());
    const auto event = only_event<JobMarketplace::FeesWithdrawn>(withdrawn);
    EXPECT_EQ(event.treasury.value, treasury.address());
    EXPECT_EQ(stroops(event.amount), 3'000'000);
    expect_solvency();
}

TEST_F(WithdrawFees, LeavesTheEscrowAlone) {
    provider.completes(claimed_job(1, 4_xlm)).value();
    claimed_job(1, 7_xlm);
    market.withdraw_fees().value();
    EXPECT_EQ(escrow_stroops(), 7 * stroops_per_xlm);
    EXPECT_EQ(market.withdraw_fees(), MarketError::no_fees);
}

TEST_F(WithdrawFees, RefusesWhenThereAreNone) {
    EXPECT_EQ(market.withdraw_fees(), MarketError::no_fees);
    posted_job();
    EXPECT_EQ(market.withdraw_fees(), MarketError::no_fees);
}

}  // namespace
}  // namespace carrot::contracts::test
