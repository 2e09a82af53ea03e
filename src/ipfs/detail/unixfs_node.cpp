#include "ipfs/detail/unixfs_node.hpp"

#include <utility>

#include "ipfs/detail/wire.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

enum Field : std::uint64_t {
    type_field = 1,
    data_field = 2,
    file_size_field = 3,
    block_sizes_field = 4,
    hash_function_field = 5,
    fanout_field = 6,
};

Result<UnixFsType> unixfs_type(std::uint64_t number) {
    if (number > std::to_underlying(UnixFsType::sharded_directory))
        return fail(ErrorCode::corrupt_data, "type {} does not exist", number);
    return static_cast<UnixFsType>(number);
}

Result<void> set_number(UnixFsNode& node, std::uint64_t field, std::uint64_t value) {
    switch (field) {
        case type_field:
            node.type = TRY(unixfs_type(value));
            break;
        case file_size_field:
            node.file_size = value;
            break;
        case block_sizes_field:
            if (node.block_sizes.size() == max_file_links)
                return fail(ErrorCode::corrupt_data, "it has more than {} block sizes",
                            max_file_links);
            node.block_sizes.push_back(value);
            break;
        case hash_function_field:
            node.hash_function = value;
            break;
        case fanout_field:
            node.fanout = value;
            break;
        default:
            break;  // mode, or an extension
    }
    return {};
}

Result<UnixFsNode> decode_fields(BytesView bytes) {
    UnixFsNode node;
    bool has_type = false;
    while (!bytes.empty()) {
        const auto tag = TRY(take_tag(bytes));
        has_type = has_type || tag.number == type_field;
        if (tag.number == data_field && tag.type == WireType::bytes) {
            node.data = TRY(take_field_bytes(bytes));
        } else if (tag.type == WireType::varint) {
            const auto value = TRY(take_varint(bytes));
            TRY(set_number(node, tag.number, value));
        } else if (tag.number <= fanout_field) {
            return fail(ErrorCode::corrupt_data, "field {} has the wrong wire type", tag.number);
        } else {
            TRY(skip_field(bytes, tag.type));
        }
    }
    if (!has_type) return fail(ErrorCode::corrupt_data, "it has no type");
    return node;
}

}  // namespace

Bytes encode_unixfs(const UnixFsNode& node) {
    Bytes bytes;
    bytes.reserve(node.data.size() + 16 + node.block_sizes.size() * 5);
    append_field(bytes, type_field, std::to_underlying(node.type));
    if (!node.data.empty()) append_field(bytes, data_field, node.data);
    if (node.file_size) append_field(bytes, file_size_field, *node.file_size);
    for (const auto size : node.block_sizes)
        append_field(bytes, block_sizes_field, size);
    if (node.hash_function) append_field(bytes, hash_function_field, *node.hash_function);
    if (node.fanout) append_field(bytes, fanout_field, *node.fanout);
    return bytes;
}

Result<UnixFsNode> decode_unixfs(BytesView bytes) {
    return with_context(decode_fields(bytes), "not a valid UnixFS node");
}

}  // namespace carrot::ipfs
