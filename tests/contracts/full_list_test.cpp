// A provider at the limit of 25,000 GPUs, whose list is written straight into the ledger.
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

class FullList : public MarketWorld {
protected:
    /// Makes the registry believe that the provider has this many GPUs. The pages are not there:
    /// registering does not read them.
    void provider_has(u32 count) {
        constexpr u32 ids_per_page = 64;
        std::string head;
        append(head, count / ids_per_page);
        for (u32 id = 0; id < count % ids_per_page; ++id)
            append(head, id);
        const auto owner = testkit::must(stellar::Address::parse(provider.address().strkey));
        chain.store(
            registry_id,
            xdr::ScVal::vec({{xdr::ScVal::sym("gpus"), xdr::ScVal::address(owner.to_xdr())}}),
            xdr::ScVal::str(head));
    }

private:
    static void append(std::string& bytes, u32 id) {
        for (int shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(id >> shift);
    }
};

TEST_F(FullList, TakesThe25000thGpuAndNoMore) {
    provider_has(24'999);
    EXPECT_TRUE(provider.registers("A", 1, 1).succeeded());
    EXPECT_EQ(provider.registers("A", 1, 1), RegistryError::too_many_gpus);
    EXPECT_TRUE(stranger.registers("A", 1, 1).succeeded());
}

}  // namespace
}  // namespace carrot::contracts::test
