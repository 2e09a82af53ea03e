// Blocks for one answer, which must be done in time.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <utility>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

/// Fails with timed_out once the time is over. A read that has begun is not cut short: how long
/// that may take is the source's own affair.
class TimedBlocks final : public BlockSource {
public:
    /// The clock must outlive it.
    TimedBlocks(std::shared_ptr<const BlockSource> blocks, std::chrono::milliseconds limit,
                const Clock& clock)
        : blocks_(std::move(blocks)), limit_(limit), clock_(clock) {
        start_again();
    }

    Result<Bytes> get(const Cid& cid) const override {
        TRY(check_time());
        return blocks_->get(cid);
    }
    Result<SharedNode> get_node(const Cid& cid) const override {
        TRY(check_time());
        return blocks_->get_node(cid);
    }

    void start_again() { end_ = clock_.since_boot() + limit_; }

private:
    Result<void> check_time() const {
        if (clock_.since_boot() < end_.load()) return {};
        return fail(ErrorCode::timed_out,
                    "reading blocks took longer than {} s: try again, or ask for less",
                    std::chrono::duration_cast<std::chrono::seconds>(limit_).count());
    }

    const std::shared_ptr<const BlockSource> blocks_;
    const std::chrono::milliseconds limit_;
    const Clock& clock_;
    std::atomic<std::chrono::milliseconds> end_;
};

}  // namespace carrot::ipfs
