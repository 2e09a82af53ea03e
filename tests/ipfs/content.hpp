// Content and stores for this room's tests.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string_view>

#include "base/file.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/byte_source.hpp"
#include "ipfs/detail/block_sink.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::ipfs::tests {

using carrot::tests::TemporaryDirectory;

/// Xorshift32, little-endian; tests/js/ipfs_cids.mjs has the same.
inline Bytes pseudo_random_bytes(std::size_t size, std::uint32_t seed) {
    Bytes content((size + 3) / 4 * 4);
    std::uint32_t state = (seed ^ 0x9e3779b9U) != 0 ? seed ^ 0x9e3779b9U : 1;
    for (std::size_t i = 0; i < content.size(); i += 4) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        std::memcpy(content.data() + i, &state, 4);
    }
    content.resize(size);
    return content;
}

inline Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

/// Writes a file and the folders above it.
inline void write_test_file(const std::filesystem::path& path, BytesView content) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << as_text(content);
    if (!file.flush()) throw std::runtime_error("could not write " + path.string());
}

/// Gives the content in pieces of at most `piece` bytes.
inline ByteSource bytes_in(Bytes content, std::size_t piece = 1000) {
    return [content = std::move(content), piece,
            taken = std::size_t{0}](std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
        const auto count = std::min({piece, out.size(), content.size() - taken});
        std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(taken), count, out.begin());
        taken += count;
        return count;
    };
}

/// Blocks in memory, for DAGs that no builder would make. Counts what is read.
class MemoryBlocks final : public BlockSource, public BlockSink {
public:
    Result<Cid> put(Codec codec, BytesView content, CidVersion version) override {
        auto cid = Cid::of(codec, content, version);
        blocks_.insert_or_assign(cid, Bytes(content.begin(), content.end()));
        return cid;
    }

    Cid add(Codec codec, BytesView content) {
        auto cid = Cid::of(codec, content);
        blocks_.insert_or_assign(cid, Bytes(content.begin(), content.end()));
        return cid;
    }

    Result<Bytes> get(const Cid& cid) const override {
        ++reads;
        const auto found = blocks_.find(cid);
        if (found == blocks_.end())
            return fail(ErrorCode::not_found, "block {} is missing", cid.to_string());
        return found->second;
    }

    mutable int reads = 0;

private:
    std::map<Cid, Bytes> blocks_;
};

/// A block store in a folder of its own.
struct TemporaryStore {
    TemporaryDirectory directory;
    std::unique_ptr<BlockStore> store = open();

    BlockStore& operator*() const { return *store; }

    std::unique_ptr<BlockStore> open() const {
        auto opened = BlockStore::open(directory.path());
        if (!opened) throw std::runtime_error(opened.error().message);
        return *std::move(opened);
    }

    std::filesystem::path block_path(const Cid& cid) const {
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(directory.path() / "blocks"))
            if (entry.is_regular_file()) {
                const auto content = read_file(entry.path(), 4 << 20);
                if (content && cid.names(*content)) return entry.path();
            }
        throw std::runtime_error("no such block");
    }
};

}  // namespace carrot::ipfs::tests
