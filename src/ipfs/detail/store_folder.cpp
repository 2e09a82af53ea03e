#include "ipfs/detail/store_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cstring>

#include "base/encoding.hpp"
#include "base/posix.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::array<std::uint8_t, 2> multihash_prefix{0x12, 32};  // sha2-256, 32 bytes

std::array<std::uint8_t, 34> multihash_of(const BlockKey& key) {
    std::array<std::uint8_t, 34> multihash;
    std::ranges::copy(multihash_prefix, multihash.begin());
    std::ranges::copy(key, multihash.begin() + multihash_prefix.size());
    return multihash;
}

}  // namespace

std::size_t BlockKeyHash::operator()(const BlockKey& key) const {
    std::size_t hash;
    std::memcpy(&hash, key.data(), sizeof hash);
    return hash;
}

BlockKey key_of(const Cid& cid) {
    assert(cid.hash_function() == HashFunction::sha2_256 && cid.digest().size() == 32);
    BlockKey key;
    std::ranges::copy(cid.digest(), key.begin());
    return key;
}

Cid cid_of(const BlockKey& key, Codec codec) {
    Bytes bytes{1, static_cast<std::uint8_t>(codec)};
    const auto multihash = multihash_of(key);
    bytes.insert(bytes.end(), multihash.begin(), multihash.end());
    return Cid::decode(bytes).value();
}

std::filesystem::path StoreFolder::shard(std::uint8_t last_digest_byte) const {
    return blocks() / to_hex(BytesView(&last_digest_byte, 1));
}

std::filesystem::path StoreFolder::path_of(const BlockKey& key) const {
    return shard(key.back()) / to_base32(multihash_of(key), Base32::lower);
}

std::optional<BlockKey> key_of_file(std::string_view file_name) {
    const auto multihash = from_base32(file_name, Base32::lower);
    if (!multihash || multihash->size() != 34 ||
        !std::ranges::equal(multihash_prefix, BytesView(*multihash).first(2)))
        return std::nullopt;
    BlockKey key;
    std::ranges::copy(BytesView(*multihash).subspan(2), key.begin());
    return key;
}

Result<void> sync_path(const std::filesystem::path& path) {
    const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) return system_failure("open", path);
    if (::fsync(fd.get()) != 0) return system_failure("sync", path);
    return {};
}

}  // namespace carrot::ipfs
