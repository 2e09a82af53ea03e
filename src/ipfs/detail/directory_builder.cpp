#include "ipfs/detail/directory_builder.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
bool is_entry_name(std::string_view name) {
    return !name.empty() && name.size() <= max_name_bytes && name != "." && name != ".." &&
           name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos &&
           is_utf8(name);
}

DirectoryBuilder::DirectoryBuilder(BlockBatch& batch, const UnixFsProfile& profile)
    : batch_(batch), profile_(profile) {}

Result<void> DirectoryBuilder::add(const std::string& name, Subtree subtree) {
    if (!is_entry_name(name))
        return fail(ErrorCode::invalid_argument,
                    "the name '{}' is not UTF-8 or longer than {} bytes", name, max_name_bytes);
    content_bytes_ += subtree.content_bytes;
    links_.push_back({std::move(subtree.cid), name, subtree.dag_bytes});
    node_bytes_ += encoded_size(links_.back());
    if (node_bytes_ > max_block_bytes)
        return fail(ErrorCode::invalid_argument,
                    "it has too many entries: {} fill a block of {} bytes, and directories are not "
                    "sharded here; use subfolders, or one archive",
                    links_.size() - 1, max_block_bytes);
    return {};
}

Result<Subtree> DirectoryBuilder::finish() {
    std::ranges::sort(links_, {}, &PbLink::name);
    const auto block = encode_pb_node(links_, encode_unixfs({.type = UnixFsType::directory}));
    auto dag_bytes = static_cast<std::uint64_t>(block.size());
    for (const auto& link : links_)
        dag_bytes += link.dag_size_bytes;
    auto cid = TRY(batch_.put(Codec::dag_pb, block, profile_.cid_version));
    return Subtree{std::move(cid), content_bytes_, dag_bytes};
}

}  // namespace carrot::ipfs
