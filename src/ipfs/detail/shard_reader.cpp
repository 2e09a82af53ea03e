#include "ipfs/detail/shard_reader.hpp"

#include <algorithm>

#include "ipfs/detail/shard_position.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::uint64_t min_fanout = 8;

struct Slot {
    std::uint64_t number = 0;
    PbLink link;  // with the entry's own name; an empty name leads to a shard below
};

struct Shard {
    ShardShape shape;
    std::vector<Slot> slots;  // in order of their numbers
};

Result<ShardShape> shape_of(const UnixFsNode& node) {
    if (node.hash_function != murmur3_code)
        return fail(ErrorCode::corrupt_data, "its hash function is not murmur3-x64-64 (0x22)");
    const auto fanout = node.fanout.value_or(0);
    if (!std::has_single_bit(fanout) || fanout < min_fanout || fanout > max_shard_fanout)
        return fail(ErrorCode::corrupt_data,
                    "its fanout is {}: a power of two from {} to {} is allowed", fanout, min_fanout,
                    max_shard_fanout);
    return ShardShape{fanout};
}

// The slots that a bitfield, a big-endian number, says are taken.
Result<std::vector<std::uint64_t>> taken_slots(BytesView bitfield, const ShardShape& shape) {
    if (bitfield.size() > shape.fanout / 8)
        return fail(ErrorCode::corrupt_data, "its bitfield has {} bytes for a fanout of {}",
                    bitfield.size(), shape.fanout);
    std::vector<std::uint64_t> slots;
    for (std::uint64_t slot = 0; slot < bitfield.size() * 8; ++slot)
        if ((bitfield[bitfield.size() - 1 - slot / 8] >> slot % 8 & 1) != 0) slots.push_back(slot);
    return slots;
}

Result<Shard> decode_shard(const NodeView& node) {
    if (node.unixfs.type != UnixFsType::sharded_directory)
        return fail(ErrorCode::corrupt_data, "it is part of a sharded directory but not a shard");
    Shard shard {
        TRY(shape_of(node.unixfs))
        , {}
    };
    const auto taken = TRY(taken_slots(node.unixfs.data, shard.shape));
    if (taken.size() != node.links.size())
        return fail(ErrorCode::corrupt_data, "its bitfield names {} links, and it has {}",
                    taken.size(), node.links.size());
    for (std::size_t i = 0; i < taken.size(); ++i) {
        auto link = node.links[i];
        const auto prefix = shard.shape.prefix(taken[i]);
        if (!link.name.starts_with(prefix))
            return fail(ErrorCode::corrupt_data, "link {} doesn't start with its slot '{}'", i,
                        prefix);
        link.name.erase(0, prefix.size());
        shard.slots.push_back({taken[i], std::move(link)});
    }
    return shard;
}

Result<Shard> checked_shard(const Cid& cid, const NodeView& node) {
    return with_context(decode_shard(node), fmt::format("shard {}", cid.to_string()));
}

// A shard below another. Empty ones are refused: a tree of them could be endless work.
Result<Shard> load_shard(const BlockSource& blocks, const Cid& cid, const ShardShape& shape,
                         unsigned level) {
    if (level >= shape.max_levels())
        return fail(ErrorCode::corrupt_data, "shard {} lies deeper than {} levels", cid.to_string(),
                    shape.max_levels());
    const auto node = TRY(blocks.get_node(cid));
    auto shard = TRY(checked_shard(cid, *node));
    if (shard.shape.fanout != shape.fanout || shard.slots.empty())
        return fail(ErrorCode::corrupt_data,
                    "shard {} is empty, or of another fanout than its parent", cid.to_string());
    return shard;
}

class ShardLister {
public:
    explicit ShardLister(const BlockSource& blocks) : blocks_(blocks) {}

    // `path` holds the slots that led here. Recurses as deep as the hash has bits.
    Result<void> list(const Cid& cid, Shard shard, std::vector<std::uint64_t>& path) {
        for (auto& [number, link] : shard.slots) {
            path.push_back(number);
            if (link.name.empty()) {
                auto below = TRY(
                    load_shard(blocks_, link.cid, shard.shape, static_cast<unsigned>(path.size())));
                TRY(list(link.cid, std::move(below), path));
            } else {
                TRY(add(cid, std::move(link), shard.shape, path));
            }
            path.pop_back();
        }
        return {};
    }

    std::vector<PbLink> take() { return std::move(entries_); }

private:
    Result<void> add(const Cid& shard, PbLink link, const ShardShape& shape,
                     const std::vector<std::uint64_t>& path) {
        const auto hash = name_hash(link.name);
        for (unsigned level = 0; level < path.size(); ++level)
            if (shape.slot(hash, level) != path[level])
                return fail(ErrorCode::corrupt_data,
                            "shard {} has an entry that its name's hash puts elsewhere",
                            shard.to_string());
        if (entries_.size() == max_directory_entries)
            return fail(ErrorCode::corrupt_data, "the sharded directory has more than {} entries",
                        max_directory_entries);
        entries_.push_back(std::move(link));
        return {};
    }

    const BlockSource& blocks_;
    std::vector<PbLink> entries_;
};

}  // namespace

Result<std::optional<Cid>> find_in_shards(const BlockSource& blocks, const Cid& directory,
                                          const NodeView& root, const std::string& name) {
    if (name.empty()) return std::nullopt;  // what leads to a shard below has no name
    const auto hash = name_hash(name);
    auto shard = TRY(checked_shard(directory, root));
    for (unsigned level = 0;; ++level) {
        const auto slot = shard.shape.slot(hash, level);
        const auto found = std::ranges::lower_bound(shard.slots, slot, {}, &Slot::number);
        if (found == shard.slots.end() || found->number != slot) return std::nullopt;
        const auto& link = found->link;
        if (link.name == name) return link.cid;
        if (!link.name.empty()) return std::nullopt;
        shard = TRY(load_shard(blocks, link.cid, shard.shape, level + 1));
    }
}

Result<std::vector<PbLink>> list_shards(const BlockSource& blocks, const Cid& directory,
                                        const NodeView& root) {
    auto shard = TRY(checked_shard(directory, root));
    ShardLister lister(blocks);
    std::vector<std::uint64_t> path;
    TRY(lister.list(directory, std::move(shard), path));
    return lister.take();
}

}  // namespace carrot::ipfs
