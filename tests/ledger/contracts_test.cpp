// Contracts: uploading, creating, calling, and what that costs.
#include "contracts/wasm.hpp"
#include "ledger/local_ledger.hpp"

namespace carrot::ledger::test {
namespace {

using stellar::Int128;
using stellar::invoke_contract;
using stellar::to_scval;
using Code = xdr::TransactionResultCode;
using Invoked = xdr::InvokeHostFunctionResultCode;

std::vector<xdr::ScVal> gpu_arguments(const stellar::KeyPair& provider, const char* model,
                                      std::int64_t price) {
    return {to_scval(provider.account()), to_scval(model), to_scval(std::uint32_t{24}),
            to_scval(Int128{price})};
}

stellar::ContractId deploy_registry(LocalLedger& ledger, const stellar::KeyPair& deployer) {
    return ledger.deploy(deployer, contracts::gpu_registry_wasm(), {to_scval(deployer.account())});
}

const xdr::SorobanTransactionMetaExtV1& fees_of(const Sent& sent) {
    return sent.meta.soroban_meta.value().ext.v1();
}

TEST(Contract, IsUploadedCreatedAndCalled) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    const auto sent = ledger.invoke(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    ASSERT_TRUE(sent.succeeded());
    EXPECT_EQ(sent.return_value(), to_scval(std::uint32_t{0}));
    const auto second = ledger.invoke(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "H100", 9)));
    EXPECT_EQ(second.return_value(), to_scval(std::uint32_t{1}));
}

TEST(Contract, EmitsItsEventsIntoTheMetaAndTheHistory) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    const auto sent = ledger.invoke(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    ASSERT_EQ(sent.meta.operations.size(), 1U);
    ASSERT_EQ(sent.meta.operations[0].events.size(), 1U);
    const auto& event = sent.meta.operations[0].events[0];
    EXPECT_EQ(event.contract_id, registry.hash);
    EXPECT_EQ(event.body.v0().topics[0], xdr::ScVal::sym("gpu_registered"));

    std::vector<EventRecord> found;
    const auto view = must(ledger->snapshot());
    must(view->events({.first = {}, .end_ledger = ~0U >> 1, .contracts = {registry.hash}},
                      [&](EventRecord record) {
                          found.push_back(std::move(record));
                          return true;
                      }));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].tx_hash, sent.record->hash);
    EXPECT_EQ(found[0].position, (EventPosition{.ledger = sent.record->ledger, .transaction = 1}));
    EXPECT_EQ(must(xdr::decode<xdr::ContractEvent>(found[0].event)), event);
}

TEST(Contract, IsChargedToTheStroopForWhatItUsed) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    const auto before = ledger.balance(alice);
    const auto draft = ledger.simulated(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    const auto offered = draft.fee_stroops;
    const auto sent = ledger.send(alice, draft);
    ASSERT_TRUE(sent.succeeded());
    const auto& fees = fees_of(sent);
    EXPECT_EQ(sent.result.fee_charged, 100 + fees.total_non_refundable_resource_fee_charged +
                                           fees.total_refundable_resource_fee_charged);
    EXPECT_GT(fees.rent_fee_charged, 0);
    EXPECT_LT(sent.result.fee_charged, offered);
    EXPECT_EQ(ledger.balance(alice), before - sent.result.fee_charged);
}

TEST(Contract, GivesTheRefundBackAfterAllTransactions) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    auto draft = ledger.simulated(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    constexpr std::int64_t too_much = 5_xlm;
    draft.soroban_data->resource_fee += too_much;
    draft.fee_stroops += static_cast<std::uint32_t>(too_much);
    const auto sent = ledger.send(alice, draft);
    ASSERT_TRUE(sent.succeeded());
    EXPECT_LT(sent.result.fee_charged, 1_xlm);
    ASSERT_EQ(sent.meta.events.size(), 2U);
    const auto& refund = sent.meta.events[1];
    EXPECT_EQ(refund.stage, xdr::TransactionEventStage::TRANSACTION_EVENT_STAGE_AFTER_ALL_TXS);
    const auto charged =
        must(stellar::from_scval<Int128>(sent.meta.events[0].event.body.v0().data));
    const auto given_back = must(stellar::from_scval<Int128>(refund.event.body.v0().data));
    EXPECT_EQ(charged + given_back, sent.result.fee_charged);
}

TEST(Contract, FailsWithoutEffectAndPaysForTheAttempt) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    auto draft = ledger.simulated(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    // What was simulated with a good price is sent with a bad one.
    auto& call = draft.operations[0].body.invoke_host_function_op();
    call.host_function.invoke_contract().args[3] = to_scval(Int128{-1});
    auto& authorized = call.auth[0].root_invocation.function.contract_fn();
    authorized.args[3] = to_scval(Int128{-1});
    const auto before = ledger.balance(alice);
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.code(), Code::txFAILED);
    EXPECT_EQ(sent.invoke_code(), Invoked::INVOKE_HOST_FUNCTION_TRAPPED);
    EXPECT_TRUE(sent.meta.operations.empty());
    EXPECT_FALSE(sent.meta.diagnostic_events.empty());
    EXPECT_EQ(fees_of(sent).total_refundable_resource_fee_charged, 0);
    EXPECT_EQ(ledger.balance(alice), before - sent.result.fee_charged);
}

TEST(Contract, NeedsTheInstructionsThatItDeclares) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    auto draft = ledger.simulated(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    draft.soroban_data->resources.instructions = 10'000;
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.invoke_code(), Invoked::INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED);
}

TEST(Contract, NeedsTheWriteBytesThatItDeclares) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    auto draft = ledger.simulated(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    draft.soroban_data->resources.write_bytes = 10;
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.invoke_code(), Invoked::INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED);
}

TEST(Contract, NeedsARefundableFeeForItsRent) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    auto draft = ledger.simulated(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    draft.soroban_data->resource_fee = 100'000;
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.invoke_code(), Invoked::INVOKE_HOST_FUNCTION_INSUFFICIENT_REFUNDABLE_FEE);
}

TEST(Contract, IsNotReachedWithoutItsFootprint) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto registry = deploy_registry(ledger, alice);
    auto draft = ledger.simulated(
        alice, invoke_contract(registry, "register_gpu", gpu_arguments(alice, "RTX 4090", 2)));
    draft.soroban_data->resources.footprint.read_write.pop_back();
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.invoke_code(), Invoked::INVOKE_HOST_FUNCTION_TRAPPED);
}

TEST(NativeAsset, MovesLumensBetweenAccountsAndContracts) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto bob = ledger.account_with(10_xlm);
    const auto registry = deploy_registry(ledger, alice);
    const auto transfer = [&](const stellar::Address& to, std::int64_t stroops) {
        return invoke_contract(
            ledger.native(), "transfer",
            {to_scval(alice.account()), to_scval(to), to_scval(Int128{stroops})});
    };
    ASSERT_TRUE(ledger.invoke(alice, transfer(bob.account(), 7_xlm)).succeeded());
    EXPECT_EQ(ledger.balance(bob), 17_xlm);
    ASSERT_TRUE(ledger.invoke(alice, transfer(registry, 3_xlm)).succeeded());
    const auto asked =
        ledger.invoke(alice, invoke_contract(ledger.native(), "balance", {to_scval(registry)}));
    EXPECT_EQ(asked.return_value(), to_scval(Int128{3_xlm}));
}

TEST(SorobanData, IsRefusedWithTooLowAFee) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    auto draft = ledger.simulated(
        alice, invoke_contract(ledger.native(), "balance", {to_scval(alice.account())}));
    draft.soroban_data->resource_fee = 10;
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.code(), Code::txSOROBAN_INVALID);
    EXPECT_FALSE(sent.submission.diagnostic_events.empty());
}

TEST(SorobanData, IsRefusedAboveTheNetworksLimits) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    const auto draft = ledger.simulated(
        alice, invoke_contract(ledger.native(), "balance", {to_scval(alice.account())}));
    const std::vector<std::function<void(xdr::SorobanTransactionData&)>> excesses{
        [](auto& data) { data.resources.instructions = 400'000'001; },
        [](auto& data) { data.resources.write_bytes = 132'097; },
        [](auto& data) { data.resources.disk_read_bytes = 200'001; },
        [](auto& data) {
            const auto key = data.resources.footprint.read_only.at(0);
            data.resources.footprint.read_only.push_back(key);
        },
        [](auto& data) {
            data.resources.footprint.read_only.push_back(xdr::LedgerKey::config_setting({}));
        },
        [](auto& data) { data.ext = xdr::SorobanTransactionDataExt::resource_ext({{99}}); },
    };
    for (const auto& exceed : excesses) {
        auto changed = draft;
        changed.soroban_data->resource_fee += 100'000'000;
        changed.fee_stroops += 100'000'000;
        exceed(*changed.soroban_data);
        const auto sent = ledger.send(alice, changed);
        EXPECT_EQ(sent.code(), Code::txSOROBAN_INVALID);
    }
}

TEST(SorobanData, GoesWithContractOperationsAlone) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    auto without = ledger.draft(
        alice, invoke_contract(ledger.native(), "balance", {to_scval(alice.account())}));
    EXPECT_EQ(ledger.send(alice, without).code(), Code::txMALFORMED);
    auto with = ledger.draft(alice, stellar::native_payment(ledger.root().account(), 1));
    with.soroban_data.emplace();
    EXPECT_EQ(ledger.send(alice, with).code(), Code::txMALFORMED);
}

TEST(SorobanData, AllowsNoMemo) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(1'000_xlm);
    auto draft = ledger.simulated(
        alice, invoke_contract(ledger.native(), "balance", {to_scval(alice.account())}));
    draft.memo = xdr::Memo::text("hello");
    EXPECT_EQ(ledger.send(alice, draft).code(), Code::txSOROBAN_INVALID);
}

}  // namespace
}  // namespace carrot::ledger::test
