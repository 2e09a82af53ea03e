// EXPECT: the union has no case of this name
#include "soroban/interface.hpp"

struct Move : soroban::Union<Move, soroban::Case<"Pay", soroban::u32>, soroban::Case<"Stop">> {};

int main() { return Move::of<"Stop">().is<"Stpo">() ? 0 : 1; }
