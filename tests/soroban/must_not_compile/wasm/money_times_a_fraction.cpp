// EXPECT: money is whole units: instead of a fraction write amount \* 95 / 100
#include "soroban/contract.hpp"

soroban::i128 without_the_fee(soroban::i128 amount) { return amount * 0.95; }
