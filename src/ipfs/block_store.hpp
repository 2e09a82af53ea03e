// Blocks on disk, one file each: blocks/<last byte of the digest>/<multihash in base32>.
//
// Why files and not SQLite: blocks are mostly 1 MiB, where files are faster than BLOBs; they are
// immutable, so readers and writers need no common lock, also across processes; and a crash can
// only lose what was not promised. A block is written to staging/, synced, renamed into place, and
// its folder synced, so that a block which has its name is whole, also after a power failure.
// Syncing goes by batches, not by block. Every read is checked against the CID.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "ipfs/cid.hpp"

namespace carrot::ipfs {

struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = std::numeric_limits<std::uint64_t>::max();  ///< cut at the end
};

/// A block with what it was decoded to (ipfs/detail/node_view.hpp), for several readers.
struct NodeView;
using SharedNode = std::shared_ptr<const NodeView>;

/// Where blocks come from. Implementations check what they return against the CID.
class BlockSource {
public:
    virtual ~BlockSource() = default;

    /// The block's bytes, at most `max_block_bytes`. Errors: not_found, corrupt_data when the bytes
    /// don't match the CID, and the device's own failures. Safe to call from several threads.
    virtual Result<Bytes> get(const Cid& cid) const = 0;

    /// As get(), decoded: a source that has done it before need neither read nor decode nor copy
    /// the block again. corrupt_data also when it is no UnixFS node.
    virtual Result<SharedNode> get_node(const Cid& cid) const;
};

class BlockBatch;

struct StoreOptions {
    /// Of the blocks in all, counted over every process that uses the folder. A batch may exceed it
    /// in staging/ by 256 MiB before it is refused.
    std::uint64_t disk_budget_bytes = std::numeric_limits<std::uint64_t>::max();
};

/// What a collection has done.
struct Collected {
    std::uint64_t removed_blocks = 0;
    std::uint64_t removed_bytes = 0;
    std::uint64_t kept_blocks = 0;
    std::uint64_t kept_bytes = 0;
};

enum class Damage {
    changed,  ///< the bytes on disk aren't those that the CID names
    missing,
};

/// A block that a verification found wanting. Without `root` it is in no DAG that is kept; the
/// codec of its CID is then unknown and said to be raw.
struct Fault {
    Cid cid;
    Damage damage = Damage::changed;
    std::optional<Cid> root;  ///< a kept DAG that needs it
};

struct Verified {
    std::uint64_t blocks = 0;
    std::uint64_t bytes = 0;
    std::vector<Fault> faults;
};

enum class DamagedBlocks {
    leave,
    remove,  ///< so that adding or fetching their content again brings them back
};

class BlockStore final : public BlockSource {
public:
    /// Opens or creates the store. Several processes may share a folder; one that comes when no
    /// other is there removes what interrupted batches left in staging/.
    static Result<std::unique_ptr<BlockStore>> open(const std::filesystem::path& directory,
                                                    const StoreOptions& options = {});
    ~BlockStore() override;

    Result<Bytes> get(const Cid& cid) const override;
    bool contains(const Cid& cid) const;

    /// Starts a group of writes. The store must outlive it.
    BlockBatch begin();

    /// What all blocks take on disk.
    Result<std::uint64_t> used_bytes() const;

    /// Asked once no batch can end unseen: what is to be kept.
    using Roots = std::function<Result<std::vector<Cid>>()>;

    /// Removes every block that is neither in one of the DAGs nor held by a batch of any process,
    /// and what dead batches left. Batches go on meanwhile. Removes nothing when a DAG can't be
    /// read (corrupt_data, not_found): what hangs below the block that is damaged is then unknown.
    /// unavailable while another collection or a verification runs. Memory: some 100 bytes a block.
    Result<Collected> collect(const Roots& roots, std::stop_token stop = {});

    using Progress = std::function<void(const Verified& so_far)>;

    /// Hashes every block again and looks whether the DAGs are whole. unavailable while a
    /// collection runs.
    Result<Verified> verify(const Roots& roots, DamagedBlocks damaged = DamagedBlocks::leave,
                            const Progress& progress = {}, std::stop_token stop = {});

private:
    friend class BlockBatch;
    struct Impl;
    explicit BlockStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// While any copy of it lives, in whichever process, no collection takes the batch's blocks: keep
/// it until what they belong to is pinned.
using BlockHold = std::shared_ptr<const void>;

/// Blocks on their way into the store. Used by one thread; many batches may run at once. Holds
/// some 16 MiB at most.
class BlockBatch {
public:
    BlockBatch(BlockBatch&&) noexcept;
    ~BlockBatch();  ///< discards what was not committed, as far as it has not been published

    /// Stores a block of at most `max_block_bytes`. It is durable after commit(); a batch that
    /// grows past 256 MiB is made durable piece by piece, which bounds what a batch holds in
    /// staging. May fail for an earlier block; resource_exhausted when the disk or its budget is
    /// full.
    Result<Cid> put(Codec codec, BytesView content, CidVersion version = CidVersion::v1);

    /// The same of a block whose bytes were checked already: they are what `cid` names.
    Result<void> put_checked(const Cid& cid, BytesView content);

    /// Holds a block that is in the store already; false when it is not there.
    Result<bool> keep(const Cid& cid);

    /// Returns when every block of the batch survives a power failure.
    Result<void> commit();

    /// Of everything that was put or kept.
    BlockHold hold() const;

private:
    friend class BlockStore;
    struct Impl;
    explicit BlockBatch(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace carrot::ipfs
