#include "atomic_swap/atomic_swap.hpp"

#include "soroban/contract.hpp"
#include "soroban/token.hpp"

namespace atomic_swap {

using Error = AtomicSwap::Error;

void AtomicSwap::swap(Address a, Address b, Address token_a, Address token_b, i128 amount_a,
                      i128 min_b_for_a, i128 amount_b, i128 min_a_for_b) {
    require(amount_a >= min_a_for_b, Error::a_offers_too_little);
    require(amount_b >= min_b_for_a, Error::b_offers_too_little);
    // Each signs their own side only: who the other is does not matter to them.
    a.require_auth_for_args(token_a, token_b, amount_a, min_b_for_a);
    b.require_auth_for_args(token_b, token_a, amount_b, min_a_for_b);

    Client<Token, CrossContract>(token_a).transfer(a, b, amount_a);
    Client<Token, CrossContract>(token_b).transfer(b, a, amount_b);
}

}  // namespace atomic_swap
