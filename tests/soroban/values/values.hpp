// A contract that gives back what it is given, in every type, and computes with the wide ones.
#pragma once

#include "soroban/interface.hpp"

namespace soroban::test {

enum class Suit : u32 { clubs = 0, hearts = 2 };

struct Card {
    Suit suit;
    u32 rank;
    Option<String> nickname;
};

/// What to do with a card.
struct Move
    : Union<Move, Case<"Play", Card, u32>, Case<"Pass">, Case<"a_name_of_twenty_chars", u64>> {};

struct Values {
    SOROBAN_CONTRACT(Values);

    SOROBAN_FUNCTION(bool, a_bool, (bool value));
    SOROBAN_FUNCTION(u32, a_u32, (u32 value));
    SOROBAN_FUNCTION(i32, an_i32, (i32 value));
    SOROBAN_FUNCTION(u64, a_u64, (u64 value));
    SOROBAN_FUNCTION(i64, an_i64, (i64 value));
    SOROBAN_FUNCTION(u128, a_u128, (u128 value));
    SOROBAN_FUNCTION(i128, an_i128, (i128 value));
    SOROBAN_FUNCTION(U256, a_u256, (U256 value));
    SOROBAN_FUNCTION(I256, an_i256, (I256 value));
    SOROBAN_FUNCTION(Timepoint, a_timepoint, (Timepoint value));
    SOROBAN_FUNCTION(Duration, a_duration, (Duration value));
    SOROBAN_FUNCTION(Bytes, some_bytes, (Bytes value));
    SOROBAN_FUNCTION(BytesN<32>, a_hash, (BytesN<32> value));
    SOROBAN_FUNCTION(String, a_string, (String value));
    SOROBAN_FUNCTION(Symbol, a_symbol, (Symbol value));
    SOROBAN_FUNCTION(Address, an_address, (Address value));
    SOROBAN_FUNCTION(MuxedAddress, a_muxed_address, (MuxedAddress value));
    SOROBAN_FUNCTION(Vec<u64>, a_vec, (Vec<u64> value));
    using Amounts = Map<Symbol, i128>;
    SOROBAN_FUNCTION(Amounts, a_map, (Map<Symbol, i128> value));
    using Pair = Tuple<u32, Address>;
    SOROBAN_FUNCTION(Pair, a_tuple, (Tuple<u32, Address> value));
    SOROBAN_FUNCTION(Option<i64>, an_option, (Option<i64> value));
    SOROBAN_FUNCTION(Suit, an_enum, (Suit value));
    SOROBAN_FUNCTION(Card, a_struct, (Card value));
    SOROBAN_FUNCTION(Move, a_union, (Move value));
    SOROBAN_FUNCTION(Val, anything, (Val value));
    SOROBAN_FUNCTION(void, nothing, ());

    SOROBAN_FUNCTION(i128, add, (i128 a, i128 b));
    SOROBAN_FUNCTION(i128, subtract, (i128 a, i128 b));
    SOROBAN_FUNCTION(i128, multiply, (i128 a, i128 b));
    SOROBAN_FUNCTION(i128, divide, (i128 a, i128 b));
    SOROBAN_FUNCTION(i128, remainder, (i128 a, i128 b));
    SOROBAN_FUNCTION(u128, multiply_unsigned, (u128 a, u128 b));
    SOROBAN_FUNCTION(u128, subtract_unsigned, (u128 a, u128 b));
    SOROBAN_FUNCTION(i128, widened, (u64 number));
    SOROBAN_FUNCTION(u128, without_sign, (i64 number));
    SOROBAN_FUNCTION(U256, cube, (U256 number));
    SOROBAN_FUNCTION(bool, is_less, (I256 a, I256 b));

    /// The values' sum, item by item.
    SOROBAN_FUNCTION(u64, sum, (Vec<u64> values));
    /// The list without its first item, with one more at the end.
    SOROBAN_FUNCTION(Vec<u64>, rotate, (Vec<u64> values, u64 last));
    /// The amounts doubled, key by key, without the empty ones.
    SOROBAN_FUNCTION(Amounts, doubled, (Map<Symbol, i128> amounts));
    SOROBAN_FUNCTION(u32, points, (Move move));
    SOROBAN_FUNCTION(BytesN<32>, digest, (Bytes message));
    SOROBAN_FUNCTION(void, check_signature, (BytesN<32> key, Bytes message, BytesN<64> signature));
    SOROBAN_FUNCTION(u64, dice, (u64 sides));
    SOROBAN_FUNCTION(Bytes, spliced, (Bytes bytes, u32 at));
    SOROBAN_FUNCTION(bool, is_named_hearts, (Symbol name, String text));
};

}  // namespace soroban::test
