// How a network's queue of transactions can want more than was offered (unreliable_node.hpp).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "faults/unreliable_node.hpp"

namespace carrot::tests {

/// What inclusion cost, at most, in everything that was sent: whole transactions, in stroops.
using HighestOffer = std::shared_ptr<std::atomic<std::int64_t>>;

/// sendTransaction refuses with txINSUFFICIENT_FEE what offers less than this for an operation, and
/// tells the whole fee that would do.
Misbehaviour expensive(std::int64_t stroops, HighestOffer seen = {});

/// What is sent first stays PENDING and comes into no ledger. As the network's queue does, only a
/// fee bump that offers ten times as much takes its place; less is refused as expensive() does.
Misbehaviour passing_over();

/// TRY_AGAIN_LATER for all but fee bumps, as for a transaction that the queue has dropped.
Misbehaviour banning();

}  // namespace carrot::tests
