// Blocks on disk, one file each: blocks/<last byte of the digest>/<multihash in base32>.
//
// Why files and not SQLite: blocks are mostly 1 MiB, where files are faster than BLOBs; they are
// immutable, so readers and writers need no common lock, also across processes; and a crash can
// only lose what was not promised. A block is written to staging/, synced, renamed into place, and
// its folder synced, so that a block which has its name is whole, also after a power failure.
// Syncing goes by batches, not by block. Every read is checked against the CID.
#pragma once

#include <filesystem>
#include <memory>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "ipfs/cid.hpp"

namespace carrot::ipfs {

/// Where blocks come from. Implementations check what they return against the CID.
class BlockSource {
public:
    virtual ~BlockSource() = default;

    /// The block's bytes, at most `max_block_bytes`. Errors: not_found, corrupt_data when the bytes
    /// don't match the CID, and the device's own failures. Safe to call from several threads.
    virtual Result<Bytes> get(const Cid& cid) const = 0;
};

class BlockBatch;

class BlockStore final : public BlockSource {
public:
    /// Opens or creates the store. Several processes may share a folder; the first to come removes
    /// what an interrupted batch left in staging/.
    static Result<std::unique_ptr<BlockStore>> open(const std::filesystem::path& directory);
    ~BlockStore() override;

    Result<Bytes> get(const Cid& cid) const override;
    bool contains(const Cid& cid) const;

    /// Starts a group of writes. The store must outlive it.
    BlockBatch begin();

private:
    friend class BlockBatch;
    struct Impl;
    explicit BlockStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Blocks on their way into the store. Used by one thread; many batches may run at once.
class BlockBatch {
public:
    BlockBatch(BlockBatch&&) noexcept;
    ~BlockBatch();  ///< discards what was not committed, as far as it has not been published

    /// Stores a block of at most `max_block_bytes`. It is durable after commit(); a batch that
    /// grows past 64 MiB is made durable piece by piece, which bounds what a batch holds in
    /// staging.
    Result<Cid> put(Codec codec, BytesView content, CidVersion version = CidVersion::v1);

    /// Returns when every block of the batch survives a power failure.
    Result<void> commit();

private:
    friend class BlockStore;
    struct Impl;
    explicit BlockBatch(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace carrot::ipfs
