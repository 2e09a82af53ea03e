// EXPECT: an event's name is a symbol of at most 32 characters
#include "soroban/interface.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_EVENT(ANameThatIsLongerThanThirtyTwoChars) { soroban::u32 total; };
};

int main() {
    return static_cast<int>(
        soroban::event_name<Contract::ANameThatIsLongerThanThirtyTwoChars>.size);
}
