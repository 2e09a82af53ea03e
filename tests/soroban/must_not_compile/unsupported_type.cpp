// EXPECT: this type can't cross a contract's border
#include "soroban/native/spec.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(void, count, (double step));
};

int main() {
    const soroban::native::DocComments docs("");
    soroban::native::Spec<Contract> spec(docs);
}
