#include "ipfs/detail/car_stream.hpp"

#include <algorithm>
#include <bit>

#include "ipfs/car_writer.hpp"
#include "ipfs/detail/node_view.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

// What a DAG may have us remember: a block has 65,536 links at most, and an honest tree of them
// is flat.
constexpr std::size_t max_ahead = 1'000'000;

/// Links of a sharded directory that lead to more of it, not to its entries: their names are a
/// slot alone, in as many hexadecimal digits as the last slot has.
bool is_shard(const PbLink& link, std::uint64_t fanout) {
    const auto digits = (std::bit_width(std::max<std::uint64_t>(fanout, 2) - 1) + 3) / 4;
    return link.name.size() == static_cast<std::size_t>(digits);
}

}  // namespace

ByteRange EntityBytes::in(std::uint64_t size_bytes) const {
    const auto size = static_cast<std::int64_t>(size_bytes);  // max_file_bytes fits
    const auto first = from < 0 ? std::max<std::int64_t>(size + std::max(from, -size), 0) : from;
    auto last = to.value_or(size - 1);
    if (last < 0) last = last < -size ? -1 : size + last;
    last = std::min(last, size - 1);
    if (first > last) return {0, 0};
    return {static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last - first) + 1};
}

CarStream::CarStream(const BlockSource& blocks, std::vector<Cid> path, Cid end,
                     CarSelection selection)
    : blocks_(blocks), selection_(selection), end_(end), section_(car_header(end)) {
    ahead_.push_back({std::move(end), 0, Part::below, !selection_.bytes});
    for (auto cid = path.rbegin(); cid != path.rend(); ++cid)
        ahead_.push_back({std::move(*cid), 0, Part::path});
}

Result<std::size_t> CarStream::read(std::span<std::uint8_t> out) {
    while (taken_ == section_.size()) {
        if (ahead_.empty()) return 0;
        section_.clear();
        taken_ = 0;
        TRY(write_next());
    }
    const auto count = std::min(out.size(), section_.size() - taken_);
    std::copy_n(section_.begin() + static_cast<std::ptrdiff_t>(taken_), count, out.begin());
    taken_ += count;
    return count;
}

Result<void> CarStream::write_next() {
    auto at = std::move(ahead_.back());
    ahead_.pop_back();
    if (is_done(at)) return {};
    auto block = Block { at.cid, TRY(blocks_.get(at.cid)) };
    const bool again = !written_.insert(at.cid).second;
    if (!at.cid.holds_content() && (!again || selection_.duplicates == Duplicates::yes))
        section_ = car_section(block);
    if (at.part == Part::below && at.whole) done_.insert(at.cid);
    if (at.part == Part::path || at.cid.codec() != Codec::dag_pb) return {};
    if (selection_.scope == DagScope::entity) return add_entity(at, std::move(block.content));
    if (selection_.scope == DagScope::all) return add_links(at, block.content);
    return {};
}

Result<void> CarStream::add_links(const Ahead& at, const Bytes& block) {
    auto node = TRY(with_context(decode_pb_node(block), at.cid.to_string()));
    std::vector<Ahead> children;
    for (auto& link : node.links)
        children.push_back({std::move(link.cid)});
    return push(std::move(children));
}

Result<void> CarStream::add_entity(const Ahead& at, Bytes block) {
    auto decoded = read_node(at.cid, std::move(block));
    if (!decoded && at.cid == end_) return {};  // what is not UnixFS is a block alone
    auto node = TRY(std::move(decoded));
    std::vector<Ahead> children;
    if (node.unixfs.type == UnixFsType::sharded_directory) {
        for (auto& link : node.links)
            if (is_shard(link, node.unixfs.fanout.value_or(256)))
                children.push_back({std::move(link.cid)});
    } else if (node.is_file()) {
        const auto size = *node.unixfs.file_size;
        if (!range_) range_ = selection_.bytes ? selection_.bytes->in(size) : ByteRange{0, size};
        const auto end = range_->offset + range_->length;
        auto offset = at.offset + node.unixfs.data.size();
        for (std::size_t i = 0; i < node.links.size(); ++i) {
            const auto child_size = node.unixfs.block_sizes[i];
            const bool whole = offset >= range_->offset && offset + child_size <= end;
            if (offset < end && offset + child_size > range_->offset)
                children.push_back({std::move(node.links[i].cid), offset, Part::below, whole});
            offset += child_size;
        }
    }
    return push(std::move(children));
}

Result<void> CarStream::push(std::vector<Ahead> children) {
    for (auto child = children.rbegin(); child != children.rend(); ++child) {
        if (is_done(*child)) continue;
        if (ahead_.size() == max_ahead)
            return fail(ErrorCode::resource_exhausted,
                        "the DAG has more than {} blocks side by side", max_ahead);
        ahead_.push_back(std::move(*child));
    }
    return {};
}

bool CarStream::is_done(const Ahead& at) const {
    return selection_.duplicates == Duplicates::no && done_.contains(at.cid);
}

}  // namespace carrot::ipfs
