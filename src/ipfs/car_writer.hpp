// CAR version 1 (ipld.io/specs/transport/car/carv1): a whole DAG as one file, which any IPFS
// program imports to the same CIDs.
#pragma once

#include <span>

#include "base/result.hpp"
#include "ipfs/dag_walk.hpp"

namespace carrot::ipfs {

/// Writes a DAG as a CAR with one root, piece by piece.
class CarWriter {
public:
    CarWriter(const BlockSource& blocks, const Cid& root);

    /// Fills the front of `out`, which is not empty, and says how much; 0 at the end.
    Result<std::size_t> read(std::span<std::uint8_t> out);

private:
    DagWalk walk_;
    Bytes section_;
    std::size_t taken_ = 0;
};

/// The header of a CAR with one root, and the section of one block, for whoever chooses the blocks.
Bytes car_header(const Cid& root);
Bytes car_section(const Block& block);

/// How long the CAR will be. Reads the whole DAG, so a block that is missing or damaged shows here.
Result<std::uint64_t> car_size_bytes(const BlockSource& blocks, const Cid& root);

}  // namespace carrot::ipfs
