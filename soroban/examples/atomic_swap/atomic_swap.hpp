// Two people exchange tokens in one step: both agree, each to their own side, or nothing happens.
#pragma once

#include "soroban/interface.hpp"

namespace atomic_swap {

using namespace soroban;

struct AtomicSwap {
    SOROBAN_CONTRACT(AtomicSwap);

    SOROBAN_ERRORS(Error) { a_offers_too_little = 1, b_offers_too_little = 2 };

    /// `a` gives all of `amount_a`, `b` all of `amount_b`, if each gets at least what they ask for.
    SOROBAN_FUNCTION(void, swap,
                     (Address a, Address b, Address token_a, Address token_b, i128 amount_a,
                      i128 min_b_for_a, i128 amount_b, i128 min_a_for_b));
};

}  // namespace atomic_swap
