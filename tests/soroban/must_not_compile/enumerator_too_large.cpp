// EXPECT: an enumerator's number is 0 to 255: choose a smaller one
#include "soroban/native/spec.hpp"

enum class Colour : soroban::u32 { red = 1, infrared = 1000 };

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_FUNCTION(Colour, paint, ());
};

int main() {
    const soroban::native::DocComments docs("");
    soroban::native::Spec<Contract> spec(docs);
}
