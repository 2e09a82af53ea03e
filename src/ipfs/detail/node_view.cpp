#include "ipfs/detail/node_view.hpp"

#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

Result<void> check_file(NodeView& node) {
    auto& unixfs = node.unixfs;
    if (node.links.size() > max_file_links)
        return fail(ErrorCode::corrupt_data, "the file's node has more than {} links",
                    max_file_links);
    if (unixfs.block_sizes.size() != node.links.size())
        return fail(ErrorCode::corrupt_data, "the file's node has {} links but {} block sizes",
                    node.links.size(), unixfs.block_sizes.size());
    std::uint64_t sum = unixfs.data.size();
    for (const auto size : unixfs.block_sizes) {
        if (size > max_file_bytes || sum > max_file_bytes - size)
            return fail(ErrorCode::corrupt_data, "the file declares more than {} bytes",
                        max_file_bytes);
        sum += size;
    }
    if (unixfs.file_size.value_or(sum) != sum)
        return fail(ErrorCode::corrupt_data, "the file declares {} bytes, its parts {}",
                    *unixfs.file_size, sum);
    unixfs.file_size = sum;
    return {};
}

Result<NodeView> decode(const Cid& cid, Bytes block) {
    NodeView node;
    node.block = std::move(block);
    if (cid.codec() == Codec::raw) {
        node.unixfs.data = node.block;
        node.unixfs.file_size = node.block.size();
        return node;
    }
    auto pb = TRY(decode_pb_node(node.block));
    if (!pb.data) return fail(ErrorCode::corrupt_data, "the dag-pb node is not UnixFS");
    node.links = std::move(pb.links);
    node.unixfs = TRY(decode_unixfs(*pb.data));
    if (node.is_file()) TRY(check_file(node));
    return node;
}

}  // namespace

Result<NodeView> read_node(const Cid& cid, Bytes block) {
    auto node = decode(cid, std::move(block));
    if (!node) node.error().message.insert(0, fmt::format("block {}: ", cid.to_string()));
    return node;
}

Result<SharedNode> BlockSource::get_node(const Cid& cid) const {
    return std::make_shared<const NodeView>(TRY(read_node(cid, TRY(get(cid)))));
}

}  // namespace carrot::ipfs
