// EXPECT: the host takes no result of __constructor and __check_auth: make it void
#include "soroban/interface.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(soroban::u32, __constructor, ());
};

int main() {
    soroban::for_each_function<Contract>([]<class Function>() {});
}
