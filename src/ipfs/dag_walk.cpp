#include "ipfs/dag_walk.hpp"

#include "ipfs/detail/dag_pb.hpp"

namespace carrot::ipfs {

DagWalk::DagWalk(const BlockSource& blocks, const Cid& root)
    : blocks_(blocks), seen_{root}, ahead_{root} {}

Result<std::optional<Block>> DagWalk::next() {
    if (ahead_.empty()) return std::nullopt;
    auto cid = std::move(ahead_.back());
    ahead_.pop_back();
    auto content = TRY(blocks_.get(cid));
    if (cid.codec() == Codec::dag_pb) {
        auto node = TRY(decode_pb_node(content));
        for (auto link = node.links.rbegin(); link != node.links.rend(); ++link)
            if (seen_.insert(link->cid).second) ahead_.push_back(std::move(link->cid));
    }
    return Block{std::move(cid), std::move(content)};
}

}  // namespace carrot::ipfs
