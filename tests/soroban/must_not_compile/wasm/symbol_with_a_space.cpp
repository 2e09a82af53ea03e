// EXPECT: a symbol is at most 32 characters of a-z, A-Z, 0-9 and _
#include "soroban/contract.hpp"

soroban::Symbol greeting() { return soroban::symbol<"good day">(); }
