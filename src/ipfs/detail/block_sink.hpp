// Where builders put blocks: into a store, or nowhere when only the CID is wanted.
#pragma once

#include "base/result.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

class BlockSink {
public:
    virtual ~BlockSink() = default;

    /// As BlockBatch::put.
    virtual Result<Cid> put(Codec codec, BytesView content, CidVersion version) = 0;
};

class BatchSink final : public BlockSink {
public:
    /// `batch` must outlive it.
    explicit BatchSink(BlockBatch& batch) : batch_(batch) {}

    Result<Cid> put(Codec codec, BytesView content, CidVersion version) override {
        return batch_.put(codec, content, version);
    }

private:
    BlockBatch& batch_;
};

/// Names blocks and forgets them.
class HashSink final : public BlockSink {
public:
    Result<Cid> put(Codec codec, BytesView content, CidVersion version) override {
        return Cid::of(codec, content, version);
    }
};

}  // namespace carrot::ipfs
