// EXPECT: an enumerator's number is 0 to 255: choose a smaller one
#include "soroban/native/spec.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_ERRORS(Error) { lost = 1, stolen = 1000 };
    SOROBAN_FUNCTION(void, count, ());
};

int main() {
    const soroban::native::DocComments docs("");
    soroban::native::Spec<Contract> spec(docs);
}
