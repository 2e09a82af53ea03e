#include <unistd.h>

#include "base/posix.hpp"
#include "ipfs/detail/block_store_impl.hpp"
#include "ipfs/detail/dag_marker.hpp"
#include "ipfs/detail/sha256.hpp"

namespace carrot::ipfs {
namespace {

class Verification {
public:
    Verification(const BlockStore& store, const StoreFolder& folder, DamagedBlocks damaged,
                 std::stop_token stop)
        : store_(store), folder_(folder), on_damage_(damaged), marker_(store, std::move(stop)) {}

    /// Hashes a shard's blocks.
    Result<void> read(std::uint8_t shard) {
        return for_each_block(folder_, shard,
                              [&](const BlockKey& key, std::uint64_t size) -> Result<void> {
                                  const auto content = read_block_file(folder_.path_of(key));
                                  if (!content && content.error().code == ErrorCode::not_found)
                                      return {};
                                  ++verified_.blocks;
                                  verified_.bytes += size;
                                  if (content && sha256(*content) == key) return {};
                                  changed_.insert(key);
                                  return {};
                              });
    }

    /// Looks for what is damaged or missing in a DAG, and remembers it as the DAG's.
    Result<void> look_through(const Cid& root) {
        return marker_.mark(root,
                            {.unreadable = [&](const Cid& cid, const Error& error) -> Result<void> {
                                 return note(cid, root, error.code);
                             },
                             .leaf = [&](const Cid& cid) -> Result<void> {
                                 if (changed_.contains(key_of(cid)))
                                     add(cid, Damage::changed, root);
                                 else if (!store_.contains(cid))
                                     add(cid, Damage::missing, root);
                                 return {};
                             }});
    }

    /// With the damaged blocks that no DAG needs; removes them all where that is wanted.
    Result<Verified> finish() && {
        for (const auto& key : changed_) {
            if (!named_.contains(key))
                verified_.faults.push_back({cid_of(key, Codec::raw), Damage::changed, {}});
            const auto path = folder_.path_of(key);
            if (on_damage_ == DamagedBlocks::remove && ::unlink(path.c_str()) != 0)
                return system_failure("remove", path);
        }
        return std::move(verified_);
    }

    const Verified& verified() const { return verified_; }

private:
    Result<void> note(const Cid& cid, const Cid& root, ErrorCode why) {
        const bool missing = why == ErrorCode::not_found;
        if (!missing && why != ErrorCode::corrupt_data)
            return fail(why, "could not read block {}", cid.to_string());
        add(cid, missing ? Damage::missing : Damage::changed, root);
        return {};
    }

    void add(const Cid& cid, Damage damage, const Cid& root) {
        if (!cid.holds_content()) named_.insert(key_of(cid));
        verified_.faults.push_back({cid, damage, root});
    }

    const BlockStore& store_;
    const StoreFolder& folder_;
    const DamagedBlocks on_damage_;
    DagMarker marker_;
    BlockKeySet changed_;
    BlockKeySet named_;  // faults that a DAG has
    Verified verified_;
};

}  // namespace

Result<Verified> BlockStore::verify(const Roots& roots, DamagedBlocks damaged,
                                    const Progress& progress, std::stop_token stop) {
    const auto& folder = impl_->folder;
    auto lock = TRY(FileLock::open(folder.collection_lock()));
    const auto held = lock.try_hold(LockMode::shared);
    if (!held)
        return fail(ErrorCode::unavailable, "a collection of {} runs: try again when it is done",
                    folder.root.string());
    Verification verification(*this, folder, damaged, stop);
    for (unsigned shard = 0; shard < 256; ++shard) {
        if (stop.stop_requested())
            return fail(ErrorCode::cancelled, "verifying was stopped after {} blocks",
                        verification.verified().blocks);
        TRY(verification.read(static_cast<std::uint8_t>(shard)));
        if (progress) progress(verification.verified());
    }
    for (const auto& root : TRY(roots()))
        TRY(verification.look_through(root));
    return std::move(verification).finish();
}

}  // namespace carrot::ipfs
