// EXPECT: a function's name is a symbol of at most 32 characters
#include "soroban/interface.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(void, a_name_that_is_longer_than_32_chars, ());
};

int main() {
    soroban::for_each_function<Contract>([]<class Function>() {});
}
