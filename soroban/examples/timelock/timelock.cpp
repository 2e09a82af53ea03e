#include "timelock/timelock.hpp"

#include "soroban/contract.hpp"
#include "soroban/token.hpp"

namespace timelock {

using Error = Timelock::Error;

constexpr InstanceItem<"next", u32> next_number;
constexpr PersistentMap<u32, Deposit> deposits;

static Deposit load(u32 number) {
    require(deposits[number].exists(), Error::no_deposit);
    return deposits[number].get();
}

static void pay(const Deposit& deposit, Address to) {
    Client<Token, CrossContract>(deposit.token).transfer(current_contract(), to, deposit.amount);
}

u32 Timelock::lock(Address from, Address to, Address token, i128 amount, Timestamp opens_at) {
    from.require_auth();
    require(amount > 0, Error::invalid_amount);
    const u32 number = next_number.get_or(0);
    next_number.set(number + 1);
    deposits[number].set({from, to, token, amount, opens_at});
    Client<Token, CrossContract>(token).transfer(from, current_contract(), amount);
    return number;
}

void Timelock::claim(u32 number) {
    const auto deposit = load(number);
    deposit.to.require_auth();
    require(ledger_time() >= deposit.opens_at, Error::too_early);
    deposits[number].remove();
    pay(deposit, deposit.to);
}

void Timelock::take_back(u32 number) {
    const auto deposit = load(number);
    deposit.from.require_auth();
    require(ledger_time() < deposit.opens_at, Error::too_late);
    deposits[number].remove();
    pay(deposit, deposit.from);
}

Option<Deposit> Timelock::get(u32 number) {
    if (!deposits[number].exists()) return {};
    return deposits[number].get();
}

}  // namespace timelock
