#include "host/host_world.hpp"
#include "xdr/codec.hpp"

namespace carrot::host::test {
namespace {

class Fees : public HostWorld {
protected:
    Fees() { deploy_probe(); }

    ResourceFee fee_for(const xdr::SorobanTransactionData& data, Operation operation,
                        std::uint32_t events_size_bytes = 0) {
        return must(compute_resource_fee(settings_, operation, must(xdr::encode(data)), 1024,
                                         events_size_bytes));
    }
};

TEST_F(Fees, GrowWithInstructions) {
    xdr::SorobanTransactionData data;
    const auto idle = fee_for(data, Operation::invoke_host_function);
    data.resources.instructions = 10'000'000;
    const auto busy = fee_for(data, Operation::invoke_host_function);
    // Mainnet: 7 stroops for 10,000 instructions.
    EXPECT_EQ(busy.non_refundable_stroops - idle.non_refundable_stroops, 7'000);
}

TEST_F(Fees, ForEventsAreRefundable) {
    const xdr::SorobanTransactionData data;
    EXPECT_EQ(fee_for(data, Operation::invoke_host_function).refundable_stroops, 0);
    // Mainnet: 5,000 stroops for a KB.
    EXPECT_EQ(fee_for(data, Operation::invoke_host_function, 2048).refundable_stroops, 10'000);
}

TEST_F(Fees, CountOnlyArchivedContractEntriesAsDiskReads) {
    xdr::SorobanTransactionData data;
    data.resources.footprint.read_write = {must(xdr::decode<xdr::LedgerKey>(count_key()))};
    const auto live = fee_for(data, Operation::invoke_host_function);
    const auto restored = fee_for(data, Operation::restore_footprint);
    data.ext = xdr::SorobanTransactionDataExt::resource_ext({.archived_soroban_entries = {0}});
    const auto archived = fee_for(data, Operation::invoke_host_function);
    // Mainnet: 1,563 stroops for an entry.
    EXPECT_EQ(archived.non_refundable_stroops - live.non_refundable_stroops, 1'563);
    EXPECT_EQ(restored.non_refundable_stroops, archived.non_refundable_stroops);
}

TEST_F(Fees, OfASimulationCoverItsTransaction) {
    const auto simulation = must(simulates(probe("increment")));
    const auto outcome = must(invokes(prepares(probe("increment"), simulation)));
    const auto fee = must(compute_resource_fee(settings_, Operation::invoke_host_function,
                                               simulation.estimate.transaction_data, 600, 200));
    EXPECT_GE(simulation.estimate.min_resource_fee_stroops,
              fee.non_refundable_stroops + fee.refundable_stroops + outcome.rent_fee_stroops);
}

TEST_F(Fees, OfRentAreTheOnesThatInvokingCharges) {
    const auto outcome = applies(probe("increment"));
    const auto made = std::ranges::find(outcome.changes, count_key(), &LedgerEntryChange::key);
    const std::vector<RentChange> changes = {
        {.key = made->key,
         .old_rent_size_bytes = 0,
         .new_rent_size_bytes = must(rent_size_bytes(settings_, *made->new_entry)),
         .old_live_until_ledger = 0,
         .new_live_until_ledger = made->ttl->new_live_until_ledger}};
    EXPECT_EQ(must(compute_rent_fee(settings_, changes, now_.sequence)), outcome.rent_fee_stroops);
}

TEST_F(Fees, OfRentCountAModulesMemory) {
    xdr::Hash hash{};
    std::ranges::copy(sha256(probe_wasm()), hash.begin());
    const auto key = must(xdr::encode(xdr::LedgerKey::contract_code({hash})));
    const auto stored = must(ledger_.get(key));
    EXPECT_GT(must(rent_size_bytes(settings_, stored->entry)), stored->entry.size());
}

TEST_F(Fees, OfRentAreForContractEntriesOnly) {
    const Bytes account = must(xdr::encode(xdr::LedgerKey::account({alice_})));
    const auto fee = compute_rent_fee(settings_, std::vector<RentChange>{{.key = account}}, 1);
    ASSERT_FALSE(fee);
    EXPECT_EQ(fee.error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace carrot::host::test
