// Directories in shards: what is added is found again, and shards that break a rule are refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "content.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/murmur3.hpp"
#include "ipfs/detail/shard_builder.hpp"
#include "ipfs/detail/shard_position.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

TEST(Murmur3, GivesTheKnownHashes) {
    EXPECT_EQ(murmur3_x64_64({}), 0U);
    EXPECT_EQ(murmur3_x64_64(as_bytes("hello")), 0xcbd8a7b341bd9b02U);
    EXPECT_EQ(murmur3_x64_64(as_bytes("hello, world")), 0x342fac623a5ebc8eU);
    EXPECT_EQ(murmur3_x64_64(as_bytes("The quick brown fox jumps over the lazy dog.")),
              0xcd99481f9ee902c9U);
}

struct ShardedDirectory : testing::Test {
    MemoryBlocks blocks;
    Cid leaf = blocks.add(Codec::raw, as_bytes("leaf"));
    UnixFsNode header{
        .type = UnixFsType::sharded_directory, .hash_function = murmur3_code, .fanout = 256};

    static std::string file_name(int number) { return fmt::format("file {}", number); }

    Cid built(int count) {
        std::vector<PbLink> entries;
        for (int i = 0; i < count; ++i)
            entries.push_back({leaf, file_name(i), 4});
        return build_shards(blocks, unixfs_v1_2025, std::move(entries)).value().cid;
    }

    // A shard that says what it is told, its bitfield made from the names' prefixes.
    Cid shard(std::vector<std::pair<std::string, Cid>> links) {
        Bytes bitfield(32);
        std::vector<PbLink> pb_links;
        for (const auto& [name, cid] : links) {
            const auto slot = std::stoul(name.substr(0, 2), nullptr, 16);
            bitfield[31 - slot / 8] |= static_cast<std::uint8_t>(1U << slot % 8);
            pb_links.push_back({cid, name, 0});
        }
        return shard(pb_links, bitfield);
    }

    Cid shard(const std::vector<PbLink>& links, BytesView bitfield) {
        header.data = bitfield;
        return blocks.add(Codec::dag_pb, encode_pb_node(links, encode_unixfs(header)));
    }

    // The link's name that a file name has at the root.
    static std::string placed(const std::string& name, unsigned level = 0) {
        const ShardShape shape;
        return shape.prefix(shape.slot(name_hash(name), level)) + name;
    }

    void expect_corrupt(const Cid& directory, const std::string& name = "x") {
        const auto listed = list_directory(blocks, directory);
        ASSERT_FALSE(listed);
        EXPECT_EQ(listed.error().code, ErrorCode::corrupt_data) << listed.error().message;
        EXPECT_FALSE(resolve(blocks, {directory, {name}}));
    }
};

TEST_F(ShardedDirectory, ListsAndFindsWhatWasAdded) {
    const auto root = built(100'000);
    const auto listed = list_directory(blocks, root);
    ASSERT_TRUE(listed) << listed.error().message;
    EXPECT_EQ(listed->size(), 100'000U);
    EXPECT_TRUE(std::ranges::is_sorted(*listed, {}, &DirectoryEntry::name));
    for (int i = 0; i < 100'000; i += 9)
        EXPECT_EQ(resolve(blocks, {root, {file_name(i)}})->cid, leaf) << i;
    for (const std::string absent : {"file 100000", "00", "", "file 1/", "A5"})
        EXPECT_EQ(resolve(blocks, {root, {absent}}).error().code, ErrorCode::not_found) << absent;
}

TEST_F(ShardedDirectory, IsFetchedWhole) {
    const TemporaryStore store;
    const TemporaryDirectory folder;
    std::filesystem::create_directories(folder.path() / "in" / "many");
    for (int i = 0; i < 1200; ++i)
        std::ofstream(folder.path() / "in" / "many" / fmt::format("{:0>220}", i)) << i % 97;
    const auto added = add_directory(*store, folder.path() / "in");
    ASSERT_TRUE(added) << added.error().message;
    const auto fetched = fetch_to(*store, added->cid, folder.path() / "out");
    ASSERT_TRUE(fetched) << fetched.error().message;
    const auto file = folder.path() / "out" / "many" / fmt::format("{:0>220}", 1021);
    EXPECT_EQ(as_text(*read_file(file, 10)), "51");
}

TEST_F(ShardedDirectory, MayBeEmptyAtItsRoot) {
    EXPECT_EQ(list_directory(blocks, shard({}))->size(), 0U);
}

TEST_F(ShardedDirectory, WithNamesOfOneHashIsNotBuilt) {
    const auto twice = build_shards(blocks, unixfs_v1_2025, {{leaf, "same", 4}, {leaf, "same", 4}});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, ErrorCode::invalid_argument);
}

TEST_F(ShardedDirectory, WithAnotherHashFunctionOrFanoutIsCorrupt) {
    header.hash_function = 0x12;
    expect_corrupt(shard({}));
    header.hash_function = std::nullopt;
    expect_corrupt(shard({}));
    header.hash_function = murmur3_code;
    for (const std::uint64_t fanout : {0, 1, 4, 24, 2048}) {
        header.fanout = fanout;
        expect_corrupt(shard({}, {}));
    }
}

TEST_F(ShardedDirectory, WhoseBitfieldIsNotItsLinksIsCorrupt) {
    const auto name = placed("x");
    expect_corrupt(shard({{leaf, name, 4}}, {}));
    expect_corrupt(shard({{leaf, name, 4}}, Bytes(32, 0xff)));
    expect_corrupt(shard({{leaf, name, 4}}, Bytes(33)));
    expect_corrupt(shard({{leaf, "x", 4}}, Bytes{1}));
}

TEST_F(ShardedDirectory, WithAnEntryAtAnotherPlaceThanItsHashSaysIsCorrupt) {
    const auto slot = placed("x").substr(0, 2);
    expect_corrupt(shard({{(slot == "00" ? "01" : "00") + std::string("x"), leaf}}));
    const auto below = shard({{placed("x", 2), leaf}});
    expect_corrupt(shard({{slot, below}}));
}

TEST_F(ShardedDirectory, ThatRepeatsAShardIsCorrupt) {
    const auto below = shard({{placed("x", 1), leaf}});
    EXPECT_TRUE(list_directory(blocks, shard({{placed("x").substr(0, 2), below}})));
    expect_corrupt(shard({{"10", below}, {"11", below}, {"12", below}}));
}

TEST_F(ShardedDirectory, DeeperThanTheHashIsCorrupt) {
    const auto slot = [](unsigned level) { return placed("x", level).substr(0, 2); };
    auto deep = shard({{placed("x", 7), leaf}});
    for (int level = 6; level >= 0; --level)
        deep = shard({{slot(static_cast<unsigned>(level)), deep}});
    EXPECT_EQ(list_directory(blocks, deep)->size(), 1U);
    EXPECT_EQ(resolve(blocks, {deep, {"x"}})->cid, leaf);
    expect_corrupt(shard({{"00", deep}}));
}

TEST_F(ShardedDirectory, WithAnEmptyShardBelowItsRootIsCorrupt) {
    expect_corrupt(shard({{"00", shard({})}}));
}

TEST_F(ShardedDirectory, WithSomethingElseForAShardIsCorrupt) {
    const auto flat = blocks.add(
        Codec::dag_pb, encode_pb_node({}, encode_unixfs({.type = UnixFsType::directory})));
    const auto slot = placed("x").substr(0, 2);
    expect_corrupt(shard({{slot, leaf}}));
    expect_corrupt(shard({{slot, flat}}));
    const auto below = shard({{placed("x", 1), leaf}});
    header.fanout = 512;
    expect_corrupt(shard({{leaf, "000", 0}}, Bytes{1}));
    expect_corrupt(shard({{below, "000", 0}}, Bytes{1}));
}

TEST_F(ShardedDirectory, WithNamesThatClimbOutIsCorrupt) {
    for (const std::string name : {"..", ".", "../escaped", "/etc/escaped", "a\xff"})
        expect_corrupt(shard({{placed(name), leaf}}), "other");
}

}  // namespace
}  // namespace carrot::ipfs::tests
