// Which blocks DAGs consist of, without reading the leaves.
#pragma once

#include <functional>
#include <stop_token>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/detail/store_folder.hpp"

namespace carrot::ipfs {

class DagMarker {
public:
    /// What is met on the way. Both may be empty.
    struct Visitor {
        /// A block that can't be read or is no node; its error ends the walk, success passes the
        /// block over.
        std::function<Result<void>(const Cid&, const Error&)> unreadable;
        /// A raw block: it has no links, so it is not read. An error ends the walk.
        std::function<Result<void>(const Cid&)> leaf;
    };

    explicit DagMarker(const BlockSource& blocks, std::stop_token stop = {})
        : blocks_(blocks), stop_(std::move(stop)) {}

    /// Adds the DAG's blocks to marked(); what was marked before is not visited again.
    Result<void> mark(const Cid& root, const Visitor& visitor);

    const BlockKeySet& marked() const { return marked_; }

private:
    Result<void> visit(const Cid& cid, const Visitor& visitor, std::vector<Cid>& ahead);

    const BlockSource& blocks_;
    const std::stop_token stop_;
    BlockKeySet marked_;
    BlockKeySet nodes_;  // marked as dag-pb: the same bytes may also be met as a raw block
};

}  // namespace carrot::ipfs
