#include "ipfs/block_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <map>
#include <set>

#include "base/encoding.hpp"
#include "base/file.hpp"
#include "base/posix.hpp"
#include "base/random.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

namespace fs = std::filesystem;

// A batch with more blocks than this is synced by one syncfs(2) instead of block by block.
constexpr std::size_t sync_one_by_one_max = 16;

// What a batch holds in staging before it is made durable.
constexpr std::uint64_t publish_bytes = 64 * 1024 * 1024;
constexpr std::size_t publish_blocks = 4096;

std::string shard_of(const Cid& cid) { return to_hex(cid.digest().last(1)); }

std::string file_name_of(const Cid& cid) { return to_base32(cid.multihash(), Base32::lower); }

std::string random_name() {
    std::array<std::uint8_t, 8> bytes{};
    fill_random(bytes);
    return to_hex(bytes);
}

Result<void> sync_path(const fs::path& path) {
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) return system_failure("open", path);
    if (::fsync(fd.get()) != 0) return system_failure("sync", path);
    return {};
}

void remove_files_in(const fs::path& directory) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(directory, ignored))
        fs::remove(entry.path(), ignored);
}

}  // namespace

struct BlockStore::Impl {
    fs::path blocks;
    fs::path staging;
    FileDescriptor lock;                         // shared as long as the store is open
    std::string staging_prefix = random_name();  // no other process or store has it
    std::atomic<std::uint64_t> staged{0};

    fs::path next_staging_path() {
        return staging / fmt::format("{}-{}", staging_prefix, staged++);
    }

    fs::path path_of(const Cid& cid) const { return blocks / shard_of(cid) / file_name_of(cid); }

    // Whole and published: a block that has its name is never partly written, so its size is
    // enough.
    bool holds(const fs::path& path, std::size_t size) const {
        struct stat status{};
        return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
               static_cast<std::uint64_t>(status.st_size) == size;
    }

    Result<void> sync_file_system() const {
        if (::syncfs(lock.get()) != 0) return system_failure("sync", blocks);
        return {};
    }

    // Staged files belong to living batches. Whoever can lock the store alone knows that none
    // lives.
    Result<void> take_lock(const fs::path& path) {
        lock = FileDescriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
        if (!lock.valid()) return system_failure("open", path);
        if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) remove_files_in(staging);
        if (::flock(lock.get(), LOCK_SH) != 0) return system_failure("lock", path);
        return {};
    }
};

BlockStore::BlockStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BlockStore::~BlockStore() = default;

Result<std::unique_ptr<BlockStore>> BlockStore::open(const fs::path& directory) {
    auto impl = std::make_unique<Impl>();
    impl->blocks = directory / "blocks";
    impl->staging = directory / "staging";
    TRY(make_directories(impl->staging));
    TRY(make_directories(impl->blocks));
    TRY(sync_path(directory));
    TRY(impl->take_lock(directory / "lock"));
    return std::unique_ptr<BlockStore>(new BlockStore(std::move(impl)));
}

Result<Bytes> BlockStore::get(const Cid& cid) const {
    if (cid.hash_function() == HashFunction::identity)
        return Bytes(cid.digest().begin(), cid.digest().end());
    const auto path = impl_->path_of(cid);
    auto content = read_file(path, max_block_bytes);
    if (!content && content.error().code == ErrorCode::not_found)
        return fail(ErrorCode::not_found, "block {} is not in this store", cid.to_string());
    if (!content) return content;
    if (!cid.names(*content))
        return fail(ErrorCode::corrupt_data,
                    "block {} is damaged on disk: delete {} and add its content again",
                    cid.to_string(), path.string());
    return content;
}

bool BlockStore::contains(const Cid& cid) const {
    if (cid.hash_function() == HashFunction::identity) return true;
    return ::access(impl_->path_of(cid).c_str(), R_OK) == 0;
}

struct BlockBatch::Impl {
    explicit Impl(BlockStore::Impl& block_store) : store(block_store) {}

    BlockStore::Impl& store;
    std::map<fs::path, fs::path> staged;  // where each goes, and where it is
    std::uint64_t staged_bytes = 0;
    // Also of blocks that were there already: another batch may have renamed, not yet synced them.
    // For the same reason the folder of the shards is always synced.
    std::set<fs::path> touched_shards;

    ~Impl() {
        for (const auto& [to, from] : staged)
            ::unlink(from.c_str());
    }

    Result<void> write_block(const fs::path& path, BytesView content) {
        FileDescriptor fd(
            ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
        if (!fd.valid()) return system_failure("create", path);
        if (!write_all(fd.get(), content)) return system_failure("write", path);
        // Starts writing back now, so that the sync at the end finds little to do.
        ::sync_file_range(fd.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
        if (fd.close() != 0) return system_failure("write", path);
        return {};
    }

    Result<void> stage(BytesView content, const fs::path& target) {
        const auto path = store.next_staging_path();
        if (auto written = write_block(path, content); !written) {
            ::unlink(path.c_str());
            return written;
        }
        staged.emplace(target, path);
        staged_bytes += content.size();
        return {};
    }

    Result<void> make_shards() {
        for (const auto& shard : touched_shards) {
            if (::mkdir(shard.c_str(), 0755) != 0 && errno != EEXIST)
                return system_failure("create folder", shard);
        }
        return {};
    }

    Result<void> sync_folders() {
        for (const auto& shard : touched_shards)
            TRY(sync_path(shard));
        return sync_path(store.blocks);
    }

    Result<void> publish() {
        const bool one_by_one = staged.size() <= sync_one_by_one_max;
        TRY(make_shards());
        if (!one_by_one) TRY(store.sync_file_system());
        for (const auto& [to, from] : staged) {
            if (one_by_one) TRY(sync_path(from));
            if (::rename(from.c_str(), to.c_str()) != 0) return system_failure("rename", from);
        }
        TRY(one_by_one ? sync_folders() : store.sync_file_system());
        staged.clear();
        staged_bytes = 0;
        touched_shards.clear();
        return {};
    }
};

BlockBatch::BlockBatch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BlockBatch::BlockBatch(BlockBatch&&) noexcept = default;
BlockBatch::~BlockBatch() = default;

BlockBatch BlockStore::begin() { return BlockBatch(std::make_unique<BlockBatch::Impl>(*impl_)); }

Result<Cid> BlockBatch::put(Codec codec, BytesView content, CidVersion version) {
    if (content.size() > max_block_bytes)
        return fail(ErrorCode::invalid_argument,
                    "could not store a block of {} bytes: {} is the limit", content.size(),
                    max_block_bytes);
    auto cid = Cid::of(codec, content, version);
    const auto path = impl_->store.path_of(cid);
    impl_->touched_shards.insert(path.parent_path());
    if (impl_->staged.contains(path) || impl_->store.holds(path, content.size())) return cid;
    TRY(impl_->stage(content, path));
    if (impl_->staged_bytes >= publish_bytes || impl_->staged.size() >= publish_blocks)
        TRY(impl_->publish());
    return cid;
}

Result<void> BlockBatch::commit() { return impl_->publish(); }

}  // namespace carrot::ipfs
