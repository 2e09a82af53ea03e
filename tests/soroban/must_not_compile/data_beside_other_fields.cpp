// EXPECT: an event's Data is its only field besides topics
#include "soroban/native/spec.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_EVENT(Moved) {
        soroban::Data<soroban::i128> amount;
        soroban::u32 count;
    };
};

int main() {
    const soroban::native::DocComments docs("");
    soroban::native::Spec<Contract> spec(docs);
}
