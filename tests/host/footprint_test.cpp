// Extending and restoring: the two operations that only name keys.

#include "host/host_world.hpp"
#include "xdr/codec.hpp"

namespace carrot::host::test {
namespace {

class Footprint : public HostWorld {
protected:
    Footprint() {
        deploy_probe();
        applies(probe("increment"));
        min_ttl_ = settings_.limits().min_persistent_ttl_ledgers;
    }

    Result<ExtendSimulation> extends(const std::vector<Bytes>& keys, std::uint32_t ledgers) {
        return simulate_extend_ttl(ledger_, settings_, now_, keys, ledgers);
    }

    Result<TransactionEstimate> restores(const std::vector<Bytes>& keys) {
        return simulate_restore(ledger_, settings_, now_, keys);
    }

    xdr::LedgerFootprint footprint_of(const TransactionEstimate& estimate) {
        return must(xdr::decode<xdr::SorobanTransactionData>(estimate.transaction_data))
            .resources.footprint;
    }

    std::uint32_t min_ttl_ = 0;
};

TEST_F(Footprint, ExtensionListsTheKeyForReading) {
    const auto simulation = must(extends({count_key()}, min_ttl_ + 1000));
    const auto footprint = footprint_of(simulation.estimate);
    EXPECT_TRUE(footprint.read_write.empty());
    ASSERT_EQ(footprint.read_only.size(), 1u);
    EXPECT_EQ(must(xdr::encode(footprint.read_only.front())), count_key());
    EXPECT_GT(simulation.estimate.min_resource_fee_stroops, 0);
    EXPECT_FALSE(simulation.restore_preamble);
}

TEST_F(Footprint, ExtensionLeavesOutWhatLivesLongEnough) {
    EXPECT_TRUE(footprint_of(must(extends({count_key()}, 10)).estimate).read_only.empty());
}

TEST_F(Footprint, ExtensionOfAnArchivedKeyComesAfterItsRestoration) {
    advance(min_ttl_);
    const auto simulation = must(extends({count_key()}, min_ttl_ + 1000));
    ASSERT_TRUE(simulation.restore_preamble);
    EXPECT_EQ(footprint_of(*simulation.restore_preamble).read_write.size(), 1u);
}

TEST_F(Footprint, ExtensionStopsAtTheLongestLife) {
    const auto longest = settings_.limits().max_entry_ttl_ledgers - 1;
    EXPECT_TRUE(extends({count_key()}, longest));
    const auto refused = extends({count_key()}, longest + 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
}

TEST_F(Footprint, RestorationListsTheKeyForWriting) {
    advance(min_ttl_);
    const auto estimate = must(restores({count_key()}));
    EXPECT_EQ(footprint_of(estimate).read_write.size(), 1u);
    EXPECT_GT(estimate.min_resource_fee_stroops, 0);
}

TEST_F(Footprint, RestorationLeavesOutLiveEntries) {
    EXPECT_TRUE(footprint_of(must(restores({count_key()}))).read_write.empty());
}

TEST_F(Footprint, RestorationRefusesAMissingEntry) {
    ledger_.erase(count_key());
    const auto refused = restores({count_key()});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
}

TEST_F(Footprint, RestorationRefusesAnAccount) {
    const auto refused = restores({must(xdr::encode(xdr::LedgerKey::account({alice_})))});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
}

}  // namespace
}  // namespace carrot::host::test
