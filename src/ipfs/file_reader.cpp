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
    SharedBytes piece;        // what a node carries itself, handed out before its children

    bool wanted(std::uint64_t offset, std::uint64_t part_size) const {
        return offset < end && part_size > 0 && offset + part_size > begin;
    }

    // The wanted bytes of `data`, which begins at `offset` of the file.
    BytesView cut(BytesView data, std::uint64_t offset) const {
        if (!wanted(offset, data.size())) return {};
        const auto from = std::max(begin, offset) - offset;
        const auto to = std::min<std::uint64_t>(end - offset, data.size());
        return data.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
    }

    Result<void> expand(const SharedNode& shared, std::uint64_t offset, std::size_t depth) {
        const auto& node = *shared;
        if (!node.links.empty() && depth == max_dag_depth)
            return fail(ErrorCode::corrupt_data, "the file's tree is deeper than {} levels",
                        max_dag_depth);
        piece = SharedBytes(shared, cut(node.unixfs.data, offset));
        auto child_offset = offset + *node.unixfs.file_size;
        for (auto i = node.links.size(); i-- > 0;) {
            const auto child_size = node.unixfs.block_sizes[i];
            child_offset -= child_size;
            if (wanted(child_offset, child_size))
                ahead.push_back({node.links[i].cid, child_offset, child_size, depth + 1});
        }
        return {};
    }

    Result<SharedNode> load(const Part& part) const {
        auto node = TRY(blocks.get_node(part.cid));
        if (!node->is_file())
            return fail(ErrorCode::corrupt_data, "block {} is part of a file but not a file",
                        part.cid.to_string());
        if (*node->unixfs.file_size != part.size)
            return fail(ErrorCode::corrupt_data, "block {} holds {} bytes, its parent declares {}",
                        part.cid.to_string(), *node->unixfs.file_size, part.size);
        return node;
    }
};

FileReader::FileReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FileReader::FileReader(FileReader&&) noexcept = default;
FileReader& FileReader::operator=(FileReader&&) noexcept = default;
FileReader::~FileReader() = default;

Result<FileReader> FileReader::open(const BlockSource& blocks, const Cid& file, ByteRange range) {
    const auto node = TRY(blocks.get_node(file));
    if (!node->is_file())
        return fail(ErrorCode::invalid_argument, "{} is not a file: it has no bytes to read",
                    file.to_string());
    auto impl = std::make_unique<Impl>(blocks);
    impl->size = *node->unixfs.file_size;
    impl->begin = std::min(range.offset, impl->size);
    impl->end = impl->begin + std::min(range.length, impl->size - impl->begin);
    TRY(impl->expand(node, 0, 0));
    return FileReader(std::move(impl));
}

std::uint64_t FileReader::size_bytes() const { return impl_->size; }

Result<SharedBytes> FileReader::next() {
    while (impl_->piece.empty() && !impl_->ahead.empty()) {
        const auto part = std::move(impl_->ahead.back());
        impl_->ahead.pop_back();
        TRY(impl_->expand(TRY(impl_->load(part)), part.offset, part.depth));
    }
    return std::exchange(impl_->piece, {});
}

}  // namespace carrot::ipfs
