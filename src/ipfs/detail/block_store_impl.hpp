// What the parts of a block store share: reading and batches (block_store.cpp), collection
// (collect.cpp) and verification (verify.cpp).
#pragma once

#include "ipfs/block_store.hpp"
#include "ipfs/detail/file_lock.hpp"
#include "ipfs/detail/store_folder.hpp"

namespace carrot::ipfs {

struct BlockStore::Impl {
    StoreFolder folder;
    StoreOptions options;
    FileLock open_lock;
    std::optional<FileLock::Held> open_held;  // shared as long as the store is open

    Impl(StoreFolder where, const StoreOptions& wanted, FileLock lock)
        : folder(std::move(where)), options(wanted), open_lock(std::move(lock)) {}
};

/// A block's file, whole, without a look at its hash. not_found when there is none.
Result<Bytes> read_block_file(const std::filesystem::path& path);

/// Calls `visit` with the key and the size of each block of a shard.
Result<void> for_each_block(
    const StoreFolder& folder, std::uint8_t shard,
    const std::function<Result<void>(const BlockKey&, std::uint64_t size_bytes)>& visit);

}  // namespace carrot::ipfs
