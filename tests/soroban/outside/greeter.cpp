#include "greeter.hpp"

#include "soroban/contract.hpp"

using namespace soroban;

constexpr PersistentMap<Symbol, u32> greetings;

u32 Greeter::greet(Symbol somebody) {
    const u32 before = greetings[somebody].get_or(0);
    greetings[somebody].set(before + 1);
    return before;
}
