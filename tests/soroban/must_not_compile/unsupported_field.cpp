// EXPECT: this type can't cross a contract's border
#include "soroban/native/spec.hpp"

struct Purse {
    soroban::Address owner;
    const char* label;
};

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(Purse, open, ());
};

int main() {
    const soroban::native::DocComments docs("");
    soroban::native::Spec<Contract> spec(docs);
}
