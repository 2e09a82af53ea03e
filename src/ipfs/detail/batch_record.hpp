// How a collection knows what living batches need. A batch has a file in batches/, locked as long
// as it lives, and appends each block's key to it before it looks whether the block is there, both
// in one turn that no collection cuts in two. So a block is either noted when a collection looks at
// it, or removed before the batch looks for it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/result.hpp"
#include "ipfs/detail/file_lock.hpp"
#include "ipfs/detail/store_folder.hpp"

namespace carrot::ipfs {

class BatchRecord {
public:
    static Result<std::unique_ptr<BatchRecord>> begin(const StoreFolder& folder);
    ~BatchRecord();
    BatchRecord(const BatchRecord&) = delete;

    /// Also what its files in staging/ begin with.
    const std::string& id() const { return id_; }

    /// Notes the block, and says what `look` says, in one turn.
    Result<bool> note(const BlockKey& key, const std::function<bool()>& look);

private:
    BatchRecord(const StoreFolder& folder, std::string id, FileLock turn)
        : folder_(folder), id_(std::move(id)), turn_(std::move(turn)) {}

    const StoreFolder folder_;
    const std::string id_;
    FileLock turn_;
    FileDescriptor file_;  // locked alone
};

/// What a collection knows of the batches. Every call needs the turn lock, alone.
class BatchRecords {
public:
    explicit BatchRecords(const StoreFolder& folder) : folder_(folder) {}

    /// Removes the records of batches that live no more, and what they left in staging/.
    Result<void> remove_dead();

    /// Reads what has been noted since the last call, also by batches that have ended since.
    Result<void> read();

    bool contains(const BlockKey& key) const { return noted_.contains(key); }

private:
    const StoreFolder folder_;
    std::map<std::string, std::size_t> read_bytes_;  // of each record
    BlockKeySet noted_;
};

}  // namespace carrot::ipfs
