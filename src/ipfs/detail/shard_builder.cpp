#include "ipfs/detail/shard_builder.hpp"

#include <algorithm>
#include <span>

#include "ipfs/detail/shard_position.hpp"
#include "ipfs/detail/unixfs_node.hpp"

namespace carrot::ipfs {
namespace {

struct HashedEntry {
    std::uint64_t hash = 0;
    PbLink link;
};

// Which slots are taken, as a big-endian number without leading zeros.
class Bitfield {
public:
    explicit Bitfield(std::uint64_t fanout) : bytes_(fanout / 8) {}

    void set(std::uint64_t slot) {
        bytes_[bytes_.size() - 1 - slot / 8] |= static_cast<std::uint8_t>(1U << slot % 8);
    }

    BytesView trimmed() const {
        const auto first = std::ranges::find_if(bytes_, [](auto byte) { return byte != 0; });
        return BytesView(bytes_).subspan(static_cast<std::size_t>(first - bytes_.begin()));
    }

private:
    Bytes bytes_;
};

class ShardBuilder {
public:
    ShardBuilder(BlockSink& blocks, const UnixFsProfile& profile)
        : blocks_(blocks), profile_(profile) {}

    // The entries are sorted by hash, so those of a slot stand together. Recurses `max_levels` deep
    // at most.
    Result<Subtree> build(std::span<HashedEntry> entries, unsigned level) {
        if (level == shape_.max_levels())
            return fail(ErrorCode::invalid_argument,
                        "the names '{}' and '{}' have the same hash: rename one",
                        entries[0].link.name, entries[1].link.name);
        std::vector<PbLink> links;
        Bitfield taken(shape_.fanout);
        while (!entries.empty()) {
            const auto slot = shape_.slot(entries.front().hash, level);
            const auto same = [&](const HashedEntry& entry) {
                return shape_.slot(entry.hash, level) == slot;
            };
            const auto end = std::ranges::find_if_not(entries, same);
            const auto count = static_cast<std::size_t>(end - entries.begin());
            links.push_back(TRY(link_to(entries.first(count), slot, level)));
            taken.set(slot);
            entries = entries.subspan(count);
        }
        return store(links, taken);
    }

private:
    Result<PbLink> link_to(std::span<HashedEntry> entries, std::uint64_t slot, unsigned level) {
        if (entries.size() == 1) {
            auto link = std::move(entries.front().link);
            link.name.insert(0, shape_.prefix(slot));
            return link;
        }
        auto shard = TRY(build(entries, level + 1));
        return PbLink{std::move(shard.cid), shape_.prefix(slot), shard.dag_bytes};
    }

    Result<Subtree> store(const std::vector<PbLink>& links, const Bitfield& taken) {
        const auto block =
            encode_pb_node(links, encode_unixfs({.type = UnixFsType::sharded_directory,
                                                 .data = taken.trimmed(),
                                                 .hash_function = murmur3_code,
                                                 .fanout = shape_.fanout}));
        auto dag_bytes = static_cast<std::uint64_t>(block.size());
        for (const auto& link : links)
            dag_bytes += link.dag_size_bytes;
        auto cid = TRY(blocks_.put(Codec::dag_pb, block, profile_.cid_version));
        return Subtree{std::move(cid), 0, dag_bytes};
    }

    BlockSink& blocks_;
    const UnixFsProfile& profile_;
    const ShardShape shape_{};
};

}  // namespace

Result<Subtree> build_shards(BlockSink& blocks, const UnixFsProfile& profile,
                             std::vector<PbLink> entries) {
    std::vector<HashedEntry> hashed;
    hashed.reserve(entries.size());
    for (auto& entry : entries)
        hashed.push_back({name_hash(entry.name), std::move(entry)});
    std::ranges::sort(hashed, {}, &HashedEntry::hash);
    return ShardBuilder(blocks, profile).build(hashed, 0);
}

}  // namespace carrot::ipfs
