// Who holds how much, and who may spend it.
#pragma once

#include "soroban/contract.hpp"
#include "token/token.hpp"

namespace token {

using Error = MyToken::Error;

struct Allowance {
    i128 amount;
    u32 live_until_ledger;
};

constexpr PersistentMap<Named<"balance", Address>, i128> balances;
// Each lives as long as its owner said.
constexpr TemporaryMap<Named<"allow", Address, Address>, Allowance, Ttl{0, 0}> allowances;

inline void take(Address from, i128 amount) {
    require(amount >= 0, Error::negative_amount);
    const auto held = balances[from].get_or(0);
    require(held >= amount, Error::balance_too_low);
    balances[from].set(held - amount);
}

inline void give(Address to, i128 amount) {
    require(amount >= 0, Error::negative_amount);
    balances[to].set(balances[to].get_or(0) + amount);
}

/// What is left of an allowance and in force.
inline Allowance allowed(Address from, Address spender) {
    const auto granted = allowances[from, spender];
    if (!granted.exists()) return {0, 0};
    const auto allowance = granted.get();
    return ledger_sequence() > allowance.live_until_ledger ? Allowance{0, 0} : allowance;
}

inline void spend(Address spender, Address from, i128 amount) {
    spender.require_auth();
    require(amount >= 0, Error::negative_amount);
    const auto [left, until] = allowed(from, spender);
    require(left >= amount, Error::allowance_too_low);
    if (amount > 0) allowances[from, spender].update({left - amount, until});
}

inline void move(Address from, Address to, i128 amount) {
    take(from, amount);
    give(to, amount);
    emit(MyToken::Transfer{from, to, amount});
}

}  // namespace token
