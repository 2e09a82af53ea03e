#include "ipfs/block_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.hpp"
#include "base/posix.hpp"
#include "ipfs/detail/batch_record.hpp"
#include "ipfs/detail/block_store_impl.hpp"
#include "ipfs/detail/block_writer.hpp"
#include "ipfs/detail/disk_usage.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {

namespace {

namespace fs = std::filesystem;

void remove_files_in(const fs::path& directory) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(directory, ignored))
        fs::remove(entry.path(), ignored);
}

/// Whole and published: a block that has its name is never partly written, so its size is enough.
bool is_whole(const fs::path& path, std::size_t size) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
           static_cast<std::uint64_t>(status.st_size) == size;
}

bool is_readable(const fs::path& path) { return ::access(path.c_str(), R_OK) == 0; }

}  // namespace

// A gateway shows its messages to everybody, so none says where the store is.
Result<Bytes> read_block_file(const fs::path& path) {
    const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) return system_failure("open", "its file");
    struct stat status{};
    if (::fstat(fd.get(), &status) != 0) return system_failure("inspect", "its file");
    if (!S_ISREG(status.st_mode) || static_cast<std::uint64_t>(status.st_size) > max_block_bytes)
        return fail(ErrorCode::corrupt_data, "could not read its file: it is no block");
    Bytes content(static_cast<std::size_t>(status.st_size));
    for (std::size_t offset = 0; offset < content.size();) {
        const auto count = ::read(fd.get(), content.data() + offset, content.size() - offset);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_failure("read", "its file");
        if (count == 0) content.resize(offset);
        offset += static_cast<std::size_t>(count);
    }
    return content;
}

BlockStore::BlockStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BlockStore::~BlockStore() = default;

Result<std::unique_ptr<BlockStore>> BlockStore::open(const fs::path& directory,
                                                     const StoreOptions& options) {
    const StoreFolder folder{directory};
    for (const auto& needed : {folder.staging(), folder.batches(), folder.blocks()})
        TRY(make_directories(needed));
    TRY(sync_path(directory));
    auto lock = TRY(FileLock::open(folder.open_lock()));
    // Who has the store alone knows that no batch lives.
    if (const auto alone = lock.try_hold(LockMode::exclusive)) {
        remove_files_in(folder.staging());
        remove_files_in(folder.batches());
    }
    auto impl = std::make_unique<Impl>(folder, options, std::move(lock));
    impl->open_held.emplace(TRY(impl->open_lock.hold(LockMode::shared)));
    return std::unique_ptr<BlockStore>(new BlockStore(std::move(impl)));
}

Result<Bytes> BlockStore::get(const Cid& cid) const {
    if (cid.holds_content()) return Bytes(cid.digest().begin(), cid.digest().end());
    auto content = read_block_file(impl_->folder.path_of(key_of(cid)));
    if (!content && content.error().code == ErrorCode::not_found)
        return fail(ErrorCode::not_found, "block {} is not in this store", cid.to_string());
    if (!content) return with_context(std::move(content), "block " + cid.to_string());
    if (!cid.names(*content))
        return fail(
            ErrorCode::corrupt_data,
            "block {} is damaged on disk: run 'carrot ipfs verify --remove-damaged' and add "
            "its content again",
            cid.to_string());
    return content;
}

bool BlockStore::contains(const Cid& cid) const {
    return cid.holds_content() || is_readable(impl_->folder.path_of(key_of(cid)));
}

Result<std::uint64_t> BlockStore::used_bytes() const { return DiskUsage(impl_->folder).bytes(); }

struct BlockBatch::Impl {
    explicit Impl(BlockStore::Impl& block_store) : store(block_store) {}

    BlockStore::Impl& store;
    std::shared_ptr<BatchRecord> record;  // from the first block on
    std::unique_ptr<BlockWriter> writer;

    Result<void> start() {
        if (record) return {};
        record = TRY(BatchRecord::begin(store.folder));
        writer = std::make_unique<BlockWriter>(
            BlockWriter::Place{.folder = store.folder,
                               .file_system = store.open_lock.fd(),
                               .budget_bytes = store.options.disk_budget_bytes},
            record->id());
        return {};
    }
};

BlockBatch::BlockBatch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BlockBatch::BlockBatch(BlockBatch&&) noexcept = default;
BlockBatch::~BlockBatch() = default;

BlockBatch BlockStore::begin() { return BlockBatch(std::make_unique<BlockBatch::Impl>(*impl_)); }

Result<Cid> BlockBatch::put(Codec codec, BytesView content, CidVersion version) {
    auto cid = Cid::of(codec, content, version);
    TRY(put_checked(cid, content));
    return cid;
}

Result<void> BlockBatch::put_checked(const Cid& cid, BytesView content) {
    if (content.size() > max_block_bytes)
        return fail(ErrorCode::invalid_argument,
                    "could not store a block of {} bytes: {} is the limit", content.size(),
                    max_block_bytes);
    if (cid.holds_content()) return {};
    TRY(impl_->start());
    const auto key = key_of(cid);
    const auto path = impl_->store.folder.path_of(key);
    const bool there =
        TRY(impl_->record->note(key, [&] { return is_whole(path, content.size()); }));
    if (there)
        impl_->writer->rely_on(key);
    else
        TRY(impl_->writer->write(key, content));
    return {};
}

Result<bool> BlockBatch::keep(const Cid& cid) {
    if (cid.holds_content()) return true;
    TRY(impl_->start());
    const auto key = key_of(cid);
    const auto path = impl_->store.folder.path_of(key);
    const bool there = TRY(impl_->record->note(key, [&] { return is_readable(path); }));
    if (there) impl_->writer->rely_on(key);
    return there;
}

Result<void> BlockBatch::commit() {
    if (!impl_->writer) return {};
    return impl_->writer->finish();
}

BlockHold BlockBatch::hold() const { return impl_->record; }

}  // namespace carrot::ipfs
