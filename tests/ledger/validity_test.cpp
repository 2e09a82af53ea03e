// What is refused, with which code, and what it costs.
#include "ledger/local_ledger.hpp"

namespace carrot::ledger::test {
namespace {

using stellar::native_payment;
using Code = xdr::TransactionResultCode;
using Op = xdr::OperationResultCode;

// A ledger where alice can pay the root.
class Validity : public testing::Test {
protected:
    Draft payment() { return ledger.draft(alice, native_payment(ledger.root().account(), 1_xlm)); }

    xdr::TransactionEnvelope with_conditions(const xdr::PreconditionsV2& conditions,
                                             const std::vector<stellar::KeyPair>& signers) {
        auto envelope = stellar::build_transaction(payment());
        envelope.v1().tx.cond = xdr::Preconditions::v2(conditions);
        for (const auto& key : signers) {
            must(stellar::sign(envelope, key, ledger->network_id()));
        }
        return envelope;
    }
    xdr::TransactionEnvelope with_conditions(const xdr::PreconditionsV2& conditions) {
        return with_conditions(conditions, {alice});
    }

    LocalLedger ledger;
    stellar::KeyPair alice = ledger.account_with(100_xlm);
};

TEST_F(Validity, AcceptsAPlainPayment) { EXPECT_TRUE(ledger.send(alice, payment()).succeeded()); }

TEST_F(Validity, RefusesAStaleOrEarlySequenceNumber) {
    for (const auto offset : {-1, 1}) {
        auto draft = payment();
        draft.sequence += offset;
        const auto sent = ledger.send(alice, draft);
        EXPECT_FALSE(sent.accepted());
        EXPECT_EQ(sent.code(), Code::txBAD_SEQ);
    }
}

TEST_F(Validity, RefusesTheSameTransactionAgain) {
    const auto envelope = ledger.signed_by({alice}, payment());
    EXPECT_TRUE(ledger.send(envelope).succeeded());
    EXPECT_EQ(ledger.send(envelope).code(), Code::txBAD_SEQ);
}

TEST_F(Validity, TakesOneTransactionAnAccountAndLedger) {
    const auto first = ledger.signed_by({alice}, payment());
    auto draft = payment();
    ++draft.sequence;
    const auto second = ledger.signed_by({alice}, draft);
    EXPECT_EQ(must(ledger->submit(first)).status, SubmissionStatus::pending);
    EXPECT_EQ(must(ledger->submit(first)).status, SubmissionStatus::duplicate);
    auto other = payment();
    other.fee_stroops = 200;
    EXPECT_EQ(must(ledger->submit(ledger.signed_by({alice}, other))).status,
              SubmissionStatus::try_again_later);
    must(ledger->close());
    EXPECT_EQ(must(ledger->submit(second)).status, SubmissionStatus::pending);
}

TEST_F(Validity, RefusesAnUnknownSource) {
    const auto stranger = stellar::KeyPair::generate();
    auto draft = payment();
    draft.source = stranger.account();
    EXPECT_EQ(ledger.send(stranger, draft).code(), Code::txNO_ACCOUNT);
}

TEST_F(Validity, RefusesAMissingOrWrongSignature) {
    EXPECT_EQ(ledger.send(ledger.signed_by({}, payment())).code(), Code::txBAD_AUTH);
    const auto stranger = stellar::KeyPair::generate();
    EXPECT_EQ(ledger.send(ledger.signed_by({stranger}, payment())).code(), Code::txBAD_AUTH);
}

TEST_F(Validity, RefusesASignatureOfAnotherNetwork) {
    auto envelope = stellar::build_transaction(payment());
    must(stellar::sign(envelope, alice, stellar::sha256(as_bytes("another network"))));
    EXPECT_EQ(ledger.send(envelope).code(), Code::txBAD_AUTH);
}

TEST_F(Validity, RefusesASignatureThatNothingNeeds) {
    const auto stranger = stellar::KeyPair::generate();
    EXPECT_EQ(ledger.send(ledger.signed_by({alice, stranger}, payment())).code(),
              Code::txBAD_AUTH_EXTRA);
}

TEST_F(Validity, NeedsTheSignatureOfAnOperationsSource) {
    const auto bob = ledger.account_with(100_xlm);
    auto draft = payment();
    draft.operations[0].source_account = stellar::to_muxed(bob.account());
    const auto unsigned_by_bob = ledger.send(ledger.signed_by({alice}, draft));
    EXPECT_EQ(unsigned_by_bob.code(), Code::txFAILED);
    EXPECT_EQ(unsigned_by_bob.operation_code(), Op::opBAD_AUTH);
    EXPECT_TRUE(ledger.send(ledger.signed_by({alice, bob}, draft)).succeeded());
    EXPECT_EQ(ledger.balance(bob), 99_xlm);
}

TEST_F(Validity, RefusesLessThanTheLeastFee) {
    auto draft = payment();
    draft.fee_stroops = 99;
    EXPECT_EQ(ledger.send(alice, draft).code(), Code::txINSUFFICIENT_FEE);
}

TEST_F(Validity, RefusesAFeeThatTheAccountCannotPay) {
    const auto poor = ledger.account_with(1_xlm);
    auto draft = ledger.draft(poor, native_payment(ledger.root().account(), 1));
    EXPECT_EQ(ledger.send(poor, draft).code(), Code::txINSUFFICIENT_BALANCE);
}

TEST_F(Validity, ChargesTheLeastFeeWhenMoreIsOffered) {
    auto draft = payment();
    draft.fee_stroops = 5'000;
    EXPECT_EQ(ledger.send(alice, draft).result.fee_charged, 100);
}

TEST_F(Validity, RefusesATransactionWithoutOperations) {
    auto draft = payment();
    draft.operations.clear();
    EXPECT_EQ(ledger.send(alice, draft).code(), Code::txMISSING_OPERATION);
}

TEST_F(Validity, RefusesOperationsThatItDoesNotKnow) {
    auto draft = payment();
    draft.operations[0].body = xdr::OperationBody::set_options_op({});
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.code(), Code::txFAILED);
    EXPECT_EQ(sent.operation_code(), Op::opNOT_SUPPORTED);
}

TEST_F(Validity, KeepsTimeBounds) {
    const auto now = unix_seconds(ledger.clock().now());
    auto late = payment();
    late.not_after = now - 1;
    EXPECT_EQ(ledger.send(alice, late).code(), Code::txTOO_LATE);
    auto early = payment();
    early.not_before = now + 10;
    EXPECT_EQ(ledger.send(alice, early).code(), Code::txTOO_EARLY);
    ledger.clock().advance(std::chrono::seconds{10});
    EXPECT_TRUE(ledger.send(alice, early).succeeded());
}

TEST_F(Validity, KeepsLedgerBounds) {
    const auto next = ledger.sequence() + 1;
    EXPECT_EQ(ledger.send(with_conditions({.ledger_bounds = xdr::LedgerBounds{0, next}})).code(),
              Code::txTOO_LATE);
    EXPECT_EQ(
        ledger.send(with_conditions({.ledger_bounds = xdr::LedgerBounds{next + 1, 0}})).code(),
        Code::txTOO_EARLY);
    EXPECT_TRUE(ledger.send(with_conditions({.ledger_bounds = xdr::LedgerBounds{next, next + 1}}))
                    .succeeded());
}

TEST_F(Validity, KeepsTheSequenceAge) {
    EXPECT_TRUE(ledger.send(alice, payment()).succeeded());
    const xdr::PreconditionsV2 aged{.min_seq_age = 60};
    EXPECT_EQ(ledger.send(with_conditions(aged)).code(), Code::txBAD_MIN_SEQ_AGE_OR_GAP);
    const xdr::PreconditionsV2 gap{.min_seq_ledger_gap = 3};
    EXPECT_EQ(ledger.send(with_conditions(gap)).code(), Code::txBAD_MIN_SEQ_AGE_OR_GAP);
    ledger.clock().advance(std::chrono::seconds{60});
    EXPECT_TRUE(ledger.send(with_conditions(aged)).succeeded());
}

TEST_F(Validity, LetsAMinimumSequenceNumberSkipSome) {
    auto draft = payment();
    const auto current = draft.sequence - 1;
    draft.sequence += 10;
    auto envelope = stellar::build_transaction(draft);
    envelope.v1().tx.cond = xdr::Preconditions::v2({.min_seq_num = current});
    must(stellar::sign(envelope, alice, ledger->network_id()));
    EXPECT_TRUE(ledger.send(envelope).succeeded());
    EXPECT_EQ(ledger.sequence_number(alice), current + 11);
}

TEST_F(Validity, NeedsTheExtraSigners) {
    const auto bob = stellar::KeyPair::generate();
    const xdr::PreconditionsV2 with_bob{
        .extra_signers = {xdr::SignerKey::ed25519(bob.account().ed25519)}};
    EXPECT_EQ(ledger.send(with_conditions(with_bob)).code(), Code::txBAD_AUTH);
    EXPECT_TRUE(ledger.send(with_conditions(with_bob, {alice, bob})).succeeded());
}

TEST_F(Validity, TakesTheSecretOfAHashAsASignature) {
    const Bytes secret{1, 2, 3, 4, 5};
    const auto hash = stellar::sha256(secret);
    auto envelope = with_conditions({.extra_signers = {xdr::SignerKey::hash_x(hash)}});
    EXPECT_EQ(ledger.send(envelope).code(), Code::txBAD_AUTH);
    envelope.v1().signatures.push_back(
        {.hint = {hash[28], hash[29], hash[30], hash[31]}, .signature = secret});
    EXPECT_TRUE(ledger.send(envelope).succeeded());
}

TEST_F(Validity, RefusesTheSameExtraSignerTwice) {
    const auto key = xdr::SignerKey::ed25519(alice.account().ed25519);
    EXPECT_EQ(ledger.send(with_conditions({.extra_signers = {key, key}})).code(),
              Code::txMALFORMED);
}

TEST_F(Validity, TakesAV0EnvelopeAsTheV1ItStandsFor) {
    const auto v1 = ledger.signed_by({alice}, payment());
    const auto& tx = v1.v1().tx;
    const auto v0 = xdr::TransactionEnvelope::v0({
        .tx = {.source_account_ed25519 = alice.account().ed25519,
               .fee = tx.fee,
               .seq_num = tx.seq_num,
               .memo = tx.memo,
               .operations = tx.operations},
        .signatures = v1.v1().signatures,
    });
    EXPECT_TRUE(ledger.send(v0).succeeded());
}

TEST_F(Validity, ChargesAndCountsATransactionThatFailsInTheLedger) {
    const auto before = ledger.sequence_number(alice);
    const auto sent = ledger.send(alice, native_payment(ledger.root().account(), 1'000_xlm));
    EXPECT_TRUE(sent.accepted());
    EXPECT_FALSE(sent.succeeded());
    EXPECT_EQ(ledger.balance(alice), 100_xlm - 100);
    EXPECT_EQ(ledger.sequence_number(alice), before + 1);
}

TEST_F(Validity, PromisesNoMoreFeesThanThereIs) {
    const auto payer = ledger.account_with(1_xlm + 1'000);
    const auto bump = [&](const stellar::KeyPair& source) {
        const auto inner = ledger.signed_by(
            {source}, ledger.draft(source, native_payment(ledger.root().account(), 1)));
        auto bumped = must(stellar::bump_fee(inner, payer.account(), 600));
        must(stellar::sign(bumped, payer, ledger->network_id()));
        return bumped;
    };
    const auto bob = ledger.account_with(10_xlm);
    EXPECT_EQ(must(ledger->submit(bump(alice))).status, SubmissionStatus::pending);
    const auto second = must(ledger->submit(bump(bob)));
    EXPECT_EQ(second.status, SubmissionStatus::error);
    EXPECT_EQ(must(xdr::decode<xdr::TransactionResult>(second.error_result)).result.code(),
              Code::txINSUFFICIENT_BALANCE);
}

TEST_F(Validity, AppliesManyAccountsInOneLedger) {
    std::vector<stellar::KeyPair> accounts;
    for (int i = 0; i < 5; ++i)
        accounts.push_back(ledger.account_with(10_xlm));
    for (const auto& account : accounts) {
        const auto envelope = ledger.signed_by(
            {account}, ledger.draft(account, native_payment(alice.account(), 1_xlm)));
        EXPECT_EQ(must(ledger->submit(envelope)).status, SubmissionStatus::pending);
    }
    const auto closed = must(ledger->close());
    EXPECT_EQ(closed.transactions, 5U);
    EXPECT_EQ(ledger.balance(alice), 105_xlm);
}

TEST_F(Validity, RefusesAnEnvelopeWithAnyByteChanged) {
    const auto bytes = must(xdr::encode(ledger.signed_by({alice}, payment())));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const std::uint8_t flip : {0x01, 0x80, 0xff}) {
            auto changed = bytes;
            changed[i] ^= flip;
            const auto envelope = xdr::decode<xdr::TransactionEnvelope>(changed);
            if (!envelope) continue;
            EXPECT_EQ(must(ledger->submit(*envelope)).status, SubmissionStatus::error)
                << "byte " << i;
        }
    }
}

TEST_F(Validity, RefusesACallWithAnyByteChanged) {
    auto draft = ledger.simulated(
        alice,
        stellar::invoke_contract(ledger.native(), "balance", {stellar::to_scval(alice.account())}));
    const auto bytes = must(xdr::encode(ledger.signed_by({alice}, draft)));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] ^= 0x01;
        const auto envelope = xdr::decode<xdr::TransactionEnvelope>(changed);
        if (!envelope) continue;
        EXPECT_EQ(must(ledger->submit(*envelope)).status, SubmissionStatus::error) << "byte " << i;
    }
}

}  // namespace
}  // namespace carrot::ledger::test
