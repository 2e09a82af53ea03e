// How many bytes the blocks of a store take, in one small file that all its processes share.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "ipfs/detail/store_folder.hpp"

namespace carrot::ipfs {

/// Counts blocks before they are published, so a crash can only make it too large; a collection
/// sets it right. The first use of a store that has no count yet reads the size of every block.
class DiskUsage {
public:
    explicit DiskUsage(const StoreFolder& folder) : folder_(folder) {}

    /// resource_exhausted, with nothing counted, when there would be more than `budget_bytes`.
    Result<void> reserve(std::uint64_t more_bytes, std::uint64_t budget_bytes) const;

    Result<std::uint64_t> bytes() const;

    /// After a collection that had found `before` counted, and left `found` bytes in place: what
    /// was reserved meanwhile is added to it.
    Result<void> correct(std::uint64_t before, std::uint64_t found) const;

private:
    const StoreFolder folder_;
};

}  // namespace carrot::ipfs
