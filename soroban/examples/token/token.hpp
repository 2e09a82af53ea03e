// A fungible token (SEP-41), with an administrator who mints.
#pragma once

#include "soroban/interface.hpp"

namespace token {

using namespace soroban;

struct MyToken {
    SOROBAN_CONTRACT(MyToken);

    SOROBAN_ERRORS(Error) {
        negative_amount = 1,
        balance_too_low = 2,
        allowance_too_low = 3,
        expired = 4
    };

    SOROBAN_EVENT(Transfer) {
        Topic<Address> from;
        Topic<Address> to;
        Data<i128> amount;
    };
    SOROBAN_EVENT(Mint) {
        Topic<Address> to;
        Data<i128> amount;
    };
    SOROBAN_EVENT(Burn) {
        Topic<Address> from;
        Data<i128> amount;
    };
    using Grant = Tuple<i128, u32>;
    SOROBAN_EVENT(Approve) {
        Topic<Address> from;
        Topic<Address> spender;
        Data<Grant> grant;
    };

    SOROBAN_FUNCTION(void, __constructor,
                     (Address admin, u32 decimals, String name, String symbol));
    SOROBAN_FUNCTION(void, mint, (Address to, i128 amount));

    SOROBAN_FUNCTION(i128, allowance, (Address from, Address spender));
    SOROBAN_FUNCTION(void, approve,
                     (Address from, Address spender, i128 amount, u32 live_until_ledger));
    SOROBAN_FUNCTION(i128, balance, (Address id));
    SOROBAN_FUNCTION(void, transfer, (Address from, MuxedAddress to, i128 amount));
    SOROBAN_FUNCTION(void, transfer_from, (Address spender, Address from, Address to, i128 amount));
    SOROBAN_FUNCTION(void, burn, (Address from, i128 amount));
    SOROBAN_FUNCTION(void, burn_from, (Address spender, Address from, i128 amount));
    SOROBAN_FUNCTION(u32, decimals, ());
    SOROBAN_FUNCTION(String, name, ());
    SOROBAN_FUNCTION(String, symbol, ());
};

}  // namespace token
