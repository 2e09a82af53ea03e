// EXPECT: an entry is extended beyond its threshold: swap Ttl's two numbers
#include "soroban/contract.hpp"

constexpr soroban::TemporaryMap<soroban::u32, soroban::u32, soroban::Ttl{720, 0}> seen;

soroban::u32 read() { return seen[1u].get(); }
