// EXPECT: a function has at most 32 arguments: group some in a struct
#include "soroban/interface.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(void, many,
                     (int, int, int, int, int, int, int, int, int, int, int, int, int, int, int,
                      int, int, int, int, int, int, int, int, int, int, int, int, int, int, int,
                      int, int, int));
};

int main() {
    soroban::for_each_function<Contract>([]<class Function>() {});
}
