// A number that the contract keeps, for everybody and for each.
#pragma once

#include "soroban/interface.hpp"

namespace counter {

using namespace soroban;

struct Counter {
    SOROBAN_CONTRACT(Counter);

    /// Counts one more, by whoever authorizes it, and returns how many there are.
    SOROBAN_FUNCTION(u32, increment, (Address by));

    SOROBAN_FUNCTION(u32, total, ());
    SOROBAN_FUNCTION(u32, total_by, (Address by));
};

}  // namespace counter
