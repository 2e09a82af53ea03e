// Creating accounts, paying, and what the reserve allows.
#include "ledger/local_ledger.hpp"

namespace carrot::ledger::test {
namespace {

using stellar::create_account;
using stellar::native_payment;
using Created = xdr::CreateAccountResultCode;
using Paid = xdr::PaymentResultCode;

TEST(Genesis, GivesTheRootAllLumens) {
    LocalLedger ledger;
    EXPECT_EQ(ledger.balance(ledger.root()), 100'000'000'000_xlm);
    EXPECT_EQ(ledger.sequence(), 1U);
    EXPECT_EQ(ledger.header().ledger_version, 28U);
    EXPECT_EQ(ledger.header().total_coins, 100'000'000'000_xlm);
}

TEST(Genesis, HasTheNativeAssetsContractWhereStandaloneNetworksHaveIt) {
    LocalLedger ledger;
    EXPECT_EQ(ledger.native().to_string(),
              "CDMLFMKMMD7MWZP3FKUBZPVHTUEDLSX4BYGYKH4GCESXYHS3IHQ4EIG4");
    const auto instance = ledger.entry(xdr::LedgerKey::contract_data({
        .contract = ledger.native().to_xdr(),
        .key = xdr::ScVal::ledger_key_contract_instance(),
        .durability = xdr::ContractDataDurability::PERSISTENT,
    }));
    EXPECT_TRUE(instance);
}

TEST(CreateAccount, MovesTheStartingBalance) {
    LocalLedger ledger;
    const auto alice = stellar::KeyPair::generate();
    const auto sent = ledger.send(ledger.root(), create_account(alice.account(), 1'000_xlm));
    EXPECT_TRUE(sent.succeeded());
    EXPECT_EQ(ledger.balance(alice), 1'000_xlm);
    EXPECT_EQ(ledger.balance(ledger.root()), 100'000'000'000_xlm - 1'000_xlm - 100);
    EXPECT_EQ(ledger.sequence_number(alice), std::int64_t{2} << 32);
}

TEST(CreateAccount, TellsOfTheTransferAndTheFee) {
    LocalLedger ledger;
    const auto alice = stellar::KeyPair::generate();
    const auto sent = ledger.send(ledger.root(), create_account(alice.account(), 5_xlm));
    ASSERT_EQ(sent.meta.operations.size(), 1U);
    ASSERT_EQ(sent.meta.operations[0].events.size(), 1U);
    const auto& transfer = sent.meta.operations[0].events[0].body.v0();
    EXPECT_EQ(transfer.topics[0], xdr::ScVal::sym("transfer"));
    EXPECT_EQ(transfer.topics[2], stellar::to_scval(alice.account()));
    EXPECT_EQ(transfer.data, stellar::to_scval(stellar::Int128{5_xlm}));
    ASSERT_EQ(sent.meta.events.size(), 1U);
    EXPECT_EQ(sent.meta.events[0].event.body.v0().data, stellar::to_scval(stellar::Int128{100}));
}

TEST(CreateAccount, RefusesAnAccountThatExists) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(10_xlm);
    const auto sent = ledger.send(ledger.root(), create_account(alice.account(), 10_xlm));
    EXPECT_EQ(sent.code(), xdr::TransactionResultCode::txFAILED);
    EXPECT_EQ(sent.operation().create_account_result().code(),
              Created::CREATE_ACCOUNT_ALREADY_EXIST);
}

TEST(CreateAccount, RefusesLessThanTheReserve) {
    LocalLedger ledger;
    const auto alice = stellar::KeyPair::generate();
    const auto sent = ledger.send(ledger.root(), create_account(alice.account(), 1_xlm - 1));
    EXPECT_EQ(sent.operation().create_account_result().code(), Created::CREATE_ACCOUNT_LOW_RESERVE);
    EXPECT_FALSE(ledger.find_account(alice.account()));
}

TEST(CreateAccount, RefusesASourceThatCannotPay) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(10_xlm);
    const auto sent =
        ledger.send(alice, create_account(stellar::KeyPair::generate().account(), 10_xlm));
    EXPECT_EQ(sent.operation().create_account_result().code(), Created::CREATE_ACCOUNT_UNDERFUNDED);
    EXPECT_EQ(ledger.balance(alice), 10_xlm - 100);
}

TEST(Payment, MovesLumensAndTakesTheFee) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(100_xlm);
    const auto bob = ledger.account_with(100_xlm);
    EXPECT_TRUE(ledger.send(alice, native_payment(bob.account(), 30_xlm)).succeeded());
    EXPECT_EQ(ledger.balance(alice), 70_xlm - 100);
    EXPECT_EQ(ledger.balance(bob), 130_xlm);
}

TEST(Payment, LeavesTheReserveAlone) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(10_xlm);
    const auto bob = ledger.account_with(10_xlm);
    const auto sent = ledger.send(alice, native_payment(bob.account(), 9_xlm));
    EXPECT_EQ(sent.operation().payment_result().code(), Paid::PAYMENT_UNDERFUNDED);
    EXPECT_TRUE(ledger.send(alice, native_payment(bob.account(), 9_xlm - 200)).succeeded());
    EXPECT_EQ(ledger.balance(alice), 1_xlm);
}

TEST(Payment, RefusesADestinationThatIsNotThere) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(10_xlm);
    const auto nobody = stellar::KeyPair::generate();
    const auto sent = ledger.send(alice, native_payment(nobody.account(), 1_xlm));
    EXPECT_EQ(sent.operation().payment_result().code(), Paid::PAYMENT_NO_DESTINATION);
}

TEST(Payment, RefusesNothingAndLess) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(10_xlm);
    for (const auto amount : {std::int64_t{0}, std::int64_t{-1}}) {
        const auto sent = ledger.send(alice, native_payment(ledger.root().account(), amount));
        EXPECT_FALSE(sent.accepted());
        EXPECT_EQ(sent.operation().payment_result().code(), Paid::PAYMENT_MALFORMED);
    }
}

TEST(Payment, IsAllOrNothing) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(10_xlm);
    const auto bob = ledger.account_with(10_xlm);
    auto draft = ledger.draft(alice, native_payment(bob.account(), 1_xlm));
    draft.operations.push_back(native_payment(bob.account(), 100_xlm));
    draft.fee_stroops = 200;
    const auto sent = ledger.send(alice, std::move(draft));
    EXPECT_EQ(sent.code(), xdr::TransactionResultCode::txFAILED);
    EXPECT_EQ(sent.operation(0).payment_result().code(), Paid::PAYMENT_SUCCESS);
    EXPECT_EQ(sent.operation(1).payment_result().code(), Paid::PAYMENT_UNDERFUNDED);
    EXPECT_EQ(ledger.balance(bob), 10_xlm);
    EXPECT_EQ(ledger.balance(alice), 10_xlm - 200);
    EXPECT_TRUE(sent.meta.operations.empty());
}

TEST(ManageData, KeepsAndForgetsAnEntryForHalfALumen) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(10_xlm);
    const auto data = [](std::optional<Bytes> value) {
        return xdr::Operation{.body = xdr::OperationBody::manage_data_op(
                                  {.data_name = "colour", .data_value = std::move(value)})};
    };
    EXPECT_TRUE(ledger.send(alice, data(Bytes{1, 2, 3})).succeeded());
    EXPECT_EQ(ledger.find_account(alice.account())->num_sub_entries, 1U);
    EXPECT_TRUE(ledger.send(alice, data(std::nullopt)).succeeded());
    EXPECT_EQ(ledger.find_account(alice.account())->num_sub_entries, 0U);
    const auto again = ledger.send(alice, data(std::nullopt));
    EXPECT_EQ(again.operation().manage_data_result().code(),
              xdr::ManageDataResultCode::MANAGE_DATA_NAME_NOT_FOUND);
}

TEST(BumpSequence, MovesTheSequenceNumberForward) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(10_xlm);
    const auto wanted = ledger.sequence_number(alice) + 1'000;
    const xdr::Operation bump{.body = xdr::OperationBody::bump_sequence_op({.bump_to = wanted})};
    EXPECT_TRUE(ledger.send(alice, bump).succeeded());
    EXPECT_EQ(ledger.sequence_number(alice), wanted);
}

}  // namespace
}  // namespace carrot::ledger::test
