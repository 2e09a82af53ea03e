#include <gmock/gmock.h>

#include "content.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

struct Verification : testing::Test {
    TemporaryStore store;
    Bytes content = pseudo_random_bytes(3'000'000, 1);
    Cid root = add_bytes(*store, content)->cid;
    Cid leaf = Cid::of(Codec::raw, BytesView(content).first(1 << 20));

    Verified verify(DamagedBlocks damaged = DamagedBlocks::leave) {
        return store.store->verify([&] { return Result<std::vector<Cid>>{{root}}; }, damaged)
            .value();
    }

    void damage(const Cid& cid) {
        auto bytes = (*store).get(cid).value();
        bytes.back() ^= 1;
        ASSERT_TRUE(write_file(store.block_path(cid), bytes));
    }
};

TEST_F(Verification, FindsNothingInAStoreThatIsWhole) {
    const auto verified = verify();
    EXPECT_EQ(verified.blocks, 4U);
    EXPECT_GT(verified.bytes, 3'000'000U);
    EXPECT_THAT(verified.faults, testing::IsEmpty());
}

TEST_F(Verification, NamesADamagedLeafAndTheDagThatNeedsIt) {
    damage(leaf);
    const auto faults = verify().faults;
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].cid, leaf);
    EXPECT_EQ(faults[0].damage, Damage::changed);
    EXPECT_EQ(faults[0].root, root);
}

TEST_F(Verification, NamesAMissingLeaf) {
    std::filesystem::remove(store.block_path(leaf));
    const auto faults = verify().faults;
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].cid, leaf);
    EXPECT_EQ(faults[0].damage, Damage::missing);
}

TEST_F(Verification, NamesADamagedRootByItsOwnCid) {
    damage(root);
    const auto faults = verify().faults;
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].cid, root);
    EXPECT_EQ(faults[0].damage, Damage::changed);
}

TEST_F(Verification, NamesADamagedBlockThatNobodyNeeds) {
    const auto other = add_bytes(*store, as_bytes("other"))->cid;
    damage(other);
    const auto faults = verify().faults;
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].cid, other);
    EXPECT_EQ(faults[0].root, std::nullopt);
}

TEST_F(Verification, MakesRoomForTheRightBytesWhereAsked) {
    damage(leaf);
    EXPECT_EQ(verify(DamagedBlocks::remove).faults.size(), 1U);
    ASSERT_TRUE(add_bytes(*store, content));
    EXPECT_THAT(verify().faults, testing::IsEmpty());
    EXPECT_EQ(read_content(*store, {root, {}}, 4 << 20).value(), content);
}

TEST_F(Verification, TellsHowFarItHasCome) {
    std::uint64_t last_bytes = 0;
    const auto verified =
        store.store->verify([] { return Result<std::vector<Cid>>{}; }, DamagedBlocks::leave,
                            [&](const Verified& so_far) {
                                EXPECT_GE(so_far.bytes, last_bytes);
                                last_bytes = so_far.bytes;
                            });
    EXPECT_EQ(last_bytes, verified->bytes);
}

}  // namespace
}  // namespace carrot::ipfs::tests
