// A store's blocks, each held by a batch before it is read, so that a DAG which is walked stays
// whole beside a collection.
#pragma once

#include "base/result.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

class HeldBlocks final : public BlockSource {
public:
    /// Both must outlive it. For one thread, as the batch is.
    HeldBlocks(const BlockStore& blocks, BlockBatch& batch) : blocks_(blocks), batch_(batch) {}

    Result<Bytes> get(const Cid& cid) const override {
        TRY(batch_.keep(cid));
        return blocks_.get(cid);
    }

private:
    const BlockStore& blocks_;
    BlockBatch& batch_;
};

}  // namespace carrot::ipfs
