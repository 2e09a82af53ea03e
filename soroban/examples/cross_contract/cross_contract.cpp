#include "cross_contract/cross_contract.hpp"

#include "soroban/contract.hpp"

namespace cross_contract {

using counter::Counter;
using errors::Door;

u32 Visitor::visit(Address counter) {
    // A direct call needs no signature: the counter sees who calls.
    return Client<Counter, CrossContract>(counter).increment(current_contract());
}

bool Visitor::try_word(Address door, Symbol word) {
    const auto outcome = Client<Door, TryCrossContract>(door).open(word);
    if (outcome.failed_with(Door::Error::already_open)) return true;
    return outcome.succeeded();
}

}  // namespace cross_contract
