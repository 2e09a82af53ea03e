// EXPECT: two cases of the union have this name
#include "soroban/interface.hpp"

struct Move : soroban::Union<Move, soroban::Case<"Pay", soroban::u32>, soroban::Case<"Pay">> {};

int main() { return Move::of<"Pay">(1u).is<"Pay">() ? 0 : 1; }
