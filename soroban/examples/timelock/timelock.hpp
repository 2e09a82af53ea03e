// Money that somebody may take from a moment on, and its owner may take back until then.
#pragma once

#include "soroban/interface.hpp"

namespace timelock {

using namespace soroban;

struct Deposit {
    Address from;
    Address to;
    Address token;
    i128 amount;
    Timestamp opens_at;
};

struct Timelock {
    SOROBAN_CONTRACT(Timelock);

    SOROBAN_ERRORS(Error) { no_deposit = 1, too_early = 2, too_late = 3, invalid_amount = 4 };

    /// Locks an amount until a time (unix seconds) and returns the deposit's number.
    SOROBAN_FUNCTION(u32, lock,
                     (Address from, Address to, Address token, i128 amount, Timestamp opens_at));
    /// Pays the deposit out to its receiver, once it is open.
    SOROBAN_FUNCTION(void, claim, (u32 number));
    /// Pays the deposit back, while it is locked.
    SOROBAN_FUNCTION(void, take_back, (u32 number));
    SOROBAN_FUNCTION(Option<Deposit>, get, (u32 number));
};

}  // namespace timelock
