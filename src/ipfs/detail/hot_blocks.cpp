#include "ipfs/detail/hot_blocks.hpp"

#include <utility>

#include "ipfs/detail/node_view.hpp"

namespace carrot::ipfs {

namespace {

std::size_t held_bytes_of(const NodeView& node) {
    constexpr std::size_t link_bytes = sizeof(PbLink) + 64;  // with a digest and a short name
    return node.block.size() + node.links.size() * link_bytes;
}

}  // namespace

Result<Bytes> HotBlocks::get(const Cid& cid) const {
    if (const auto node = find(cid)) return node->block;
    return blocks_.get(cid);
}

Result<SharedNode> HotBlocks::get_node(const Cid& cid) const {
    if (auto node = find(cid)) return node;
    auto node = TRY(blocks_.get_node(cid));
    keep(cid, node);
    return node;
}

SharedNode HotBlocks::find(const Cid& cid) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_cid_.find(cid);
    if (found == by_cid_.end()) return nullptr;
    const auto block = found->second;
    if (clock_.since_boot() - block->read_at >= age_) {
        drop(block);
        return nullptr;
    }
    newest_first_.splice(newest_first_.begin(), newest_first_, block);
    return block->node;
}

void HotBlocks::keep(const Cid& cid, SharedNode node) const {
    const auto bytes = held_bytes_of(*node);
    if (bytes > budget_bytes_) return;
    const std::lock_guard lock(mutex_);
    if (by_cid_.contains(cid)) return;  // another thread was faster
    held_bytes_ += bytes;
    newest_first_.push_front({cid, std::move(node), clock_.since_boot()});
    by_cid_.emplace(cid, newest_first_.begin());
    while (held_bytes_ > budget_bytes_)
        drop(std::prev(newest_first_.end()));
}

void HotBlocks::drop(Blocks::iterator block) const {
    held_bytes_ -= held_bytes_of(*block->node);
    by_cid_.erase(block->cid);
    newest_first_.erase(block);
}

Result<Bytes> BlocksAtHand::get(const Cid& cid) const {
    return TRY(get_node(cid))
    ->block;
}

Result<SharedNode> BlocksAtHand::get_node(const Cid& cid) const {
    constexpr std::size_t max_nodes = 16;
    constexpr std::size_t max_links_in_all = 4096;
    auto node = blocks_.find(cid);
    if (node) links_ += node->links.size();
    if (!node || ++nodes_ > max_nodes || links_ > max_links_in_all)
        return fail(ErrorCode::unavailable, "block {} is not at hand", cid.to_string());
    return node;
}

}  // namespace carrot::ipfs
