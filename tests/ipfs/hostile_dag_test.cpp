// DAGs made to harm their reader: each ends in one clear error.
#include <gtest/gtest.h>

#include "content.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

namespace fs = std::filesystem;

struct HostileDag : testing::Test {
    MemoryBlocks blocks;
    TemporaryDirectory folder;

    Cid leaf(std::string_view text = "leaf") { return blocks.add(Codec::raw, as_bytes(text)); }

    Cid file(const std::vector<Cid>& children, const std::vector<std::uint64_t>& sizes,
             std::optional<std::uint64_t> declared = {}) {
        std::vector<PbLink> links;
        for (const auto& child : children)
            links.push_back({child, {}, 0});
        return blocks.add(Codec::dag_pb,
                          encode_pb_node(links, encode_unixfs({.type = UnixFsType::file,
                                                               .file_size = declared,
                                                               .block_sizes = sizes})));
    }

    Cid directory(const std::vector<std::pair<std::string, Cid>>& entries) {
        std::vector<PbLink> links;
        for (const auto& [name, cid] : entries)
            links.push_back({cid, name, 0});
        return blocks.add(Codec::dag_pb,
                          encode_pb_node(links, encode_unixfs({.type = UnixFsType::directory})));
    }

    ErrorCode reading(const Cid& cid) {
        const auto content = read_content(blocks, cid, 1 << 20);
        EXPECT_FALSE(content);
        return content ? ErrorCode::internal : content.error().code;
    }

    ErrorCode fetching(const Cid& cid) {
        const auto fetched = fetch_to(blocks, cid, folder.path() / "out");
        EXPECT_FALSE(fetched);
        EXPECT_TRUE(fs::is_empty(folder.path()));
        return fetched ? ErrorCode::internal : fetched.error().code;
    }
};

TEST_F(HostileDag, WithAMissingBlockNamesIt) {
    const auto absent = Cid::of(Codec::raw, as_bytes("gone"));
    const auto content = read_content(blocks, file({leaf(), absent}, {4, 4}), 100);
    ASSERT_FALSE(content);
    EXPECT_EQ(content.error().code, ErrorCode::not_found);
    EXPECT_NE(content.error().message.find(absent.to_string()), std::string::npos);
}

TEST_F(HostileDag, ThatLiesAboutSizesIsCorrupt) {
    EXPECT_EQ(reading(file({leaf()}, {5})), ErrorCode::corrupt_data);
    EXPECT_EQ(reading(file({leaf()}, {3})), ErrorCode::corrupt_data);
    EXPECT_EQ(reading(file({leaf()}, {4}, 5)), ErrorCode::corrupt_data);
    EXPECT_EQ(reading(file({leaf()}, {})), ErrorCode::corrupt_data);
    EXPECT_EQ(reading(file({leaf()}, {4, 4})), ErrorCode::corrupt_data);
    EXPECT_TRUE(read_content(blocks, file({leaf()}, {4}, 4), 4));
}

TEST_F(HostileDag, ThatDeclaresMoreThanAnyFileIsCorrupt) {
    EXPECT_EQ(reading(file({leaf(), leaf()}, {1ULL << 62, 1ULL << 62})), ErrorCode::corrupt_data);
    EXPECT_EQ(reading(file({leaf(), leaf()}, {UINT64_MAX, 5})), ErrorCode::corrupt_data);
}

TEST_F(HostileDag, ThatDeclaresMuchAndHasLittleCostsNothing) {
    const auto bomb = file({leaf()}, {1ULL << 60});
    EXPECT_EQ(reading(bomb), ErrorCode::resource_exhausted);
    EXPECT_EQ(fetching(bomb), ErrorCode::resource_exhausted);
}

TEST_F(HostileDag, ThatRepeatsItselfStopsAtTheLimit) {
    auto cid = leaf(std::string(1000, 'x'));
    std::uint64_t size = 1000;
    for (int level = 0; level < 6; ++level) {
        cid = file(std::vector<Cid>(100, cid), std::vector<std::uint64_t>(100, size));
        size *= 100;
    }
    EXPECT_EQ(fetching(cid), ErrorCode::resource_exhausted);
}

TEST_F(HostileDag, OfManyLevelsIsCorrupt) {
    auto cid = leaf();
    for (int level = 0; level < 17; ++level)
        cid = file({cid}, {4});
    EXPECT_EQ(reading(cid), ErrorCode::corrupt_data);
}

TEST_F(HostileDag, OfManyNestedDirectoriesIsCorrupt) {
    auto cid = directory({{"end", leaf()}});
    for (int level = 0; level < 64; ++level)
        cid = directory({{"d", cid}});
    EXPECT_EQ(fetching(cid), ErrorCode::corrupt_data);
}

TEST_F(HostileDag, WithNamesThatClimbOutIsCorrupt) {
    using namespace std::string_literals;
    for (const auto& name : {".."s, "."s, ""s, "../escaped"s, "/etc/escaped"s, "a/b"s, "a\xff"s,
                             "a\0b"s, std::string(256, 'n')})
        EXPECT_EQ(fetching(directory({{name, leaf()}})), ErrorCode::corrupt_data) << name;
}

TEST_F(HostileDag, WithTwoEntriesOfOneNameIsCorrupt) {
    EXPECT_EQ(fetching(directory({{"x", leaf()}, {"x", leaf("other")}})), ErrorCode::corrupt_data);
}

TEST_F(HostileDag, WithASymlinkIsNotFetched) {
    const auto link = blocks.add(
        Codec::dag_pb, encode_pb_node({}, encode_unixfs({.type = UnixFsType::symlink,
                                                         .data = as_bytes("/etc/passwd")})));
    EXPECT_EQ(fetching(directory({{"link", link}})), ErrorCode::invalid_argument);
}

TEST_F(HostileDag, WithADirectoryInsideAFileIsCorrupt) {
    EXPECT_EQ(reading(file({directory({})}, {4})), ErrorCode::corrupt_data);
}

TEST_F(HostileDag, OfOtherTypesIsRefused) {
    const auto of_type = [&](UnixFsType type) {
        return blocks.add(Codec::dag_pb, encode_pb_node({}, encode_unixfs({.type = type})));
    };
    EXPECT_FALSE(resolve(blocks, of_type(UnixFsType::metadata)));
    EXPECT_FALSE(list_directory(blocks, of_type(UnixFsType::sharded_directory)));
    EXPECT_FALSE(resolve(blocks, blocks.add(Codec::dag_pb, as_bytes("not protobuf"))));
    EXPECT_FALSE(resolve(blocks, blocks.add(Codec::dag_pb, encode_pb_node({}, as_bytes("\xff")))));
    EXPECT_FALSE(resolve(blocks, blocks.add(Codec::dag_pb, {})));
}

TEST_F(HostileDag, WithAnyByteChangedNeverReadsAsTheSameContent) {
    const TemporaryStore store;
    const auto cid = add_bytes(*store, pseudo_random_bytes(100, 3),
                               {.profile = {.chunk_bytes = 10, .max_links = 3}})
                         ->cid;
    const auto root = store.store->get(cid).value();
    for (std::size_t i = 0; i < root.size(); ++i) {
        auto damaged = root;
        damaged[i] ^= 0x55;
        const auto path = store.block_path(cid);
        ASSERT_TRUE(write_file(path, damaged));
        EXPECT_EQ(store.store->get(cid).error().code, ErrorCode::corrupt_data);
        ASSERT_TRUE(write_file(path, root));
        // Under its own CID the damaged node is a different, mostly broken, DAG.
        const auto other = read_content(blocks, blocks.add(Codec::dag_pb, damaged), 1 << 20);
        EXPECT_TRUE(other || !other.error().message.empty());
    }
}

}  // namespace
}  // namespace carrot::ipfs::tests
