// The way of a batch's blocks to the disk: written to staging/, made durable, renamed into place.
// Past the first MiB a thread of its own does it, while the caller hashes what comes next.
#pragma once

#include <bitset>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "ipfs/detail/store_folder.hpp"

namespace carrot::ipfs {

class BlockWriter {
public:
    struct Place {
        StoreFolder folder;
        int file_system = -1;  ///< any open file of the store, for syncfs(2)
        std::uint64_t budget_bytes = 0;
    };

    /// Staged files are named `batch_id`-NUMBER.
    BlockWriter(Place place, std::string batch_id);
    ~BlockWriter();  ///< removes what is staged
    BlockWriter(const BlockWriter&) = delete;

    /// Takes a block that the store has not. May report the failure of an earlier one.
    Result<void> write(const BlockKey& key, BytesView content);

    /// Of a block that the store has: another batch may have renamed it and not yet synced.
    void rely_on(const BlockKey& key) { touched_shards_.set(key.back()); }

    /// Returns when every block survives a power failure.
    Result<void> finish();

private:
    struct Item {
        BlockKey key;
        Bytes content;
    };
    enum class Last { no, yes };

    Result<void> queue(const BlockKey& key, BytesView content);
    Result<void> drain();
    void run();
    Result<void> stage(const BlockKey& key, BytesView content);
    Result<void> publish(Last last);
    Result<void> publish_few();
    Result<void> publish_many(Last last);
    Result<void> rename_staged();
    Result<void> sync_file_system() const;
    std::filesystem::path staged_path(std::uint64_t number) const;

    const Place place_;
    const std::string batch_id_;

    // Of whoever writes: the caller, or the thread once it runs.
    std::unordered_map<BlockKey, std::uint64_t, BlockKeyHash> staged_;
    std::uint64_t staged_count_ = 0;
    std::uint64_t staged_bytes_ = 0;
    bool published_ = false;  // a piece, and not all of it is synced

    // Of the caller.
    std::bitset<256> touched_shards_;
    std::uint64_t taken_bytes_ = 0;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Item> queue_;
    std::vector<Bytes> spare_;  // buffers to use again
    std::size_t queued_bytes_ = 0;
    bool busy_ = false;
    bool ending_ = false;
    Result<void> outcome_;
    std::thread thread_;
};

}  // namespace carrot::ipfs
