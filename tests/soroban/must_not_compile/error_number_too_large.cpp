// EXPECT: cannot be narrowed to type 'unsigned char'
#include "soroban/native/spec.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_ERRORS(Error) { lost = 1, stolen = 5000 };
    SOROBAN_FUNCTION(void, count, ());
};

int main() {
    const soroban::native::DocComments docs("");
    soroban::native::Spec<Contract> spec(docs);
}
