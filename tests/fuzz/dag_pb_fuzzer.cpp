// The input as one block of dag-pb and UnixFS, decoded, encoded again, read as a file and listed as
// a directory or shard; and as the plan of a tree of such blocks.
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>

#include "fuzz/fuzzer.hpp"
#include "ipfs/content.hpp"
#include "ipfs/dag_walk.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/shard_position.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::size_t content_limit_bytes = std::size_t{1} << 16;

void decode_and_encode(BytesView block) {
    auto node = decode_pb_node(block);
    if (!node || !node->data) return;
    std::ranges::sort(node->links, {}, &PbLink::name);
    const auto encoded = encode_pb_node(node->links, *node->data);
    const auto again = decode_pb_node(encoded);
    PROMISE(again && again->links.size() == node->links.size());
    PROMISE(std::ranges::equal(*again->data, *node->data));
    if (const auto unixfs = decode_unixfs(*node->data))
        PROMISE(decode_unixfs(encode_unixfs(*unixfs)));
}

void read_as_content(const BlockSource& blocks, const Cid& root) {
    if (const auto entries = list_directory(blocks, root))
        for (const auto& entry : *entries)
            PROMISE(!entry.name.empty() && entry.name.find('/') == std::string::npos);
    if (const auto found = resolve(blocks, {root, {"name", "x"}}))
        PROMISE(found->size_bytes <= max_file_bytes);
    if (const auto content = read_content(blocks, root, content_limit_bytes))
        PROMISE(content->size() <= content_limit_bytes);
    DagWalk walk(blocks, root);
    for (auto next = walk.next(); next && *next;)
        next = walk.next();
}

void read_block(BytesView block) {
    tests::MemoryBlocks blocks;
    // What links can lead to by its well-known CID.
    blocks.add(Codec::raw, as_bytes("hello"));
    read_as_content(blocks, blocks.add(Codec::dag_pb, block));
}

Bytes choose_unixfs(FuzzedDataProvider& input, std::size_t links) {
    const auto data = input.ConsumeRandomLengthString(64);
    if (input.ConsumeBool()) return {data.begin(), data.end()};
    UnixFsNode node{.type = static_cast<UnixFsType>(input.ConsumeIntegralInRange(0, 5)),
                    .data = as_bytes(data)};
    std::uint64_t sum = data.size();
    for (std::size_t i = 0; i < links && node.type == UnixFsType::file; ++i)
        sum += node.block_sizes.emplace_back(input.ConsumeIntegralInRange(0, 20));
    if (node.type == UnixFsType::file) node.file_size = sum;
    if (node.type == UnixFsType::sharded_directory) {
        node.hash_function = murmur3_code;
        node.fanout = std::uint64_t{1} << input.ConsumeIntegralInRange(0, 11);
    }
    return encode_unixfs(node);
}

// Nodes that link to those before them: past the codec, into files, directories and shards.
void read_tree(BytesView bytes) {
    constexpr std::size_t most_nodes = 24;
    FuzzedDataProvider input(bytes.data(), bytes.size());
    tests::MemoryBlocks blocks;
    std::vector<Cid> nodes{blocks.add(Codec::raw, as_bytes("hello"))};
    while (input.remaining_bytes() > 0 && nodes.size() < most_nodes) {
        std::vector<PbLink> links;
        const auto count = input.ConsumeIntegralInRange<std::size_t>(0, 8);
        while (links.size() < count) {
            const auto to = input.ConsumeIntegralInRange<std::size_t>(0, nodes.size() - 1);
            links.push_back({nodes[to], input.ConsumeRandomLengthString(16), 0});
        }
        std::ranges::sort(links, {}, &PbLink::name);
        nodes.push_back(
            blocks.add(Codec::dag_pb, encode_pb_node(links, choose_unixfs(input, count))));
    }
    read_as_content(blocks, nodes.back());
}

}  // namespace
}  // namespace carrot::ipfs

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    carrot::ipfs::decode_and_encode({data, size});
    carrot::ipfs::read_block({data, size});
    carrot::ipfs::read_tree({data, size});
    return 0;
}
