#include "ipfs/detail/hot_blocks.hpp"

#include <utility>

namespace carrot::ipfs {

Result<Bytes> HotBlocks::get(const Cid& cid) const { return *TRY(held(cid)); }

Result<BlockPart> HotBlocks::get_part(const Cid& cid, ByteRange part) const {
    return part_of(*TRY(held(cid)), part);
}

Result<HotBlocks::Content> HotBlocks::held(const Cid& cid) const {
    if (auto content = find(cid)) return content;
    auto content = std::make_shared<const Bytes>(TRY(blocks_.get(cid)));
    keep(cid, content);
    return content;
}

HotBlocks::Content HotBlocks::find(const Cid& cid) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_cid_.find(cid);
    if (found == by_cid_.end()) return nullptr;
    const auto block = found->second;
    if (clock_.since_boot() - block->read_at >= age_) {
        drop(block);
        return nullptr;
    }
    newest_first_.splice(newest_first_.begin(), newest_first_, block);
    return block->content;
}

void HotBlocks::keep(const Cid& cid, Content content) const {
    if (content->size() > budget_bytes_) return;
    const std::lock_guard lock(mutex_);
    if (by_cid_.contains(cid)) return;  // another thread was faster
    held_bytes_ += content->size();
    newest_first_.push_front({cid, std::move(content), clock_.since_boot()});
    by_cid_.emplace(cid, newest_first_.begin());
    while (held_bytes_ > budget_bytes_)
        drop(std::prev(newest_first_.end()));
}

void HotBlocks::drop(Blocks::iterator block) const {
    held_bytes_ -= block->content->size();
    by_cid_.erase(block->cid);
    newest_first_.erase(block);
}

}  // namespace carrot::ipfs
