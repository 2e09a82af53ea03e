#include "ipfs/detail/block_writer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/posix.hpp"
#include "ipfs/detail/disk_usage.hpp"

namespace carrot::ipfs {
namespace {

namespace fs = std::filesystem;

// A batch with more blocks than this is synced by syncfs(2) instead of block by block.
constexpr std::size_t sync_one_by_one_max = 16;

// What a batch holds in staging before it is made durable.
constexpr std::uint64_t piece_bytes = std::uint64_t{256} << 20;
constexpr std::size_t piece_blocks = 16'384;

// A thread costs more than it saves below this.
constexpr std::uint64_t without_thread_bytes = std::uint64_t{1} << 20;

constexpr std::size_t queue_bytes = std::size_t{8} << 20;

Result<void> write_new_file(const fs::path& path, BytesView content) {
    FileDescriptor fd(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!fd.valid()) return system_failure("create", path);
    if (!write_all(fd.get(), content)) return system_failure("write", path);
    // Starts writing back, so that the sync at the end finds little to do.
    ::sync_file_range(fd.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    if (fd.close() != 0) return system_failure("write", path);
    return {};
}

}  // namespace

BlockWriter::BlockWriter(Place place, std::string batch_id)
    : place_(std::move(place)), batch_id_(std::move(batch_id)) {}

BlockWriter::~BlockWriter() {
    if (thread_.joinable()) {
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
            queue_.clear();
        }
        changed_.notify_all();
        thread_.join();
    }
    for (const auto& [key, number] : staged_)
        ::unlink(staged_path(number).c_str());
}

Result<void> BlockWriter::write(const BlockKey& key, BytesView content) {
    touched_shards_.set(key.back());
    taken_bytes_ += content.size();
    if (!thread_.joinable() && taken_bytes_ <= without_thread_bytes) return stage(key, content);
    return queue(key, content);
}

Result<void> BlockWriter::finish() {
    TRY(drain());
    TRY(publish(Last::yes));
    touched_shards_.reset();
    return {};
}

Result<void> BlockWriter::queue(const BlockKey& key, BytesView content) {
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return queued_bytes_ < queue_bytes || !outcome_; });
    if (!outcome_) return outcome_;
    Bytes buffer;
    if (!spare_.empty()) {
        buffer = std::move(spare_.back());
        spare_.pop_back();
    }
    lock.unlock();
    buffer.assign(content.begin(), content.end());
    lock.lock();
    queued_bytes_ += buffer.size();
    queue_.push_back({key, std::move(buffer)});
    lock.unlock();
    changed_.notify_all();
    return {};
}

/// Waits until the thread has written all, so that the caller may go on with what is the thread's.
Result<void> BlockWriter::drain() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return (queue_.empty() && !busy_) || !outcome_; });
    return outcome_;
}

void BlockWriter::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return ending_ || !queue_.empty(); });
        if (ending_ || !outcome_) return;
        auto item = std::move(queue_.front());
        queue_.pop_front();
        busy_ = true;
        lock.unlock();
        auto staged = stage(item.key, item.content);
        lock.lock();
        busy_ = false;
        queued_bytes_ -= item.content.size();
        spare_.push_back(std::move(item.content));
        outcome_ = std::move(staged);
        changed_.notify_all();
    }
}

fs::path BlockWriter::staged_path(std::uint64_t number) const {
    return place_.folder.staging() / fmt::format("{}-{}", batch_id_, number);
}

Result<void> BlockWriter::stage(const BlockKey& key, BytesView content) {
    const auto number = staged_count_++;
    if (!staged_.emplace(key, number).second) return {};
    TRY(write_new_file(staged_path(number), content));
    staged_bytes_ += content.size();
    if (staged_bytes_ < piece_bytes && staged_.size() < piece_blocks) return {};
    return publish(Last::no);
}

Result<void> BlockWriter::publish(Last last) {
    if (staged_bytes_ > 0)
        TRY(DiskUsage(place_.folder).reserve(staged_bytes_, place_.budget_bytes));
    staged_bytes_ = 0;
    const bool few = last == Last::yes && !published_ && staged_.size() <= sync_one_by_one_max;
    TRY(few ? publish_few() : publish_many(last));
    staged_.clear();
    published_ = last == Last::no;
    return {};
}

Result<void> BlockWriter::publish_few() {
    for (const auto& [key, number] : staged_)
        TRY(sync_path(staged_path(number)));
    TRY(rename_staged());
    for (std::size_t shard = 0; shard < touched_shards_.size(); ++shard)
        if (touched_shards_.test(shard))
            TRY(sync_path(place_.folder.shard(static_cast<std::uint8_t>(shard))));
    return sync_path(place_.folder.blocks());
}

/// The names of a piece become durable with the next piece's content, those of the last at the end.
Result<void> BlockWriter::publish_many(Last last) {
    if (!staged_.empty()) TRY(sync_file_system());
    TRY(rename_staged());
    if (last == Last::yes) return sync_file_system();
    return {};
}

Result<void> BlockWriter::sync_file_system() const {
    if (::syncfs(place_.file_system) != 0) return system_failure("sync", place_.folder.root);
    return {};
}

Result<void> BlockWriter::rename_staged() {
    for (const auto& [key, number] : staged_) {
        const auto from = staged_path(number);
        const auto to = place_.folder.path_of(key);
        if (::rename(from.c_str(), to.c_str()) == 0) continue;
        if (errno != ENOENT) return system_failure("rename", from);
        if (::mkdir(to.parent_path().c_str(), 0755) != 0 && errno != EEXIST)
            return system_failure("create folder", to.parent_path());
        if (::rename(from.c_str(), to.c_str()) != 0) return system_failure("rename", from);
    }
    return {};
}

}  // namespace carrot::ipfs
