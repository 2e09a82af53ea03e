// EXPECT: an error's number is 1 to 255
#include "soroban/native/spec.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_ERRORS(Error) { lost = 0 };
    SOROBAN_FUNCTION(void, count, ());
};

int main() {
    const soroban::native::DocComments docs("");
    soroban::native::Spec<Contract> spec(docs);
}
