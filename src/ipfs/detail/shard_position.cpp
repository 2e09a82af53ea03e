#include "ipfs/detail/shard_position.hpp"

#include <fmt/format.h>

namespace carrot::ipfs {

std::string ShardShape::prefix(std::uint64_t slot) const {
    return fmt::format("{:0{}X}", slot, prefix_size());
}

}  // namespace carrot::ipfs
