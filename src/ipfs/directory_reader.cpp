#include <algorithm>

#include "base/utf8.hpp"
#include "ipfs/detail/directory_builder.hpp"
#include "ipfs/detail/node_view.hpp"
#include "ipfs/detail/shard_reader.hpp"
#include "ipfs/limits.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {
namespace {

Result<Node> describe(const Cid& cid, const NodeView& node) {
    if (node.is_file()) return Node{cid, NodeKind::file, *node.unixfs.file_size};
    if (node.is_directory()) return Node{cid, NodeKind::directory, 0};
    if (node.unixfs.type == UnixFsType::symlink) return Node{cid, NodeKind::symlink, 0};
    return fail(ErrorCode::corrupt_data, "block {} is neither a file nor a directory",
                cid.to_string());
}

std::unexpected<Error> no_entry(const Cid& directory, const std::string& name) {
    return fail(ErrorCode::not_found, "there is no '{}' in directory {}", to_printable(name),
                directory.to_string());
}

Result<Cid> find_entry(const BlockSource& blocks, const Cid& directory, const NodeView& node,
                       const std::string& name) {
    if (!node.is_directory())
        return fail(ErrorCode::not_found, "there is no '{}' below {}: that is not a directory",
                    to_printable(name), directory.to_string());
    if (node.unixfs.type == UnixFsType::sharded_directory) {
        auto found = TRY(find_in_shards(blocks, directory, node, name));
        if (!found) return no_entry(directory, name);
        return *std::move(found);
    }
    const auto link = std::ranges::find(node.links, name, &PbLink::name);
    if (link == node.links.end()) return no_entry(directory, name);
    return link->cid;
}

Result<std::vector<PbLink>> links_of(const BlockSource& blocks, const Cid& directory,
                                     const NodeView& node) {
    if (node.unixfs.type == UnixFsType::sharded_directory)
        return list_shards(blocks, directory, node);
    return node.links;
}

}  // namespace

Result<std::vector<Node>> resolve_all(const BlockSource& blocks, const ContentPath& path) {
    std::vector<Node> nodes;
    auto cid = path.root;
    for (std::size_t depth = 0;; ++depth) {
        const auto node = TRY(blocks.get_node(cid));
        nodes.push_back(TRY(describe(cid, *node)));
        if (depth == path.segments.size()) return nodes;
        cid = TRY(find_entry(blocks, cid, *node, path.segments[depth]));
    }
}

Result<Node> resolve(const BlockSource& blocks, const ContentPath& path) {
    auto nodes = TRY(resolve_all(blocks, path));
    return std::move(nodes.back());
}

Result<std::vector<DirectoryEntry>> list_directory(const BlockSource& blocks,
                                                   const Cid& directory) {
    const auto node = TRY(blocks.get_node(directory));
    if (!node->is_directory())
        return fail(ErrorCode::invalid_argument, "{} is not a directory", directory.to_string());
    auto links = TRY(links_of(blocks, directory, *node));
    std::vector<DirectoryEntry> entries;
    entries.reserve(links.size());
    for (auto& link : links) {
        if (!is_entry_name(link.name))
            return fail(ErrorCode::corrupt_data, "directory {} has an entry with an unsafe name",
                        directory.to_string());
        entries.push_back({std::move(link.name), std::move(link.cid), link.dag_size_bytes});
    }
    std::ranges::sort(entries, {}, &DirectoryEntry::name);
    const auto twin = std::ranges::adjacent_find(entries, {}, &DirectoryEntry::name);
    if (twin != entries.end())
        return fail(ErrorCode::corrupt_data, "directory {} has two entries named '{}'",
                    directory.to_string(), twin->name);
    return entries;
}

Result<Bytes> read_content(const BlockSource& blocks, const ContentPath& path,
                           std::size_t limit_bytes) {
    const auto node = TRY(resolve(blocks, path));
    auto reader = TRY(with_context(FileReader::open(blocks, node.cid), path.to_string()));
    if (reader.size_bytes() > limit_bytes)
        return fail(ErrorCode::resource_exhausted, "{} has {} bytes: {} are allowed here",
                    path.to_string(), reader.size_bytes(), limit_bytes);
    Bytes content;
    for (;;) {
        const auto piece = TRY(reader.next());
        if (piece.empty()) return content;
        content.insert(content.end(), piece.begin(), piece.end());
    }
}

}  // namespace carrot::ipfs
