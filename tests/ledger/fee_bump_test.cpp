// Fee bumps: one account pays for another's transaction.
#include "contracts/wasm.hpp"
#include "ledger/local_ledger.hpp"

namespace carrot::ledger::test {
namespace {

using Code = xdr::TransactionResultCode;

class FeeBump : public testing::Test {
protected:
    xdr::TransactionEnvelope inner(std::uint32_t fee = 100) {
        auto draft = ledger.draft(alice, stellar::native_payment(ledger.root().account(), 1_xlm));
        draft.fee_stroops = fee;
        return ledger.signed_by({alice}, draft);
    }

    xdr::TransactionEnvelope bumped(const xdr::TransactionEnvelope& envelope, std::int64_t fee,
                                    const stellar::KeyPair& signer) {
        auto bump = must(stellar::bump_fee(envelope, bob.account(), fee));
        must(stellar::sign(bump, signer, ledger->network_id()));
        return bump;
    }

    LocalLedger ledger;
    stellar::KeyPair alice = ledger.account_with(10_xlm);
    stellar::KeyPair bob = ledger.account_with(10_xlm);
};

TEST_F(FeeBump, IsPaidByItsOwnSource) {
    const auto sent = ledger.send(bumped(inner(), 1'000, bob));
    ASSERT_TRUE(sent.succeeded());
    EXPECT_TRUE(sent.record->fee_bump);
    EXPECT_EQ(sent.code(), Code::txFEE_BUMP_INNER_SUCCESS);
    EXPECT_EQ(sent.result.fee_charged, 200);
    EXPECT_EQ(sent.result.result.inner_result_pair().result.fee_charged, 0);
    EXPECT_EQ(ledger.balance(alice), 9_xlm);
    EXPECT_EQ(ledger.balance(bob), 10_xlm - 200);
}

TEST_F(FeeBump, PaysForAnInnerTransactionThatOffersNothing) {
    EXPECT_TRUE(ledger.send(bumped(inner(0), 200, bob)).succeeded());
}

TEST_F(FeeBump, MustOfferMoreThanTheInnerTransactionDid) {
    const auto sent = ledger.send(bumped(inner(400), 300, bob));
    EXPECT_EQ(sent.code(), Code::txINSUFFICIENT_FEE);
    EXPECT_EQ(sent.result.fee_charged, 800);
}

TEST_F(FeeBump, MustOfferTheLeastFeeForBoth) {
    EXPECT_EQ(ledger.send(bumped(inner(0), 199, bob)).code(), Code::txINSUFFICIENT_FEE);
}

TEST_F(FeeBump, MustBeSignedByItsSource) {
    EXPECT_EQ(ledger.send(bumped(inner(), 1'000, alice)).code(), Code::txBAD_AUTH);
}

TEST_F(FeeBump, TellsOfAnInnerTransactionThatIsNotValid) {
    auto draft = ledger.draft(alice, stellar::native_payment(bob.account(), 1_xlm));
    draft.sequence += 5;
    const auto sent = ledger.send(bumped(ledger.signed_by({alice}, draft), 1'000, bob));
    EXPECT_EQ(sent.code(), Code::txFEE_BUMP_INNER_FAILED);
    EXPECT_EQ(sent.result.result.inner_result_pair().result.result.code(), Code::txBAD_SEQ);
}

TEST_F(FeeBump, GetsTheRefundOfAContractCall) {
    const auto deployer = ledger.account_with(1'000_xlm);
    auto draft = ledger.simulated(
        deployer, stellar::upload_wasm(Bytes(contracts::gpu_registry_wasm().begin(),
                                             contracts::gpu_registry_wasm().end())));
    const auto call = ledger.signed_by({deployer}, draft);
    const auto payer = ledger.account_with(1'000_xlm);
    auto bump = must(stellar::bump_fee(call, payer.account(), draft.fee_stroops + 1'000));
    must(stellar::sign(bump, payer, ledger->network_id()));
    const auto sent = ledger.send(bump);
    ASSERT_TRUE(sent.succeeded());
    EXPECT_EQ(ledger.balance(deployer), 1'000_xlm);
    EXPECT_EQ(ledger.balance(payer), 1'000_xlm - sent.result.fee_charged);
    EXPECT_LT(sent.result.fee_charged, draft.fee_stroops);
}

}  // namespace
}  // namespace carrot::ledger::test
