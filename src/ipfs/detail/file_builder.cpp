#include "ipfs/detail/file_builder.hpp"

#include <algorithm>
#include <utility>

#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/unixfs_node.hpp"

namespace carrot::ipfs {

FileBuilder::FileBuilder(BlockSink& blocks, const UnixFsProfile& profile)
    : blocks_(blocks), profile_(profile) {}

Result<void> FileBuilder::write(BytesView content) {
    while (!content.empty()) {
        if (chunk_.empty() && content.size() >= profile_.chunk_bytes) {
            TRY(add_leaf(content.first(profile_.chunk_bytes)));
            content = content.subspan(profile_.chunk_bytes);
            continue;
        }
        const auto count = std::min(profile_.chunk_bytes - chunk_.size(), content.size());
        const auto part = content.first(count);
        chunk_.insert(chunk_.end(), part.begin(), part.end());
        content = content.subspan(count);
        if (chunk_.size() < profile_.chunk_bytes) continue;
        TRY(add_leaf(chunk_));
        chunk_.clear();
    }
    return {};
}

Result<Subtree> FileBuilder::finish() {
    if (!chunk_.empty() || levels_.empty()) TRY(add_leaf(chunk_));
    // A level's last node closes when the level below is done; the top is the first level with one
    // subtree only.
    for (std::size_t level = 0;; ++level) {
        const auto pending = std::exchange(levels_[level], {});
        if (level + 1 == levels_.size() && pending.size() == 1) return pending.front();
        auto node = TRY(make_node(pending));
        TRY(add(level + 1, std::move(node)));
    }
}

Result<void> FileBuilder::add_leaf(BytesView chunk) {
    if (profile_.leaves == Leaves::raw) {
        auto cid = TRY(blocks_.put(Codec::raw, chunk, CidVersion::v1));
        return add(0, {std::move(cid), chunk.size(), chunk.size()});
    }
    const auto data =
        encode_unixfs({.type = UnixFsType::file, .data = chunk, .file_size = chunk.size()});
    const auto block = encode_pb_node({}, data);
    auto cid = TRY(blocks_.put(Codec::dag_pb, block, profile_.cid_version));
    return add(0, {std::move(cid), chunk.size(), block.size()});
}

// A full node is closed only when one more child comes: until then it might be the root.
Result<void> FileBuilder::add(std::size_t level, Subtree subtree) {
    if (levels_.size() == level) levels_.emplace_back();
    if (levels_[level].size() == profile_.max_links) {
        auto node = TRY(make_node(levels_[level]));
        levels_[level].clear();
        TRY(add(level + 1, std::move(node)));
    }
    levels_[level].push_back(std::move(subtree));
    return {};
}

Result<Subtree> FileBuilder::make_node(const std::vector<Subtree>& children) {
    UnixFsNode file{.type = UnixFsType::file, .file_size = 0};
    std::vector<PbLink> links;
    links.reserve(children.size());
    std::uint64_t dag_bytes = 0;
    for (const auto& child : children) {
        *file.file_size += child.content_bytes;
        file.block_sizes.push_back(child.content_bytes);
        links.push_back({child.cid, {}, child.dag_bytes});
        dag_bytes += child.dag_bytes;
    }
    const auto block = encode_pb_node(links, encode_unixfs(file));
    auto cid = TRY(blocks_.put(Codec::dag_pb, block, profile_.cid_version));
    return Subtree{std::move(cid), *file.file_size, dag_bytes + block.size()};
}

}  // namespace carrot::ipfs
