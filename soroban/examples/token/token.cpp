#include "token/holdings.hpp"

namespace token {

constexpr InstanceItem<"admin", Address> admin;
constexpr InstanceItem<"about", Tuple<u32, String, String>> about;

void MyToken::__constructor(Address owner, u32 decimals, String name, String symbol) {
    admin.set(owner);
    about.set({{{decimals}, {name}, {symbol}}});
}

void MyToken::mint(Address to, i128 amount) {
    admin.get().require_auth();
    give(to, amount);
    emit(Mint{to, amount});
}

i128 MyToken::allowance(Address from, Address spender) { return allowed(from, spender).amount; }

void MyToken::approve(Address from, Address spender, i128 amount, u32 live_until_ledger) {
    from.require_auth();
    require(amount >= 0, Error::negative_amount);
    require(amount == 0 || live_until_ledger >= ledger_sequence(), Error::expired);
    allowances[from, spender].update({amount, live_until_ledger});
    if (amount > 0) allowances[from, spender].extend_to(live_until_ledger - ledger_sequence());
    emit(Approve{from, spender, Grant{{{amount}, {live_until_ledger}}}});
}

i128 MyToken::balance(Address id) { return balances[id].get_or(0); }

void MyToken::transfer(Address from, MuxedAddress to, i128 amount) {
    from.require_auth();
    move(from, to.address(), amount);
}

void MyToken::transfer_from(Address spender, Address from, Address to, i128 amount) {
    spend(spender, from, amount);
    move(from, to, amount);
}

void MyToken::burn(Address from, i128 amount) {
    from.require_auth();
    take(from, amount);
    emit(Burn{from, amount});
}

void MyToken::burn_from(Address spender, Address from, i128 amount) {
    spend(spender, from, amount);
    take(from, amount);
    emit(Burn{from, amount});
}

u32 MyToken::decimals() { return get<0>(about.get()); }
String MyToken::name() { return get<1>(about.get()); }
String MyToken::symbol() { return get<2>(about.get()); }

}  // namespace token
