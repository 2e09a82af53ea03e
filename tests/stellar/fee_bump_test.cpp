// What a call offers for its inclusion, and that it offers more when that is not enough.
#include <gmock/gmock.h>

#include "stellar/golden.hpp"
#include "stellar/scripted_network.hpp"
#include "stellar/scval.hpp"
#include "stellar/transaction.hpp"
#include "stellar/transaction_hash.hpp"

namespace carrot::tests {

using namespace stellar;
using testing::HasSubstr;

namespace {

class FeeBump : public testing::Test {
protected:
    FeeBump() { network.tells_fees(0); }

    static xdr::Operation claim() {
        return invoke_contract(ContractId{{3}}, "claim_job", {to_scval(std::uint32_t{1})});
    }

    PreparedTransaction prepared() { return caller.prepare(alice(), claim()).value(); }

    static CallOptions paying(std::uint32_t cap_stroops = 1'000'000) {
        return {.inclusion_fee_cap_stroops = cap_stroops, .fee_payer = alice()};
    }

    /// What was offered for inclusion, for each operation, one envelope after the other.
    std::vector<std::int64_t> offers() const {
        std::vector<std::int64_t> stroops;
        for (const auto& envelope : network.sent()) {
            const auto* bump = envelope.if_fee_bump();
            const auto& inner = bump ? bump->tx.inner_tx.v1() : envelope.v1();
            const auto resource_fee = inner.tx.ext.soroban_data().resource_fee;
            stroops.push_back(bump ? (bump->tx.fee - resource_fee) / 2
                                   : inner.tx.fee - resource_fee);
        }
        return stroops;
    }

    ScriptedNetwork network;
    ContractCaller& caller = network.caller;
};

}  // namespace

TEST_F(FeeBump, OffersWhatNineOfTenPay) {
    network.tells_fees(4321);
    ASSERT_TRUE(caller.call(alice(), claim()));
    EXPECT_THAT(offers(), testing::ElementsAre(4321));
}

TEST_F(FeeBump, OffersNoLessAndNoMoreThanItsLimits) {
    ASSERT_TRUE(caller.call(alice(), claim()));
    network.tells_fees(9'000'000);
    ASSERT_TRUE(caller.call(alice(), claim(), {.inclusion_fee_cap_stroops = 5000}));
    EXPECT_THAT(offers(), testing::ElementsAre(100, 5000));
}

TEST_F(FeeBump, OffersTheLeastToANodeThatDoesNotTell) {
    network.rpc.on("getFeeStats",
                   [](const auto&) -> boost::json::value { throw FakeRpc::Refusal{-32601, "no"}; });
    ASSERT_TRUE(caller.call(alice(), claim()));
    EXPECT_THAT(offers(), testing::ElementsAre(100));
}

TEST_F(FeeBump, BumpsAroundTheSameTransactionWhenTheFeeIsRefused) {
    network.answers_sends({"txINSUFFICIENT_FEE", "txINSUFFICIENT_FEE"});
    ASSERT_TRUE(caller.call(alice(), claim()));
    EXPECT_THAT(offers(), testing::ElementsAre(100, 200, 400));
    const auto& bump = network.sent()[2].fee_bump();
    EXPECT_EQ(bump.tx.inner_tx.v1(), network.sent()[0].v1());
    EXPECT_EQ(account_of(bump.tx.fee_source), alice().account());
    const auto hash = transaction_hash(network.sent()[2], standalone().id()).value();
    EXPECT_TRUE(verify(alice().account().ed25519, hash, bump.signatures[0].signature));
}

TEST_F(FeeBump, OffersWhatTheRefusalAsksFor) {
    // The whole fee that would do: 1,151 for the resources, and for the inclusion.
    const auto resource_fee = prepared().envelope.v1().tx.ext.soroban_data().resource_fee;
    network.answers_sends({fmt::format("txINSUFFICIENT_FEE {}", resource_fee + 1234)});
    ASSERT_TRUE(caller.call(alice(), claim()));
    EXPECT_THAT(offers(), testing::ElementsAre(100, 1234));
}

TEST_F(FeeBump, StopsAtTheLimitAndCallsThatAFailureThatMayPass) {
    network.answers_sends(std::vector<std::string>(9, "txINSUFFICIENT_FEE"));
    const auto outcome = caller.call(alice(), claim(), {.inclusion_fee_cap_stroops = 500});
    EXPECT_THAT(offers(), testing::ElementsAre(100, 200, 250));
    EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
    EXPECT_THAT(outcome.error().message,
                HasSubstr("wants more for the inclusion, and at most 500 stroops may be offered: "
                          "raise the limit of inclusion fees"));
}

TEST_F(FeeBump, SaysWhatTheNetworkWantsAboveTheLimit) {
    const auto resource_fee = prepared().envelope.v1().tx.ext.soroban_data().resource_fee;
    network.answers_sends(
        std::vector<std::string>(9, fmt::format("txINSUFFICIENT_FEE {}", resource_fee + 8000)));
    const auto outcome = caller.call(
        alice(), claim(),
        {.inclusion_fee_cap_stroops = 5000, .inclusion_fee_cap_name = "inclusion_fee_max_stroops"});
    EXPECT_THAT(offers(), testing::ElementsAre(100, 2500));
    EXPECT_THAT(outcome.error().message, HasSubstr("wants 8000 stroops for the inclusion"));
    EXPECT_THAT(outcome.error().message, HasSubstr("raise inclusion_fee_max_stroops"));
}

TEST_F(FeeBump, SaysThatTheLimitKeptItOut) {
    network.forgets_transactions();
    network.ledger_passes = true;
    const auto outcome = caller.call(alice(), claim(), {.inclusion_fee_cap_stroops = 1000});
    EXPECT_EQ(offers().back(), 500);
    EXPECT_EQ(outcome.error().code, ErrorCode::timed_out);
    EXPECT_THAT(outcome.error().message, HasSubstr("it offered the most that it may"));
}

class FeeLimit : public FeeBump, public testing::WithParamInterface<std::uint32_t> {};

TEST_P(FeeLimit, IsNeverExceededByWhatIsOffered) {
    network.forgets_transactions();
    network.ledger_passes = true;
    network.tells_fees(3000);
    network.answers_sends(std::vector<std::string>(9, "txINSUFFICIENT_FEE"));
    EXPECT_FALSE(caller.call(alice(), claim(), {.inclusion_fee_cap_stroops = GetParam()}));
    EXPECT_FALSE(network.sent().empty());
    for (const auto& envelope : network.sent()) {
        const auto* bump = envelope.if_fee_bump();
        const auto& inner = (bump ? bump->tx.inner_tx.v1() : envelope.v1()).tx;
        const auto fee = bump ? bump->tx.fee : std::int64_t{inner.fee};
        EXPECT_LE(fee - inner.ext.soroban_data().resource_fee, GetParam());
    }
}

INSTANTIATE_TEST_SUITE_P(OfStroops, FeeLimit,
                         testing::Values(100U, 101U, 2999U, 3000U, 5999U, 6001U, 1'000'000U));

TEST_F(FeeBump, RaisesNothingWithoutAKeyThatPays) {
    network.answers_sends({"txINSUFFICIENT_FEE"});
    EXPECT_EQ(caller.submit(prepared()).error().code, ErrorCode::unavailable);
    EXPECT_THAT(offers(), testing::ElementsAre(100));
}

TEST_F(FeeBump, OffersMoreForWhatIsAcceptedAndNotIncluded) {
    network.forgets_transactions();
    network.ledger_passes = true;
    const auto transaction = prepared();
    network.answers_sends(
        {"PENDING", "txINSUFFICIENT_FEE", "txINSUFFICIENT_FEE", "txINSUFFICIENT_FEE", "PENDING"});
    ASSERT_TRUE(caller.submit(transaction, paying()));
    EXPECT_EQ(caller.await(transaction, paying(3200)).error().code, ErrorCode::timed_out);
    // Refusals of a queue that wants ten times as much are answered at once, then it waits again.
    auto offered = offers();
    offered.resize(5);
    EXPECT_THAT(offered, testing::ElementsAre(100, 200, 400, 800, 1600));
    for (const auto& envelope : network.sent())
        if (const auto* bump = envelope.if_fee_bump())
            EXPECT_EQ(bump->tx.inner_tx.v1(), transaction.envelope.v1());
}

TEST_F(FeeBump, SendsTheSameAgainWithoutAKeyThatPays) {
    network.forgets_transactions();
    network.ledger_passes = true;
    const auto transaction = prepared();
    EXPECT_EQ(caller.await(transaction).error().code, ErrorCode::timed_out);
    EXPECT_GT(network.sent().size(), 1U);
    for (const auto& envelope : network.sent())
        EXPECT_EQ(envelope, transaction.envelope);
}

TEST_F(FeeBump, LearnsThatTheTransactionInsideCanNoLongerApply) {
    network.forgets_transactions();
    network.ledger_passes = true;
    const auto transaction = prepared();
    network.answers_sends({"inner txBAD_SEQ"});
    EXPECT_EQ(caller.await(transaction, paying()).error().code, ErrorCode::failed_precondition);
}

TEST_F(FeeBump, BumpsAStoredTransactionAfterARestart) {
    const auto transaction = prepared();
    network.answers_sends({"txINSUFFICIENT_FEE"});
    ASSERT_TRUE(caller.submit(transaction, paying()));
    EXPECT_EQ(network.sent()[1].fee_bump().tx.inner_tx.v1(), transaction.envelope.v1());
    EXPECT_EQ(caller.await(transaction, paying()).value().transaction_hash, transaction.hash);
}

TEST_F(FeeBump, FindsAStoredTransactionInABumpFromBeforeARestart) {
    // Its bump is queued, so the queue does not take it; then the bump is in a ledger.
    const auto transaction = prepared();
    network.answers_sends({"TRY_AGAIN_LATER"});
    EXPECT_TRUE(caller.submit(transaction, paying()));
    EXPECT_EQ(network.sent().size(), 1U);
}

TEST_F(FeeBump, ReplacesWhatTheQueueKeepsRefusing) {
    network.answers_sends(std::vector<std::string>(12, "TRY_AGAIN_LATER"));
    ASSERT_TRUE(caller.call(alice(), claim()));
    EXPECT_EQ(offers().back(), 200);
}

}  // namespace carrot::tests
