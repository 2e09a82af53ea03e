// EXPECT: redefinition of 'soroban_rename_one_of_two_functions_count'
#include "soroban/interface.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(void, count, ());
    SOROBAN_FUNCTION(void, count, (soroban::u32 step));
};

int main() {}
