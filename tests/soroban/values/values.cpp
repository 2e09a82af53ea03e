#include "values/values.hpp"

#include "soroban/contract.hpp"

namespace soroban::test {

bool Values::a_bool(bool value) { return value; }
u32 Values::a_u32(u32 value) { return value; }
i32 Values::an_i32(i32 value) { return value; }
u64 Values::a_u64(u64 value) { return value; }
i64 Values::an_i64(i64 value) { return value; }
u128 Values::a_u128(u128 value) { return u128::of(value.wide()); }
i128 Values::an_i128(i128 value) { return i128::of(value.wide()); }
U256 Values::a_u256(U256 value) { return value; }
I256 Values::an_i256(I256 value) { return value; }
Timepoint Values::a_timepoint(Timepoint value) { return value; }
Duration Values::a_duration(Duration value) { return value; }
Bytes Values::some_bytes(Bytes value) { return value; }
BytesN<32> Values::a_hash(BytesN<32> value) {
    u8 bytes[32];
    value.copy_to(bytes);
    return BytesN<32>::copy_of(bytes);
}
String Values::a_string(String value) { return value; }
Symbol Values::a_symbol(Symbol value) { return value; }
Address Values::an_address(Address value) { return Address::parse(value.strkey()); }
MuxedAddress Values::a_muxed_address(MuxedAddress value) { return value; }
Vec<u64> Values::a_vec(Vec<u64> value) { return value; }
Values::Amounts Values::a_map(Map<Symbol, i128> value) { return value; }
Values::Pair Values::a_tuple(Tuple<u32, Address> value) { return value; }
Option<i64> Values::an_option(Option<i64> value) { return value; }
Suit Values::an_enum(Suit value) { return value; }
Card Values::a_struct(Card value) { return value; }
Move Values::a_union(Move value) { return value; }
Val Values::anything(Val value) { return value; }
void Values::nothing() {}

i128 Values::add(i128 a, i128 b) { return a + b; }
i128 Values::subtract(i128 a, i128 b) { return a - b; }
i128 Values::multiply(i128 a, i128 b) { return a * b; }
i128 Values::divide(i128 a, i128 b) { return a / b; }
i128 Values::remainder(i128 a, i128 b) { return a % b; }
u128 Values::multiply_unsigned(u128 a, u128 b) { return a * b; }
u128 Values::subtract_unsigned(u128 a, u128 b) { return a - b; }
i128 Values::widened(u64 number) { return number; }
u128 Values::without_sign(i64 number) { return number; }
U256 Values::cube(U256 number) { return number.pow(2) * number; }
bool Values::is_less(I256 a, I256 b) { return a < b; }

u64 Values::sum(Vec<u64> values) {
    u64 total = 0;
    for (const u64 value : values)
        total += value;
    return total;
}

Vec<u64> Values::rotate(Vec<u64> values, u64 last) {
    values.erase(0);
    values.push_back(last);
    return values;
}

Values::Amounts Values::doubled(Map<Symbol, i128> amounts) {
    const auto given = amounts;
    for (const auto& [name, amount] : given) {
        if (amount == 0) {
            amounts.erase(name);
        } else {
            amounts.set(name, amount + amount);
        }
    }
    return amounts;
}

u32 Values::points(Move move) {
    if (move.is<"Pass">()) return 0;
    if (move.is<"Play">()) {
        const auto& [card, factor] = move.get<"Play">();
        return card.rank * factor;
    }
    return static_cast<u32>(get<0>(move.get<"a_name_of_twenty_chars">()));
}

BytesN<32> Values::digest(Bytes message) { return sha256(message); }

void Values::check_signature(BytesN<32> key, Bytes message, BytesN<64> signature) {
    verify_ed25519(key, message, signature);
}

u64 Values::dice(u64 sides) { return random_between(1, sides); }

Bytes Values::spliced(Bytes bytes, u32 at) {
    return bytes.slice(at, bytes.size()).appended(bytes.slice(0, at));
}

bool Values::is_named_hearts(Symbol name, String text) {
    return name == symbol<"hearts">() && text == String::copy_of("hearts");
}

}  // namespace soroban::test
