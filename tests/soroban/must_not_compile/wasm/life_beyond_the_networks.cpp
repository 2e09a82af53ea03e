// EXPECT: the network extends by at most 3,110,399 ledgers: shorten the Ttl
#include "soroban/contract.hpp"

constexpr soroban::PersistentMap<soroban::u32, soroban::u32, soroban::Ttl{1, 4'000'000}> kept;

soroban::u32 read() { return kept[1u].get(); }
