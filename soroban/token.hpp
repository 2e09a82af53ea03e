// The part of the standard token interface (SEP-41) that contracts here call. The Stellar asset
// contract implements it.
#pragma once

#include "soroban/interface.hpp"

namespace soroban {

struct Token {
    SOROBAN_CONTRACT(Token);

    /// The units that `id` holds; 0 for a stranger.
    SOROBAN_FUNCTION(i128, balance, (Address id));

    /// Moves `amount` units, with the authorization of `from`. SEP-41 takes a muxed address as
    /// `to`; every address is one.
    SOROBAN_FUNCTION(void, transfer, (Address from, Address to, i128 amount));
};

}  // namespace soroban
