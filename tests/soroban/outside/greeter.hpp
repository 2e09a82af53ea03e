#include "soroban/interface.hpp"

struct Greeter {
    SOROBAN_CONTRACT(Greeter);

    /// The greeting for somebody, and how many there were before.
    SOROBAN_FUNCTION(soroban::u32, greet, (soroban::Symbol somebody));
};
