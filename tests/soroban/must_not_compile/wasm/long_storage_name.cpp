// EXPECT: a symbol is at most 32 characters of a-z, A-Z, 0-9 and _
#include "soroban/contract.hpp"

constexpr soroban::InstanceItem<"a_name_that_is_longer_than_32_chars", soroban::u32> total;

soroban::u32 read() { return total.get(); }
