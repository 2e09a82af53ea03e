// Where things are in a store's folder, and how blocks are named there.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/result.hpp"
#include "ipfs/cid.hpp"

namespace carrot::ipfs {

/// A block's SHA-256: what names its bytes whatever codec and version a CID has.
using BlockKey = std::array<std::uint8_t, 32>;

struct BlockKeyHash {
    std::size_t operator()(const BlockKey& key) const;
};
using BlockKeySet = std::unordered_set<BlockKey, BlockKeyHash>;

/// Of a CID by SHA-256; identity CIDs are in no store.
BlockKey key_of(const Cid& cid);
Cid cid_of(const BlockKey& key, Codec codec);

struct StoreFolder {
    std::filesystem::path root;

    std::filesystem::path blocks() const { return root / "blocks"; }
    std::filesystem::path staging() const { return root / "staging"; }
    std::filesystem::path batches() const { return root / "batches"; }
    std::filesystem::path usage() const { return root / "usage"; }

    /// Shared by every open store.
    std::filesystem::path open_lock() const { return root / "lock"; }
    /// Shared while a batch notes a block, alone while a collection removes some.
    std::filesystem::path turn_lock() const { return root / "turn.lock"; }
    /// Alone for a collection; shared for a verification.
    std::filesystem::path collection_lock() const { return root / "collection.lock"; }

    std::filesystem::path shard(std::uint8_t last_digest_byte) const;
    std::filesystem::path path_of(const BlockKey& key) const;
};

/// Nothing when no block has such a name.
std::optional<BlockKey> key_of_file(std::string_view file_name);

/// fsync(2) of a file or a folder.
Result<void> sync_path(const std::filesystem::path& path);

}  // namespace carrot::ipfs
