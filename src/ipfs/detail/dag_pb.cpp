#include "ipfs/detail/dag_pb.hpp"

#include <algorithm>
#include <cassert>

#include "ipfs/detail/wire.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::uint64_t node_data = 1;
constexpr std::uint64_t node_links = 2;
constexpr std::uint64_t link_hash = 1;
constexpr std::uint64_t link_name = 2;
constexpr std::uint64_t link_size = 3;

Bytes encode_link(const PbLink& link) {
    Bytes bytes;
    append_field(bytes, link_hash, BytesView(link.cid.to_bytes()));
    append_field(bytes, link_name, as_bytes(link.name));
    append_field(bytes, link_size, link.dag_size_bytes);
    return bytes;
}

Result<PbLink> decode_link(BytesView bytes) {
    std::optional<Cid> cid;
    std::string name;
    std::uint64_t size = 0;
    std::uint64_t last_field = 0;
    while (!bytes.empty()) {
        const auto tag = TRY(take_tag(bytes));
        const auto expected = tag.number == link_size ? WireType::varint : WireType::bytes;
        if (tag.number < link_hash || tag.number > link_size || tag.type != expected)
            return fail(ErrorCode::corrupt_data, "a link has an unknown field {}", tag.number);
        if (tag.number <= last_field)
            return fail(ErrorCode::corrupt_data, "a link's fields are repeated or out of order");
        last_field = tag.number;
        if (tag.number == link_hash) {
            const auto value = TRY(take_field_bytes(bytes));
            cid = TRY(Cid::decode(value));
        } else if (tag.number == link_name)
            name = as_text(TRY(take_field_bytes(bytes)));
        else
            size = TRY(take_varint(bytes));
    }
    if (!cid) return fail(ErrorCode::corrupt_data, "a link has no CID");
    return PbLink{*std::move(cid), std::move(name), size};
}

Result<PbNode> decode_fields(BytesView block) {
    PbNode node;
    bool links_ended = false;
    while (!block.empty()) {
        const auto tag = TRY(take_tag(block));
        if (tag.type != WireType::bytes || (tag.number != node_data && tag.number != node_links))
            return fail(ErrorCode::corrupt_data, "it has an unknown field {}", tag.number);
        const auto value = TRY(take_field_bytes(block));
        if (tag.number == node_data) {
            if (node.data) return fail(ErrorCode::corrupt_data, "its data is repeated");
            node.data = value;
            links_ended = !node.links.empty();
            continue;
        }
        if (links_ended) return fail(ErrorCode::corrupt_data, "its links are not in one piece");
        if (node.links.size() == max_links)
            return fail(ErrorCode::corrupt_data, "it has more than {} links", max_links);
        node.links.push_back(TRY(decode_link(value)));
    }
    return node;
}

}  // namespace

Bytes encode_pb_node(std::span<const PbLink> links, BytesView data) {
    assert(std::ranges::is_sorted(links, {}, &PbLink::name));
    Bytes block;
    for (const auto& link : links)
        append_field(block, node_links, BytesView(encode_link(link)));
    append_field(block, node_data, data);
    return block;
}

std::size_t encoded_size(const PbLink& link) {
    const auto size = encode_link(link).size();
    return 1 + varint_size(size) + size;
}

Result<PbNode> decode_pb_node(BytesView block) {
    return with_context(decode_fields(block), "not a valid dag-pb node");
}

}  // namespace carrot::ipfs
