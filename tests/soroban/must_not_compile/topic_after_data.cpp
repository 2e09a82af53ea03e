// EXPECT: an event's topics come before its other fields
#include "soroban/interface.hpp"

struct Contract {
    SOROBAN_CONTRACT(Contract);
    SOROBAN_EVENT(Counted) {
        soroban::u32 total;
        soroban::Topic<soroban::u32> step;
    };
};

int main() {
    soroban::for_each_event<Contract>([]<class Event>() {});
}
