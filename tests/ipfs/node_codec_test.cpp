// dag-pb and UnixFS messages: what is written is canonical, what is not is refused.
#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "content.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/detail/wire.hpp"

namespace carrot::ipfs::tests {
namespace {

const Cid leaf = Cid::of(Codec::raw, as_bytes("leaf"));

Bytes link_field(BytesView link) {
    Bytes block;
    append_field(block, 2, link);
    return block;
}

Bytes operator+(Bytes left, BytesView right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

TEST(DagPb, RoundTripsLinksAndData) {
    const std::vector<PbLink> links{{leaf, "a", 4}, {leaf, "b", 1ULL << 40}};
    const auto block = encode_pb_node(links, as_bytes("data"));
    const auto node = decode_pb_node(block);
    ASSERT_TRUE(node) << node.error().message;
    ASSERT_EQ(node->links.size(), 2U);
    EXPECT_EQ(node->links[1].cid, leaf);
    EXPECT_EQ(node->links[1].name, "b");
    EXPECT_EQ(node->links[1].dag_size_bytes, 1ULL << 40);
    EXPECT_EQ(as_text(node->data.value()), "data");
    EXPECT_EQ(encoded_size(links[0]) + encoded_size(links[1]) + 2 + 4, block.size());
}

TEST(DagPb, AcceptsDataBeforeLinks) {
    Bytes link;
    append_field(link, 1, BytesView(leaf.to_bytes()));
    Bytes block;
    append_field(block, 1, as_bytes("data"));
    EXPECT_TRUE(decode_pb_node(block + link_field(link)));
}

TEST(DagPb, RefusesWhatTheSpecificationForbids) {
    Bytes link;
    append_field(link, 1, BytesView(leaf.to_bytes()));
    Bytes data;
    append_field(data, 1, as_bytes("data"));
    Bytes name;
    append_field(name, 2, as_bytes("name"));
    Bytes unknown;
    append_field(unknown, 4, as_bytes("?"));
    Bytes number;
    append_field(number, 1, 7);
    for (const auto& block :
         {data + BytesView(data), link_field(link) + BytesView(data) + link_field(link), unknown,
          number, link_field(name), link_field(name + BytesView(link)),
          link_field(link + BytesView(link)), link_field(link + BytesView(unknown)),
          link_field(Bytes{0x0a, 0x02, 0x01})})
        EXPECT_FALSE(decode_pb_node(block)) << to_hex(block);
}

TEST(DagPb, EveryTruncationIsRefused) {
    const auto block = encode_pb_node(std::vector<PbLink>{{leaf, "a", 4}}, as_bytes("data"));
    const auto before_data = block.size() - 6;
    for (std::size_t size = 1; size < block.size(); ++size)
        EXPECT_EQ(decode_pb_node(BytesView(block).first(size)).has_value(), size == before_data);
}

TEST(UnixFs, RoundTripsAFileNode) {
    const auto bytes = encode_unixfs(
        {.type = UnixFsType::file, .data = as_bytes("x"), .file_size = 301, .block_sizes = {300}});
    EXPECT_EQ(to_hex(bytes), "080212017818ad0220ac02");
    const auto node = decode_unixfs(bytes);
    ASSERT_TRUE(node) << node.error().message;
    EXPECT_EQ(node->file_size, 301U);
    EXPECT_EQ(node->block_sizes, std::vector<std::uint64_t>{300});
}

TEST(UnixFs, PassesOverModeAndTime) {
    // type directory, mode 0755, mtime {secs 1}
    EXPECT_TRUE(decode_unixfs(from_hex("080138ed0342020801").value()));
}

TEST(UnixFs, RefusesUnknownTypesAndBrokenFields) {
    for (const auto* hex : {"", "0806", "0a00", "1800", "080218", "08021a0101", "0802120578"})
        EXPECT_FALSE(decode_unixfs(from_hex(hex).value())) << hex;
}

TEST(Wire, RefusesVarintsOfMoreThan64Bits) {
    const auto max = from_hex("ffffffffffffffffff01").value();
    BytesView in = max;
    EXPECT_EQ(take_varint(in).value(), UINT64_MAX);
    for (const auto* hex : {"ffffffffffffffffff02", "ffffffffffffffffffff01", "80", "8000", ""}) {
        const auto bytes = from_hex(hex).value();
        BytesView view = bytes;
        EXPECT_FALSE(take_varint(view)) << hex;
    }
}

}  // namespace
}  // namespace carrot::ipfs::tests
