// What rows of the database hold, as values: hashes, and TOIDs, the 64 bit order of things in
// history as Horizon and Stellar RPC count it.
#pragma once

#include <algorithm>
#include <cstdint>

#include "ledger/snapshot.hpp"

namespace carrot::ledger {

inline Hash hash_of(BytesView bytes) {
    Hash hash{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

inline std::int64_t toid_of(const EventPosition& position) {
    return static_cast<std::int64_t>(std::uint64_t{position.ledger} << 32 |
                                     std::uint64_t{position.transaction} << 12 |
                                     position.operation);
}

inline EventPosition position_of(std::int64_t toid, std::uint32_t event) {
    const auto bits = static_cast<std::uint64_t>(toid);
    return {
        .ledger = static_cast<std::uint32_t>(bits >> 32),
        .transaction = static_cast<std::uint32_t>(bits >> 12 & 0xfffff),
        .operation = static_cast<std::uint32_t>(bits & 0xfff),
        .event = event,
    };
}

}  // namespace carrot::ledger
