#include "host/host_world.hpp"
#include "xdr/codec.hpp"
#include "xdr/ledger.hpp"

namespace carrot::host::test {
namespace {

class Invoke : public HostWorld {
protected:
    Invoke() { deploy_probe(); }
};

xdr::ScError error_of(const InvokeOutcome& outcome) {
    return must(xdr::decode<xdr::ScVal>(outcome.error)).error();
}

TEST_F(Invoke, ReturnsTheContractsValue) {
    EXPECT_EQ(returned_u32(applies(probe("increment"))), 1u);
    EXPECT_EQ(returned_u32(applies(probe("increment"))), 2u);
}

TEST_F(Invoke, NeedsNoMoreThanItsSimulationSays) {
    const auto simulation = must(simulates(probe("increment")));
    const auto outcome = must(invokes(prepares(probe("increment"), simulation)));
    ASSERT_EQ(outcome.status, InvokeStatus::success) << outcome.message;
    EXPECT_EQ(outcome.return_value, simulation.return_value);
    EXPECT_EQ(outcome.contract_events, simulation.contract_events);
    const auto data =
        must(xdr::decode<xdr::SorobanTransactionData>(simulation.estimate.transaction_data));
    EXPECT_LE(outcome.cpu_instructions, data.resources.instructions);
    EXPECT_GT(outcome.cpu_instructions, 0u);
    EXPECT_GT(outcome.memory_bytes, 0u);
}

TEST_F(Invoke, GivesTheContractsEvents) {
    const auto outcome = applies(probe("increment"));
    ASSERT_EQ(outcome.contract_events.size(), 1u);
    const auto event = must(xdr::decode<xdr::ContractEvent>(outcome.contract_events.front()));
    EXPECT_EQ(event.type, xdr::ContractEventType::CONTRACT);
    EXPECT_EQ(event.body.v0().topics.front(), xdr::ScVal::sym("count"));
    EXPECT_EQ(event.body.v0().data, xdr::ScVal::u32(1));
}

TEST_F(Invoke, GivesANewEntryItsMinimumTtlAndChargesRent) {
    const auto outcome = applies(probe("increment"));
    const auto made = std::ranges::find(outcome.changes, count_key(), &LedgerEntryChange::key);
    ASSERT_NE(made, outcome.changes.end());
    ASSERT_TRUE(made->ttl);
    EXPECT_EQ(made->ttl->old_live_until_ledger, 0u);
    EXPECT_EQ(made->ttl->new_live_until_ledger,
              now_.sequence + settings_.limits().min_persistent_ttl_ledgers - 1);
    const auto hash = sha256(made->key);
    EXPECT_TRUE(std::ranges::equal(made->ttl->key_hash, hash));
    EXPECT_EQ(made->old_rent_size_bytes, 0u);
    EXPECT_EQ(made->new_rent_size_bytes, made->new_entry->size());
    EXPECT_GT(outcome.rent_fee_stroops, 0);
}

TEST_F(Invoke, ChargesNoRentForAnEntryThatStaysAsItIs) {
    applies(probe("increment"));
    EXPECT_EQ(applies(probe("increment")).rent_fee_stroops, 0);
}

TEST_F(Invoke, TellsThatAnEntryIsGone) {
    applies(probe("increment"));
    const auto outcome = applies(probe("forget"));
    const auto gone = std::ranges::find(outcome.changes, count_key(), &LedgerEntryChange::key);
    ASSERT_NE(gone, outcome.changes.end());
    EXPECT_FALSE(gone->new_entry);
    EXPECT_EQ(gone->ttl->new_live_until_ledger, 0u);
}

TEST_F(Invoke, TellsAContractsErrorNumber) {
    const auto outcome = applies_by_force(probe("refuse", {xdr::ScVal::u32(42)}), 10'000'000);
    EXPECT_EQ(outcome.status, InvokeStatus::trapped);
    EXPECT_EQ(error_of(outcome), xdr::ScError::contract_code(42));
    EXPECT_THAT(outcome.message, testing::HasSubstr("Error(Contract, #42)"));
    EXPECT_TRUE(outcome.changes.empty());
    EXPECT_TRUE(outcome.contract_events.empty());
    EXPECT_FALSE(outcome.diagnostic_events.empty());
}

TEST_F(Invoke, TellsATrapFromALimit) {
    const auto outcome = applies_by_force(probe("trap"), 10'000'000);
    EXPECT_EQ(outcome.status, InvokeStatus::trapped);
    EXPECT_EQ(error_of(outcome), xdr::ScError::wasm_vm(xdr::ScErrorCode::SCEC_INVALID_ACTION));
}

TEST_F(Invoke, StopsAnEndlessLoopAtItsInstructions) {
    const auto outcome = applies_by_force(probe("spin"), 10'000'000);
    EXPECT_NE(outcome.status, InvokeStatus::success);
    EXPECT_NEAR(static_cast<double>(outcome.cpu_instructions), 10e6, 1e3);
    EXPECT_EQ(error_of(outcome), xdr::ScError::budget(xdr::ScErrorCode::SCEC_EXCEEDED_LIMIT));
}

TEST_F(Invoke, StopsAnEndlessRecursion) {
    const auto outcome = applies_by_force(probe("recurse"), 400'000'000);
    EXPECT_EQ(outcome.status, InvokeStatus::trapped) << outcome.message;
}

TEST_F(Invoke, StopsAContractThatHoardsMemory) {
    const auto outcome = applies_by_force(probe("hoard"), 400'000'000);
    EXPECT_EQ(outcome.status, InvokeStatus::resource_limit_exceeded);
    EXPECT_GT(outcome.memory_bytes, settings_.limits().tx_memory_limit_bytes);
}

TEST_F(Invoke, RefusesAContractThatCallsItself) {
    const auto outcome = applies_by_force(
        probe("forward", {xdr::ScVal::address(probe_), xdr::ScVal::sym("increment")}), 10'000'000);
    EXPECT_EQ(outcome.status, InvokeStatus::trapped);
}

TEST_F(Invoke, RefusesToWriteWhatItsFootprintOnlyReads) {
    applies(probe("increment"));
    auto prepared = prepares(probe("count"));
    prepared.host_function = must(xdr::encode(probe("increment")));
    const auto outcome = must(invokes(prepared));
    EXPECT_EQ(outcome.status, InvokeStatus::trapped);
    EXPECT_EQ(error_of(outcome), xdr::ScError::storage(xdr::ScErrorCode::SCEC_EXCEEDED_LIMIT));
}

TEST_F(Invoke, RefusesAnotherAccountWithoutItsSignature) {
    const auto bob = xdr::ScVal::address(address_of(bob_));
    const auto simulation = must(simulates(probe("authorized", {bob})));
    ASSERT_TRUE(simulation.error.empty()) << simulation.error;
    const auto outcome = must(invokes(prepares(probe("authorized", {bob}), simulation)));
    EXPECT_EQ(outcome.status, InvokeStatus::trapped);
}

TEST_F(Invoke, TakesTheSourceAccountsOwnAuthorization) {
    applies(probe("authorized", {xdr::ScVal::address(address_of(alice_))}));
}

TEST_F(Invoke, RefusesATruncatedWasmAtUpload) {
    Bytes wasm = probe_wasm();
    wasm.resize(wasm.size() / 2);
    const auto outcome = applies_by_force(upload(wasm), 100'000'000);
    EXPECT_EQ(outcome.status, InvokeStatus::trapped) << outcome.message;
}

TEST_F(Invoke, MovesNativeCoinsThroughTheAssetContract) {
    const auto native = deploy_native_asset();
    const auto before = ledger_.balance_stroops(bob_);
    applies(call(native, "transfer",
                 {xdr::ScVal::address(address_of(alice_)), xdr::ScVal::address(address_of(bob_)),
                  xdr::ScVal::i128({.hi = 0, .lo = 12'345})}));
    EXPECT_EQ(ledger_.balance_stroops(bob_), before + 12'345);
}

}  // namespace
}  // namespace carrot::host::test
