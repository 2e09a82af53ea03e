#include "ipfs/detail/directory_builder.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "ipfs/detail/shard_builder.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

// What a directory's node holds beside its links: the UnixFS type, in a field.
constexpr std::uint64_t type_field_bytes = 4;

}  // namespace

bool is_entry_name(std::string_view name) {
    return !name.empty() && name.size() <= max_name_bytes && name != "." && name != ".." &&
           name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos &&
           is_utf8(name);
}

DirectoryBuilder::DirectoryBuilder(BlockSink& blocks, const UnixFsProfile& profile)
    : blocks_(blocks), profile_(profile) {}

Result<void> DirectoryBuilder::add(const std::string& name, Subtree subtree) {
    if (!is_entry_name(name))
        return fail(ErrorCode::invalid_argument,
                    "the name '{}' is not UTF-8 or longer than {} bytes", name, max_name_bytes);
    content_bytes_ += subtree.content_bytes;
    links_.push_back({std::move(subtree.cid), name, subtree.dag_bytes});
    links_bytes_ += profile_.directory_size == DirectorySize::block
                        ? encoded_size(links_.back())
                        : name.size() + links_.back().cid.to_bytes().size();
    return {};
}

Result<Subtree> DirectoryBuilder::finish() {
    if (!is_sharded()) return finish_flat();
    auto root = TRY(build_shards(blocks_, profile_, std::move(links_)));
    root.content_bytes = content_bytes_;
    return root;
}

bool DirectoryBuilder::is_sharded() const {
    const bool block = profile_.directory_size == DirectorySize::block;
    return links_bytes_ + (block ? type_field_bytes : 0) > profile_.shard_threshold_bytes;
}

Result<Subtree> DirectoryBuilder::finish_flat() {
    std::ranges::sort(links_, {}, &PbLink::name);
    const auto block = encode_pb_node(links_, encode_unixfs({.type = UnixFsType::directory}));
    auto dag_bytes = static_cast<std::uint64_t>(block.size());
    for (const auto& link : links_)
        dag_bytes += link.dag_size_bytes;
    auto cid = TRY(blocks_.put(Codec::dag_pb, block, profile_.cid_version));
    return Subtree{std::move(cid), content_bytes_, dag_bytes};
}

}  // namespace carrot::ipfs
