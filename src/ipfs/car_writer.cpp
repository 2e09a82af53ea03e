#include "ipfs/car_writer.hpp"

#include <algorithm>

#include "ipfs/detail/wire.hpp"

namespace carrot::ipfs {
namespace {

void append(Bytes& out, BytesView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

// The dag-cbor map {"roots": [root], "version": 1}; a link is tag 42 around a zero byte and the
// CID.
Bytes header_of(const Cid& root) {
    const auto cid = root.to_bytes();
    Bytes map;
    append(map, as_bytes("\xa2\x65roots\x81\xd8\x2a\x58"));
    map.push_back(static_cast<std::uint8_t>(cid.size() + 1));
    map.push_back(0);
    append(map, cid);
    append(map, as_bytes("\x67version\x01"));
    Bytes header;
    append_varint(header, map.size());
    append(header, map);
    return header;
}

Bytes section_of(const Block& block) {
    const auto cid = block.cid.to_bytes();
    Bytes section;
    section.reserve(cid.size() + block.content.size() + 10);
    append_varint(section, cid.size() + block.content.size());
    append(section, cid);
    append(section, block.content);
    return section;
}

}  // namespace

CarWriter::CarWriter(const BlockSource& blocks, const Cid& root)
    : walk_(blocks, root), section_(header_of(root)) {}

Result<std::size_t> CarWriter::read(std::span<std::uint8_t> out) {
    if (taken_ == section_.size()) {
        const auto block = TRY(walk_.next());
        if (!block) return 0;
        section_ = section_of(*block);
        taken_ = 0;
    }
    const auto count = std::min(out.size(), section_.size() - taken_);
    std::copy_n(section_.begin() + static_cast<std::ptrdiff_t>(taken_), count, out.begin());
    taken_ += count;
    return count;
}

Result<std::uint64_t> car_size_bytes(const BlockSource& blocks, const Cid& root) {
    std::uint64_t size = header_of(root).size();
    DagWalk walk(blocks, root);
    while (const auto block = TRY(walk.next())) {
        const auto content = block->cid.to_bytes().size() + block->content.size();
        size += varint_size(content) + content;
    }
    return size;
}

}  // namespace carrot::ipfs
