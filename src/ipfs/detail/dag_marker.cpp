#include "ipfs/detail/dag_marker.hpp"

#include "ipfs/detail/dag_pb.hpp"

namespace carrot::ipfs {
namespace {

Result<std::vector<PbLink>> links_of(const BlockSource& blocks, const Cid& cid) {
    const auto block = TRY(blocks.get(cid));
    auto node = TRY(decode_pb_node(block));
    return std::move(node.links);
}

}  // namespace

Result<void> DagMarker::mark(const Cid& root, const Visitor& visitor) {
    std::vector<Cid> ahead{root};
    while (!ahead.empty()) {
        if (stop_.stop_requested())
            return fail(ErrorCode::cancelled, "looking through {} was stopped", root.to_string());
        const auto cid = std::move(ahead.back());
        ahead.pop_back();
        TRY(visit(cid, visitor, ahead));
    }
    return {};
}

Result<void> DagMarker::visit(const Cid& cid, const Visitor& visitor, std::vector<Cid>& ahead) {
    const bool has_bytes = !cid.holds_content();
    if (cid.codec() != Codec::dag_pb) {
        const bool met_first = has_bytes && marked_.insert(key_of(cid)).second;
        return met_first && visitor.leaf ? visitor.leaf(cid) : Result<void>();
    }
    if (has_bytes) {
        marked_.insert(key_of(cid));
        if (!nodes_.insert(key_of(cid)).second) return {};
    }
    auto links = links_of(blocks_, cid);
    if (!links) return visitor.unreadable ? visitor.unreadable(cid, links.error()) : Result<void>();
    for (auto& link : *links)
        ahead.push_back(std::move(link.cid));
    return {};
}

}  // namespace carrot::ipfs
