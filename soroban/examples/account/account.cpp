#include "account/account.hpp"

#include "soroban/contract.hpp"

namespace account {

using Error = Account::Error;

constexpr InstanceItem<"key", BytesN<32>> key;
constexpr InstanceItem<"token", Address> token;
constexpr InstanceItem<"limit", i128> limit;

void Account::__constructor(BytesN<32> public_key, Address spent_token, i128 most_a_call) {
    key.set(public_key);
    token.set(spent_token);
    limit.set(most_a_call);
}

void Account::__check_auth(BytesN<32> payload, BytesN<64> signature, Vec<AuthContext> contexts) {
    verify_ed25519(key.get(), payload.bytes(), signature);
    for (const auto& context : contexts) {
        require(context.is<"Contract">(), Error::not_allowed);
        const auto& [call] = context.get<"Contract">();
        if (!(call.contract == token.get())) continue;
        require(call.fn_name == symbol<"transfer">(), Error::not_allowed);
        require(decode<i128>(call.args[2]) <= limit.get(), Error::over_limit);
    }
}

}  // namespace account
