#include "ipfs/car_writer.hpp"

#include <algorithm>

#include "ipfs/detail/car_header.hpp"
#include "ipfs/detail/wire.hpp"

namespace carrot::ipfs {

Bytes car_header(const Cid& root) {
    const auto map = encode_car_header(root);
    Bytes header;
    append_varint(header, map.size());
    append(header, map);
    return header;
}

Bytes car_section(const Block& block) {
    const auto cid = block.cid.to_bytes();
    Bytes section;
    section.reserve(cid.size() + block.content.size() + 10);
    append_varint(section, cid.size() + block.content.size());
    append(section, cid);
    append(section, block.content);
    return section;
}

CarWriter::CarWriter(const BlockSource& blocks, const Cid& root)
    : walk_(blocks, root), section_(car_header(root)) {}

Result<std::size_t> CarWriter::read(std::span<std::uint8_t> out) {
    if (taken_ == section_.size()) {
        const auto block = TRY(walk_.next());
        if (!block) return 0;
        section_ = car_section(*block);
        taken_ = 0;
    }
    const auto count = std::min(out.size(), section_.size() - taken_);
    std::copy_n(section_.begin() + static_cast<std::ptrdiff_t>(taken_), count, out.begin());
    taken_ += count;
    return count;
}

Result<std::uint64_t> car_size_bytes(const BlockSource& blocks, const Cid& root) {
    std::uint64_t size = car_header(root).size();
    DagWalk walk(blocks, root);
    while (const auto block = TRY(walk.next())) {
        const auto content = block->cid.to_bytes().size() + block->content.size();
        size += varint_size(content) + content;
    }
    return size;
}

}  // namespace carrot::ipfs
