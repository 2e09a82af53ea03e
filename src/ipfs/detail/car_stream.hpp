// The CAR that a trustless gateway answers with (specs.ipfs.tech/http-gateways/trustless-gateway):
// the blocks on the path, then what was asked for at its end, depth first.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {

enum class DagScope {
    block,   ///< the last block of the path alone
    entity,  ///< what it takes to read that file or list that directory; else as block
    all,     ///< all below it
};

enum class Duplicates { no, yes };

/// Both ends belong to it; negative ones count from the file's end. Nothing: the end.
struct EntityBytes {
    std::int64_t from = 0;
    std::optional<std::int64_t> to;

    /// Of a file of so many bytes; empty when nothing of it is inside.
    ByteRange in(std::uint64_t size_bytes) const;
};

struct CarSelection {
    DagScope scope = DagScope::all;
    std::optional<EntityBytes> bytes;  ///< of a file, with DagScope::entity; else ignored
    Duplicates duplicates = Duplicates::no;
};

class CarStream {
public:
    /// `path`: the blocks that lead to `end`, in order. The CAR's root is `end`.
    CarStream(const BlockSource& blocks, std::vector<Cid> path, Cid end, CarSelection selection);

    /// Fills the front of `out`, which is not empty, and says how much; 0 at the end. Fails at a
    /// block that is missing or damaged. Identity blocks are not written.
    Result<std::size_t> read(std::span<std::uint8_t> out);

private:
    enum class Part : std::uint8_t { path, below };
    /// A block to come, and where it begins in the file that it is part of.
    struct Ahead {
        Cid cid;
        std::uint64_t offset = 0;
        Part part = Part::below;
        bool whole = true;  // no part of it lies outside the wanted bytes
    };

    Result<void> write_next();
    Result<void> add_links(const Ahead& at, const Bytes& block);
    Result<void> add_entity(const Ahead& at, Bytes block);
    Result<void> push(std::vector<Ahead> children);
    bool is_done(const Ahead& at) const;

    const BlockSource& blocks_;
    const CarSelection selection_;
    const Cid end_;
    std::optional<ByteRange> range_;  // known when the file's root has been read
    std::vector<Ahead> ahead_;        // the next one last
    std::set<Cid> written_;
    std::set<Cid> done_;  // with all that is wanted below them
    Bytes section_;
    std::size_t taken_ = 0;
};

}  // namespace carrot::ipfs
