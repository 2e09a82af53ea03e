// Blocks that were read not long ago, in memory.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>

#include "base/clock.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

/// A gateway is asked for the same few blocks again and again, several times for one answer, and to
/// check and decode a block costs more than to send it. Those that were asked for as nodes are
/// kept. What was collected or damaged meanwhile is told no longer than `age` later. Holds
/// `budget_bytes` at most; of its blocks the one that has not been asked for the longest goes
/// first. Thread-safe.
class HotBlocks final : public BlockSource {
public:
    /// The source and the clock must outlive it.
    HotBlocks(const BlockSource& blocks, std::size_t budget_bytes, std::chrono::milliseconds age,
              const Clock& clock)
        : blocks_(blocks), budget_bytes_(budget_bytes), age_(age), clock_(clock) {}

    Result<Bytes> get(const Cid& cid) const override;
    Result<SharedNode> get_node(const Cid& cid) const override;

    /// The block if it is here; null otherwise.
    SharedNode find(const Cid& cid) const;

private:
    struct Block {
        Cid cid;
        SharedNode node;
        std::chrono::milliseconds read_at;
    };
    using Blocks = std::list<Block>;

    void keep(const Cid& cid, SharedNode node) const;
    void drop(Blocks::iterator block) const;

    const BlockSource& blocks_;
    const std::size_t budget_bytes_;
    const std::chrono::milliseconds age_;
    const Clock& clock_;

    mutable std::mutex mutex_;
    mutable Blocks newest_first_;
    mutable std::map<Cid, Blocks::iterator> by_cid_;
    mutable std::size_t held_bytes_ = 0;
};

/// Of blocks in memory no more than can be worked through in a moment, for an answer that may not
/// wait; unavailable for all others. For one thread and one answer.
class BlocksAtHand final : public BlockSource {
public:
    explicit BlocksAtHand(const HotBlocks& blocks) : blocks_(blocks) {}

    Result<Bytes> get(const Cid& cid) const override;
    Result<SharedNode> get_node(const Cid& cid) const override;

private:
    const HotBlocks& blocks_;
    mutable std::size_t nodes_ = 0;
    mutable std::size_t links_ = 0;
};

}  // namespace carrot::ipfs
