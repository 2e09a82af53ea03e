#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/posix.hpp"
#include "ipfs/detail/batch_record.hpp"
#include "ipfs/detail/block_store_impl.hpp"
#include "ipfs/detail/dag_marker.hpp"
#include "ipfs/detail/disk_usage.hpp"

namespace carrot::ipfs {
namespace {

/// One collection. In each turn it has the store's batches stand still, for a shard's time at most.
class Collection {
public:
    static Result<Collection> begin(const StoreFolder& folder) {
        auto turn = TRY(FileLock::open(folder.turn_lock()));
        auto alone = TRY(FileLock::open(folder.collection_lock()));
        Collection collection(folder, std::move(turn), std::move(alone));
        const auto held = TRY(collection.turn_->hold(LockMode::exclusive));
        auto locked = collection.alone_->try_hold(LockMode::exclusive);
        if (!locked)
            return fail(ErrorCode::unavailable,
                        "a collection or verification of {} runs already: try again when it is "
                        "done",
                        folder.root.string());
        collection.alone_held_.emplace(*std::move(locked));
        TRY(collection.records_.remove_dead());
        return collection;
    }

    Result<void> sweep(std::uint8_t shard, const BlockKeySet& marked, Collected& collected) {
        const auto held = TRY(turn_->hold(LockMode::exclusive));
        TRY(records_.read());
        return for_each_block(folder_, shard,
                              [&](const BlockKey& key, std::uint64_t size) -> Result<void> {
                                  const bool keep = marked.contains(key) || records_.contains(key);
                                  ++(keep ? collected.kept_blocks : collected.removed_blocks);
                                  (keep ? collected.kept_bytes : collected.removed_bytes) += size;
                                  if (keep) return {};
                                  const auto path = folder_.path_of(key);
                                  if (::unlink(path.c_str()) != 0 && errno != ENOENT)
                                      return system_failure("remove", path);
                                  return {};
                              });
    }

private:
    Collection(const StoreFolder& folder, FileLock turn, FileLock alone)
        : folder_(folder),
          turn_(std::make_unique<FileLock>(std::move(turn))),
          alone_(std::make_unique<FileLock>(std::move(alone))),
          records_(folder) {}

    StoreFolder folder_;
    std::unique_ptr<FileLock> turn_, alone_;
    std::optional<FileLock::Held> alone_held_;
    BatchRecords records_;
};

}  // namespace

Result<void> for_each_block(
    const StoreFolder& folder, std::uint8_t shard,
    const std::function<Result<void>(const BlockKey&, std::uint64_t size_bytes)>& visit) {
    const auto path = folder.shard(shard);
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(path.c_str()), &::closedir);
    if (!entries && errno == ENOENT) return {};
    if (!entries) return system_failure("list", path);
    for (;;) {
        errno = 0;
        const auto* entry = ::readdir(entries.get());
        if (entry == nullptr && errno != 0) return system_failure("list", path);
        if (entry == nullptr) return {};
        const auto key = key_of_file(entry->d_name);
        struct stat status{};
        if (!key ||
            ::fstatat(::dirfd(entries.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        TRY(visit(*key, static_cast<std::uint64_t>(status.st_size)));
    }
}

Result<Collected> BlockStore::collect(const Roots& roots, std::stop_token stop) {
    auto collection = TRY(Collection::begin(impl_->folder));
    const DiskUsage usage(impl_->folder);
    const auto used_before = TRY(usage.bytes());
    DagMarker marker(*this, stop);
    for (const auto& root : TRY(roots()))
        TRY(with_context(
            marker.mark(root, {.unreadable = [](const Cid&, const Error& error) -> Result<void> {
                                   return std::unexpected(error);
                               },
                               .leaf = {}}),
            fmt::format("could not collect: {} is kept and can't be read whole (verify shows "
                        "what is damaged; unpin it to give it up)",
                        root.to_string())));
    Collected collected;
    for (unsigned shard = 0; shard < 256; ++shard) {
        if (stop.stop_requested())
            return fail(ErrorCode::cancelled, "collecting was stopped after {} blocks",
                        collected.removed_blocks);
        TRY(collection.sweep(static_cast<std::uint8_t>(shard), marker.marked(), collected));
    }
    TRY(usage.correct(used_before, collected.kept_bytes));
    return collected;
}

}  // namespace carrot::ipfs
