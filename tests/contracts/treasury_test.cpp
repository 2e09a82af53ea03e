// The treasury: initializes once, withdraws the fees, and nothing else.
#include "contracts/market_world.hpp"
#include "contracts/wasm.hpp"

namespace carrot::contracts::test {
namespace {

using WithdrawFees = MarketWorld;

class Initialize : public MarketWorld {
protected:
    Initialize() : MarketWorld(Setup::only_deployed) {}

    std::vector<xdr::ScVal> initialization() const {
        return testkit::must(stellar::encode_arguments(soroban::Address{registry_id.to_string()},
                                                       soroban::Address{token_id.to_string()}));
    }
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

TEST_F(Initialize, CannotBeRunAheadByAStrangersOwnSignature) {
    chain.set_source(stranger.account());
    const xdr::SorobanAuthorizationEntry signed_by_the_stranger{
        .credentials = xdr::SorobanCredentials::source_account(),
        .root_invocation = chain.try_call(market_id, "initialize", initialization())
                               .authorizations.at(0)
                               .root_invocation};
    const auto refused =
        chain.call_signed(market_id, "initialize", initialization(), {signed_by_the_stranger});
    ASSERT_TRUE(refused.error.has_value()) << refused.message;
    EXPECT_EQ(refused.error->type(), xdr::ScErrorType::SCE_AUTH);
}

TEST_F(Initialize, OfASecondContractAtTheAddressIsRefused) {
    const auto arguments = testkit::must(stellar::encode_arguments(stranger.address()));
    EXPECT_THROW(chain.deploy(job_marketplace_wasm(), 2, arguments), std::runtime_error);
}

TEST_F(Initialize, WaitsAtAnAddressThatOnlyTheDeployerCanTake) {
    chain.set_source(stranger.account());
    chain.set_authorizations(Authorizations::missing);
    const auto arguments = testkit::must(stellar::encode_arguments(stranger.address()));
    EXPECT_THROW(chain.deploy(job_marketplace_wasm(), 9, arguments), std::runtime_error);
    chain.set_authorizations(Authorizations::granted);
    EXPECT_NO_THROW(chain.deploy(job_marketplace_wasm(), 9, arguments));
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
