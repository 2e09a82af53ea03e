#include "ipfs/detail/disk_usage.hpp"

#include <unistd.h>

#include "ipfs/detail/file_lock.hpp"

namespace carrot::ipfs {
namespace {

namespace fs = std::filesystem;

std::uint64_t measure(const fs::path& blocks) {
    std::uint64_t bytes = 0;
    std::error_code ignored;
    for (fs::recursive_directory_iterator entry(blocks, ignored), end; !ignored && entry != end;
         entry.increment(ignored)) {
        std::error_code vanished;
        if (!entry->is_regular_file(vanished)) continue;
        const auto size = entry->file_size(vanished);
        if (!vanished) bytes += size;
    }
    return bytes;
}

/// The count, locked.
class Counter {
public:
    static Result<Counter> open(const StoreFolder& folder) {
        auto lock = TRY(FileLock::open(folder.usage()));
        Counter counter(std::move(lock), folder.usage());
        counter.held_.emplace(TRY(counter.lock_->hold(LockMode::exclusive)));
        const auto count = ::pread(counter.lock_->fd(), &counter.bytes_, sizeof counter.bytes_, 0);
        if (count < 0) return system_failure("read", folder.usage());
        if (count != sizeof counter.bytes_) counter.bytes_ = measure(folder.blocks());
        return counter;
    }

    std::uint64_t bytes() const { return bytes_; }

    Result<void> set(std::uint64_t bytes) {
        if (::pwrite(lock_->fd(), &bytes, sizeof bytes, 0) != sizeof bytes)
            return system_failure("write", path_);
        return {};
    }

private:
    Counter(FileLock lock, fs::path path)
        : lock_(std::make_unique<FileLock>(std::move(lock))), path_(std::move(path)) {}

    std::unique_ptr<FileLock> lock_;
    std::optional<FileLock::Held> held_;
    fs::path path_;
    std::uint64_t bytes_ = 0;
};

}  // namespace

Result<void> DiskUsage::reserve(std::uint64_t more_bytes, std::uint64_t budget_bytes) const {
    auto counter = TRY(Counter::open(folder_));
    const auto used = counter.bytes();
    if (used > budget_bytes || more_bytes > budget_bytes - used)
        return fail(ErrorCode::resource_exhausted,
                    "could not store {} bytes more: {} of the disk budget of {} bytes are in use: "
                    "remove pins, collect what is not pinned, or raise the budget",
                    more_bytes, used, budget_bytes);
    return counter.set(used + more_bytes);
}

Result<std::uint64_t> DiskUsage::bytes() const {
    const auto counter = TRY(Counter::open(folder_));
    return counter.bytes();
}

Result<void> DiskUsage::correct(std::uint64_t before, std::uint64_t found) const {
    auto counter = TRY(Counter::open(folder_));
    const auto now = counter.bytes();
    return counter.set(found + (now > before ? now - before : 0));
}

}  // namespace carrot::ipfs
