// EXPECT: a field's name is a symbol of at most 32 characters: shorten it
#include "soroban/native/spec.hpp"

struct Purse {
    soroban::u32 a_name_that_is_longer_than_32_chars;
};

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(Purse, open, ());
};

int main() {
    const soroban::native::DocComments docs("");
    soroban::native::Spec<Contract> spec(docs);
}
