// CAR version 1 (ipld.io/specs/transport/car/carv1), and the one inside a CAR version 2 (…/carv2),
// read from anybody: piece by piece, every block checked against its CID.
//
//   auto car = TRY(CarReader::open(bytes));
//   while (auto block = TRY(car.next())) …
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/byte_source.hpp"
#include "ipfs/dag_walk.hpp"

namespace carrot::ipfs {

class CarReader {
public:
    /// Reads the header, at most `max_car_header_bytes` with 1 … `max_car_roots` roots.
    /// Of version 2 its index is passed over. corrupt_data when it is no CAR; the source's own
    /// errors.
    static Result<CarReader> open(ByteSource source);

    const std::vector<Cid>& roots() const { return roots_; }

    /// The next block; nothing at the end. corrupt_data when the CAR is cut off, a block doesn't
    /// match its CID or is larger than `max_block_bytes`; the message says at which byte.
    Result<std::optional<Block>> next();

private:
    explicit CarReader(ByteSource source) : source_(std::move(source)) {}

    Result<void> read_header();
    Result<BytesView> take_header();
    Result<void> enter_payload();
    Result<void> leave_payload();
    BytesView ahead() const;
    Result<bool> fill(std::size_t wanted);
    Result<std::optional<std::uint64_t>> take_size(std::uint64_t limit_bytes);
    Result<BytesView> take(std::size_t count);
    Result<std::optional<Block>> read_section();

    ByteSource source_;
    std::vector<Cid> roots_;
    Bytes buffer_;
    std::size_t taken_ = 0;                     // of the buffer
    std::uint64_t offset_ = 0;                  // in the CAR, of what is taken next
    std::optional<std::uint64_t> payload_end_;  // of version 2
};

enum class Completeness {
    required,  ///< every block below the roots is in the store afterwards
    partial,   ///< a part of a DAG will do
};

/// What was imported. `blocks` and `bytes` count what the CAR held, also what was there already.
struct ImportedCar {
    std::vector<Cid> roots;
    std::uint64_t blocks = 0;
    std::uint64_t bytes = 0;
    BlockHold hold{};  ///< keeps the blocks, and those that the DAGs had here already, until they
                       ///< are pinned
};

/// Stores the blocks of a CAR, durable on return, in the memory of a few blocks and some 300 bytes
/// for each. Nothing is pinned. not_found names a block that is missing below a root; the others
/// stay until the next collection.
Result<ImportedCar> import_car(BlockStore& store, ByteSource source,
                               Completeness completeness = Completeness::required,
                               std::stop_token stop = {});

}  // namespace carrot::ipfs
