// A custom account (CAP-46-11): whoever holds one key, but never more than a limit of one token a
// call.
#pragma once

#include "soroban/auth.hpp"

namespace account {

using namespace soroban;

struct Account {
    SOROBAN_CONTRACT(Account);

    SOROBAN_ERRORS(Error) { over_limit = 1, not_allowed = 2 };

    SOROBAN_FUNCTION(void, __constructor, (BytesN<32> public_key, Address token, i128 limit));
    /// Asked by the host when this account has to authorize something.
    SOROBAN_FUNCTION(void, __check_auth,
                     (BytesN<32> payload, BytesN<64> signature, Vec<AuthContext> contexts));
};

}  // namespace account
