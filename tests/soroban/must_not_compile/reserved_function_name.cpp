// EXPECT: names that start with __ are the host's own, and cannot be called: choose another
#include "soroban/interface.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(void, __upgrade, ());
};

int main() {
    soroban::for_each_function<Contract>([]<class Function>() {});
}
