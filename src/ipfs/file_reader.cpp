#include <algorithm>
#include <vector>

#include "ipfs/detail/node_view.hpp"
#include "ipfs/limits.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {

struct FileReader::Impl {
    // A part of the file that is not yet read, and where it begins.
    struct Part {
        Cid cid;
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::size_t depth = 0;
    };

    const BlockSource& blocks;
    std::uint64_t size = 0;
    std::uint64_t begin = 0;  // the wanted range
    std::uint64_t end = 0;
    std::vector<Part> ahead;  // the next part last
    Bytes piece;              // what an inner node carries itself, handed out before its children

    bool wanted(std::uint64_t offset, std::uint64_t part_size) const {
        return offset < end && part_size > 0 && offset + part_size > begin;
    }

    // The wanted bytes of `data`, which begins at `offset` of the file.
    Bytes cut(BytesView data, std::uint64_t offset) const {
        if (!wanted(offset, data.size())) return {};
        const auto from = std::max(begin, offset) - offset;
        const auto to = std::min<std::uint64_t>(end - offset, data.size());
        const auto wanted_bytes =
            data.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
        return Bytes(wanted_bytes.begin(), wanted_bytes.end());
    }

    Result<void> expand(NodeView node, std::uint64_t offset, std::size_t depth) {
        if (!node.links.empty() && depth == max_dag_depth)
            return fail(ErrorCode::corrupt_data, "the file's tree is deeper than {} levels",
                        max_dag_depth);
        const auto data_offset = offset + node.part_begin;
        const bool whole_block = node.unixfs.data.size() == node.block.size() &&
                                 begin <= data_offset && end >= data_offset + node.block.size();
        piece = whole_block ? std::move(node.block) : cut(node.unixfs.data, data_offset);
        auto child_offset = offset + *node.unixfs.file_size;
        for (auto i = node.links.size(); i-- > 0;) {
            const auto child_size = node.unixfs.block_sizes[i];
            child_offset -= child_size;
            if (wanted(child_offset, child_size))
                ahead.push_back(
                    {std::move(node.links[i].cid), child_offset, child_size, depth + 1});
        }
        return {};
    }

    // What is wanted of a part.
    ByteRange range_in(const Part& part) const {
        const auto from = std::max(begin, part.offset);
        return {from - part.offset, std::min(end, part.offset + part.size) - from};
    }

    Result<NodeView> load(const Part& part) const {
        auto node = TRY(load_node(blocks, part.cid, range_in(part)));
        if (!node.is_file())
            return fail(ErrorCode::corrupt_data, "block {} is part of a file but not a file",
                        part.cid.to_string());
        if (*node.unixfs.file_size != part.size)
            return fail(ErrorCode::corrupt_data, "block {} holds {} bytes, its parent declares {}",
                        part.cid.to_string(), *node.unixfs.file_size, part.size);
        return node;
    }
};

FileReader::FileReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FileReader::FileReader(FileReader&&) noexcept = default;
FileReader& FileReader::operator=(FileReader&&) noexcept = default;
FileReader::~FileReader() = default;

Result<FileReader> FileReader::open(const BlockSource& blocks, const Cid& file, ByteRange range) {
    auto node = TRY(load_node(blocks, file, range));
    if (!node.is_file())
        return fail(ErrorCode::invalid_argument, "{} is not a file: it has no bytes to read",
                    file.to_string());
    auto impl = std::make_unique<Impl>(blocks);
    impl->size = *node.unixfs.file_size;
    impl->begin = std::min(range.offset, impl->size);
    impl->end = impl->begin + std::min(range.length, impl->size - impl->begin);
    TRY(impl->expand(std::move(node), 0, 0));
    return FileReader(std::move(impl));
}

std::uint64_t FileReader::size_bytes() const { return impl_->size; }

Result<Bytes> FileReader::next() {
    while (impl_->piece.empty() && !impl_->ahead.empty()) {
        const auto part = std::move(impl_->ahead.back());
        impl_->ahead.pop_back();
        auto node = TRY(impl_->load(part));
        TRY(impl_->expand(std::move(node), part.offset, part.depth));
    }
    return std::exchange(impl_->piece, {});
}

}  // namespace carrot::ipfs
