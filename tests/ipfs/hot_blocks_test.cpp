// Blocks that a gateway keeps in memory.
#include "ipfs/detail/hot_blocks.hpp"

#include <gtest/gtest.h>

#include "content.hpp"
#include "ipfs/detail/node_view.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

using std::chrono::seconds;

struct Hot : testing::Test {
    MemoryBlocks blocks;
    ManualClock clock{TimePoint(seconds(1'000'000))};
    HotBlocks hot{blocks, 3000, seconds(10), clock};

    Cid add(std::uint32_t seed, std::size_t bytes = 1000) {
        return blocks.add(Codec::raw, pseudo_random_bytes(bytes, seed));
    }
};

TEST_F(Hot, AreReadOnce) {
    const auto cid = add(1);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(hot.get_node(cid).value()->block, pseudo_random_bytes(1000, 1));
    EXPECT_EQ(blocks.reads, 1);
}

TEST_F(Hot, AreReadAgainWhenTheyAreOld) {
    const auto cid = add(1);
    EXPECT_TRUE(hot.get_node(cid));
    clock.advance(seconds(10));
    EXPECT_TRUE(hot.get_node(cid));
    EXPECT_EQ(blocks.reads, 2);
}

TEST_F(Hot, GoInTheOrderInWhichTheyWereAskedForLast) {
    const auto first = add(1);
    for (const auto& cid : {first, add(2), add(3), first, add(4)})
        EXPECT_TRUE(hot.get_node(cid));
    EXPECT_EQ(blocks.reads, 4);
    EXPECT_TRUE(hot.get_node(first));
    EXPECT_EQ(blocks.reads, 4);
    EXPECT_TRUE(hot.get_node(add(2)));
    EXPECT_EQ(blocks.reads, 5);
}

TEST_F(Hot, AreNotThoseThatAreLargerThanAllTheRoom) {
    const auto large = add(1, 3001);
    EXPECT_TRUE(hot.get_node(large));
    EXPECT_TRUE(hot.get_node(large));
    EXPECT_EQ(blocks.reads, 2);
}

TEST_F(Hot, AreNotThoseThatAreMissing) {
    const auto cid = Cid::of(Codec::raw, pseudo_random_bytes(1000, 1));
    EXPECT_EQ(hot.get_node(cid).error().code, ErrorCode::not_found);
    add(1);
    EXPECT_TRUE(hot.get_node(cid));
}

TEST_F(Hot, DecodeABlockOnce) {
    const auto cid = add(1);
    const auto node = hot.get_node(cid).value();
    EXPECT_EQ(hot.get_node(cid).value(), node);
    EXPECT_EQ(node->block, blocks.get(cid).value());
}

TEST_F(Hot, AreAtHandOnceTheyWereRead) {
    const auto cid = add(1);
    EXPECT_EQ(BlocksAtHand(hot).get_node(cid).error().code, ErrorCode::unavailable);
    EXPECT_TRUE(hot.get_node(cid));
    EXPECT_EQ(BlocksAtHand(hot).get(cid).value(), pseudo_random_bytes(1000, 1));
    EXPECT_EQ(blocks.reads, 1);
}

TEST_F(Hot, AreAtHandForAFewReadsOfOneAnswer) {
    const auto cid = add(1);
    EXPECT_TRUE(hot.get_node(cid));
    const BlocksAtHand at_hand(hot);
    int reads = 0;
    while (at_hand.get_node(cid) && reads < 100)
        ++reads;
    EXPECT_EQ(reads, 16);
}

}  // namespace
}  // namespace carrot::ipfs::tests
