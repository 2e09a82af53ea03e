// Times to live: extending, archiving, restoring; and temporary entries, which are gone.
#include "contracts/wasm.hpp"
#include "ledger/local_ledger.hpp"
#include "stellar/transaction.hpp"

namespace carrot::ledger::test {
namespace {

using stellar::Int128;
using stellar::invoke_contract;
using stellar::to_scval;
using Change = xdr::LedgerEntryChangeType;
using Invoked = xdr::InvokeHostFunctionResultCode;

// Entries live 20 ledgers here; the contracts' own policy is to extend by weeks, so its entries are
// looked at through uploaded code, which nobody extends.
constexpr GenesisSettings short_lives{
    .min_persistent_ttl = 20, .min_temporary_ttl = 10, .max_entry_ttl = 3'110'400};

class Archival : public testing::Test {
protected:
    Archival() {
        const auto wasm = contracts::gpu_registry_wasm();
        const auto uploaded =
            ledger.invoke(alice, stellar::upload_wasm(Bytes(wasm.begin(), wasm.end())));
        code = xdr::LedgerKey::contract_code(
            {.hash = must(stellar::from_scval<Hash>(uploaded.return_value()))});
    }

    std::uint32_t live_until() { return ledger.entry(code)->live_until_ledger.value(); }

    // A transaction on the code's footprint, with more resources and fee than it takes.
    Draft on_code(xdr::Operation operation, bool read_write) {
        auto draft = ledger.draft(alice, std::move(operation));
        auto& data = draft.soroban_data.emplace();
        auto& footprint = data.resources.footprint;
        (read_write ? footprint.read_write : footprint.read_only).push_back(code);
        data.resources.disk_read_bytes = 100'000;
        data.resources.write_bytes = 100'000;
        data.resource_fee = 10'000'000;
        draft.fee_stroops = 10'000'100;
        return draft;
    }

    Draft creation() {
        return ledger.simulated(alice, stellar::create_contract(alice.account(), stellar::Salt{9},
                                                                code.contract_code().hash,
                                                                {to_scval(alice.account())}));
    }

    LocalLedger ledger{short_lives};
    stellar::KeyPair alice = ledger.account_with(1'000_xlm);
    xdr::LedgerKey code;
};

std::vector<Change> change_types(const Sent& sent) {
    std::vector<Change> types;
    for (const auto& change : sent.meta.operations.at(0).changes)
        types.push_back(change.type());
    return types;
}

TEST_F(Archival, GivesANewEntryTheLeastTimeToLive) {
    EXPECT_EQ(live_until(), ledger.sequence() + 20 - 1);
}

TEST_F(Archival, ExtendsATimeToLiveForItsRent) {
    const auto sent = ledger.send(alice, on_code(stellar::extend_footprint_ttl(1'000), false));
    ASSERT_TRUE(sent.succeeded());
    EXPECT_EQ(live_until(), ledger.sequence() + 1'000);
    EXPECT_GT(sent.meta.soroban_meta->ext.v1().rent_fee_charged, 0);
    EXPECT_EQ(change_types(sent),
              (std::vector{Change::LEDGER_ENTRY_STATE, Change::LEDGER_ENTRY_UPDATED}));
}

TEST_F(Archival, NeverShortensATimeToLive) {
    ASSERT_TRUE(
        ledger.send(alice, on_code(stellar::extend_footprint_ttl(1'000), false)).succeeded());
    const auto until = live_until();
    const auto sent = ledger.send(alice, on_code(stellar::extend_footprint_ttl(10), false));
    EXPECT_TRUE(sent.succeeded());
    EXPECT_EQ(live_until(), until);
    EXPECT_EQ(sent.meta.soroban_meta->ext.v1().rent_fee_charged, 0);
}

TEST_F(Archival, RefusesToExtendBeyondTheLongestLife) {
    const auto sent = ledger.send(alice, on_code(stellar::extend_footprint_ttl(3'110'400), false));
    EXPECT_EQ(sent.operation().extend_footprint_ttl_result().code(),
              xdr::ExtendFootprintTtlResultCode::EXTEND_FOOTPRINT_TTL_MALFORMED);
}

TEST_F(Archival, LeavesAnArchivedEntryForRestoreAlone) {
    ledger.close_ledgers(25);
    const auto until = live_until();
    EXPECT_LT(until, ledger.sequence());
    const auto sent = ledger.send(alice, on_code(stellar::extend_footprint_ttl(1'000), false));
    EXPECT_TRUE(sent.succeeded());
    EXPECT_EQ(live_until(), until);
}

TEST_F(Archival, RestoresAnEntryForItsRent) {
    ledger.close_ledgers(25);
    const auto sent = ledger.send(alice, on_code(stellar::restore_footprint(), true));
    ASSERT_TRUE(sent.succeeded());
    EXPECT_EQ(live_until(), ledger.sequence() + 20 - 1);
    EXPECT_GT(sent.meta.soroban_meta->ext.v1().rent_fee_charged, 0);
    EXPECT_EQ(change_types(sent),
              (std::vector{Change::LEDGER_ENTRY_RESTORED, Change::LEDGER_ENTRY_RESTORED}));
}

TEST_F(Archival, RestoresNothingThatLives) {
    const auto until = live_until();
    const auto sent = ledger.send(alice, on_code(stellar::restore_footprint(), true));
    EXPECT_TRUE(sent.succeeded());
    EXPECT_EQ(live_until(), until);
    EXPECT_EQ(sent.meta.soroban_meta->ext.v1().rent_fee_charged, 0);
}

TEST_F(Archival, RefusesToRestoreWithTooFewBytes) {
    ledger.close_ledgers(25);
    auto draft = on_code(stellar::restore_footprint(), true);
    draft.soroban_data->resources.disk_read_bytes = 10;
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.operation().restore_footprint_result().code(),
              xdr::RestoreFootprintResultCode::RESTORE_FOOTPRINT_RESOURCE_LIMIT_EXCEEDED);
}

TEST_F(Archival, RefusesACallThatNeedsAnArchivedEntry) {
    auto draft = creation();
    ledger.close_ledgers(25);
    const auto sent = ledger.send(alice, draft);
    EXPECT_EQ(sent.invoke_code(), Invoked::INVOKE_HOST_FUNCTION_ENTRY_ARCHIVED);
    EXPECT_FALSE(sent.meta.diagnostic_events.empty());
}

TEST_F(Archival, RestoresByTheCallThatSimulationMakes) {
    ledger.close_ledgers(25);
    const auto draft = creation();
    ASSERT_NE(draft.soroban_data->ext.if_resource_ext(), nullptr);
    const auto sent = ledger.send(alice, draft);
    ASSERT_TRUE(sent.succeeded());
    EXPECT_GE(live_until(), ledger.sequence() + 20 - 1);
    const auto types = change_types(sent);
    EXPECT_EQ(std::ranges::count(types, Change::LEDGER_ENTRY_RESTORED), 2);
}

TEST_F(Archival, ForgetsATemporaryEntryWhenItsTimeIsOver) {
    const auto bob = ledger.account_with(10_xlm);
    const auto expires = ledger.sequence() + 12;
    // An allowance is a temporary entry that lives as long as it says.
    ASSERT_TRUE(
        ledger
            .invoke(alice, invoke_contract(ledger.native(), "approve",
                                           {to_scval(alice.account()), to_scval(bob.account()),
                                            to_scval(Int128{5}), to_scval(expires)}))
            .succeeded());
    const auto allowance = [&] {
        return ledger
            .invoke(alice, invoke_contract(ledger.native(), "allowance",
                                           {to_scval(alice.account()), to_scval(bob.account())}))
            .return_value();
    };
    EXPECT_EQ(allowance(), to_scval(Int128{5}));
    ledger.close_ledgers(15);
    EXPECT_EQ(allowance(), to_scval(Int128{0}));
}

}  // namespace
}  // namespace carrot::ledger::test
