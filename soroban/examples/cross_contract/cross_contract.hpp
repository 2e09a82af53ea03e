// A contract that asks another one, by its declaration, and survives its refusal.
#pragma once

#include "counter/counter.hpp"
#include "errors/errors.hpp"

namespace cross_contract {

using namespace soroban;

struct Visitor {
    SOROBAN_CONTRACT(Visitor);

    /// Has the counter count this contract, and returns the count.
    SOROBAN_FUNCTION(u32, visit, (Address counter));
    /// Tries the word on a door; says whether it opened.
    SOROBAN_FUNCTION(bool, try_word, (Address door, Symbol word));
};

}  // namespace cross_contract
