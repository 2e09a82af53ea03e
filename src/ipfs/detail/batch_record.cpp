#include "ipfs/detail/batch_record.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "base/random_name.hpp"

namespace carrot::ipfs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t read_at_once_bytes = std::size_t{1} << 20;

Result<std::vector<std::string>> names_in(const fs::path& directory) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error))
        names.push_back(entry->path().filename().native());
    if (error) return system_failure("list", directory, error.value());
    return names;
}

std::string_view batch_of(std::string_view staged_name) {
    return staged_name.substr(0, staged_name.find('-'));
}

bool lives(const fs::path& record) {
    const FileDescriptor fd(::open(record.c_str(), O_RDONLY | O_CLOEXEC));
    return fd.valid() && ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0;
}

}  // namespace

Result<std::unique_ptr<BatchRecord>> BatchRecord::begin(const StoreFolder& folder) {
    auto turn = TRY(FileLock::open(folder.turn_lock()));
    std::unique_ptr<BatchRecord> record(new BatchRecord(folder, random_name(), std::move(turn)));
    const auto path = folder.batches() / record->id_;
    const auto held = TRY(record->turn_.hold(LockMode::shared));
    record->file_ = FileDescriptor(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644));
    if (!record->file_.valid()) return system_failure("create", path);
    if (::flock(record->file_.get(), LOCK_EX | LOCK_NB) != 0) return system_failure("lock", path);
    return record;
}

// While a collection runs the record stays: the collection has perhaps read the pins before this
// batch's root was pinned. The next collection removes it.
BatchRecord::~BatchRecord() {
    if (!file_.valid()) return;
    const auto held = turn_.hold(LockMode::shared);
    auto collection = FileLock::open(folder_.collection_lock());
    if (!held || !collection || !collection->try_hold(LockMode::shared)) return;
    ::unlink((folder_.batches() / id_).c_str());
}

Result<bool> BatchRecord::note(const BlockKey& key, const std::function<bool()>& look) {
    const auto held = TRY(turn_.hold(LockMode::shared));
    if (!write_all(file_.get(), key)) return system_failure("write", folder_.batches() / id_);
    return look();
}

Result<void> BatchRecords::remove_dead() {
    std::set<std::string, std::less<>> living;
    for (const auto& name : TRY(names_in(folder_.batches()))) {
        const auto path = folder_.batches() / name;
        if (lives(path))
            living.insert(name);
        else
            ::unlink(path.c_str());
    }
    for (const auto& name : TRY(names_in(folder_.staging())))
        if (!living.contains(batch_of(name))) ::unlink((folder_.staging() / name).c_str());
    return {};
}

Result<void> BatchRecords::read() {
    for (const auto& name : TRY(names_in(folder_.batches()))) {
        const auto path = folder_.batches() / name;
        const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (!fd.valid()) return system_failure("open", path);
        auto& offset = read_bytes_[name];
        Bytes buffer(read_at_once_bytes);
        for (;;) {
            const auto count =
                ::pread(fd.get(), buffer.data(), buffer.size(), static_cast<::off_t>(offset));
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return system_failure("read", path);
            const auto keys = static_cast<std::size_t>(count) / sizeof(BlockKey);
            if (keys == 0) break;
            for (std::size_t i = 0; i < keys; ++i) {
                BlockKey key;
                std::memcpy(key.data(), buffer.data() + i * sizeof key, sizeof key);
                noted_.insert(key);
            }
            offset += keys * sizeof(BlockKey);
        }
    }
    return {};
}

}  // namespace carrot::ipfs
