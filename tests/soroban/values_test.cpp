// Every type across a contract's border, on the real host: what goes in comes out, at the edges
// too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "soroban_test/wasm.hpp"
#include "stellar/hash.hpp"
#include "stellar/key_pair.hpp"
#include "stellar/strkey.hpp"
#include "testkit/testkit.hpp"
#include "values/values.hpp"

namespace soroban::test {
namespace {

using carrot::testkit::Chain;
using carrot::testkit::ChainTransport;
using testing::ElementsAre;

constexpr i128 i128_max = static_cast<i128>(~u128{0} >> 1);
constexpr i128 i128_min = -i128_max - 1;
constexpr u64 u64_max = ~u64{0};
constexpr i64 i64_min = static_cast<i64>(u64{1} << 63);
// The first numbers that a Val does not hold itself.
constexpr u64 u64_object = u64{1} << 56;
constexpr i64 i64_object = i64{1} << 55;

class ValuesOnTheHost : public testing::Test {
protected:
    ValuesOnTheHost() { chain.deploy(values_wasm(), 1, {}); }

    /// Whether the call ended in the contract's own trap, not by an error of the host's objects.
    template <class T>
    static bool traps(const carrot::testkit::Outcome<T>& outcome) {
        return outcome.call().error &&
               outcome.call().error->type() == carrot::xdr::ScErrorType::SCE_WASM_VM;
    }

    Chain chain;
    Client<Values, ChainTransport> values{ChainTransport{chain, chain.contract_address(1)}};
    Address someone{carrot::stellar::AccountId{.ed25519 = {7}}.to_string()};
};

TEST_F(ValuesOnTheHost, KeepsPlainNumbers) {
    EXPECT_TRUE(values.a_bool(true).value());
    EXPECT_FALSE(values.a_bool(false).value());
    for (const u32 number : {0u, 1u, ~0u})
        EXPECT_EQ(values.a_u32(number).value(), number);
    for (const i32 number : {0, -1, static_cast<i32>(u32{1} << 31)})
        EXPECT_EQ(values.an_i32(number).value(), number);
    for (const u64 number : {u64{0}, u64_object - 1, u64_object, u64_max})
        EXPECT_EQ(values.a_u64(number).value(), number);
    for (const i64 number :
         {i64{0}, i64{-1}, i64_object - 1, i64_object, -i64_object, -i64_object - 1, i64_min}) {
        EXPECT_EQ(values.an_i64(number).value(), number);
    }
}

TEST_F(ValuesOnTheHost, KeepsWideNumbers) {
    for (const i128 number : {i128{0}, i128{-1}, i128{i64_object}, -i128{i64_object} - 1,
                              i128{u64_max}, i128_max, i128_min}) {
        EXPECT_TRUE(values.an_i128(number).value() == number);
    }
    for (const u128 number : {u128{0}, u128{u64_object}, ~u128{0}})
        EXPECT_TRUE(values.a_u128(number).value() == number);
    for (const U256& number : {U256{{0, 0, 0, 5}}, U256{{1, 2, 3, 4}}, U256{{u64_max, 0, 0, 0}}})
        EXPECT_EQ(values.a_u256(number).value(), number);
    for (const I256& number : {I256{{0, 0, 0, 5}}, I256{{u64_max, u64_max, u64_max, u64_max}}})
        EXPECT_EQ(values.an_i256(number).value(), number);
    EXPECT_EQ(values.a_timepoint(Timepoint{u64_max}).value(), Timepoint{u64_max});
    EXPECT_EQ(values.a_duration(Duration{3600}).value(), Duration{3600});
}

TEST_F(ValuesOnTheHost, KeepsBytesAndTexts) {
    EXPECT_EQ(values.some_bytes(Bytes{{}}).value(), Bytes{{}});
    EXPECT_EQ(values.some_bytes(Bytes{{0, 255}}).value(), (Bytes{{0, 255}}));
    BytesN<32> hash;
    hash.data.fill(9);
    EXPECT_EQ(values.a_hash(hash).value(), hash);
    EXPECT_EQ(values.a_string("Grüße").value(), "Grüße");
    for (const char* name : {"", "nine_char", "ten_chars_", "abcdefghijABCDEFGHIJ0123456789_z"})
        EXPECT_EQ(values.a_symbol(Symbol{name}).value(), Symbol{name});
}

TEST_F(ValuesOnTheHost, KeepsAddresses) {
    const Address contract{chain.contract_address(9).to_string()};
    for (const Address& address : {someone, contract})
        EXPECT_EQ(values.an_address(address).value(), address);
    EXPECT_EQ(values.a_muxed_address(MuxedAddress{someone.strkey}).value().strkey, someone.strkey);
    carrot::Bytes key_and_id(40);
    key_and_id[0] = 7;
    key_and_id[39] = 200;
    const MuxedAddress muxed{
        carrot::stellar::encode_strkey(carrot::stellar::StrkeyKind::muxed_account, key_and_id)};
    EXPECT_EQ(values.a_muxed_address(muxed).value(), muxed);
}

TEST_F(ValuesOnTheHost, KeepsContainers) {
    EXPECT_THAT(values.a_vec({1, u64_max}).value(), ElementsAre(1, u64_max));
    EXPECT_TRUE(values.a_vec({}).value().empty());
    const Map<Symbol, i128> amounts{{Symbol{"a"}, 1}, {Symbol{"a_name_of_twenty_chars"}, i128_min}};
    EXPECT_TRUE(values.a_map(amounts).value() == amounts);
    const auto [number, address] = values.a_tuple({{{5}, {someone}}}).value();
    EXPECT_EQ(number, 5u);
    EXPECT_EQ(address, someone);
    EXPECT_EQ(values.an_option(std::nullopt).value(), std::nullopt);
    EXPECT_EQ(values.an_option(i64_min).value(), i64_min);
}

TEST_F(ValuesOnTheHost, KeepsDeclaredTypes) {
    EXPECT_EQ(values.an_enum(Suit::hearts).value(), Suit::hearts);
    const Card card{Suit::clubs, 12, "queen"};
    EXPECT_EQ(values.a_struct(card).value().nickname, "queen");
    const auto played = values.a_union(Move::of<"Play">(card, u32{3})).value();
    ASSERT_TRUE(played.is<"Play">());
    EXPECT_EQ(get<0>(played.get<"Play">()).rank, 12u);
    EXPECT_TRUE(values.a_union(Move::of<"Pass">()).value().is<"Pass">());
    EXPECT_EQ(values.points(Move::of<"Play">(card, u32{3})).value(), 36u);
    EXPECT_EQ(values.points(Move::of<"a_name_of_twenty_chars">(u64{8})).value(), 8u);
    values.nothing().value();
}

TEST_F(ValuesOnTheHost, EndsTheCallForANumberWithoutAName) {
    EXPECT_TRUE(traps(values.an_enum(static_cast<Suit>(1))));
}

TEST_F(ValuesOnTheHost, ComputesWithoutWrapping) {
    EXPECT_TRUE(values.add(i128_max, -1).value() == i128_max - 1);
    EXPECT_TRUE(traps(values.add(i128_max, 1)));
    EXPECT_TRUE(traps(values.subtract(i128_min, 1)));
    EXPECT_TRUE(traps(values.subtract_unsigned(0, 1)));
    EXPECT_TRUE(values.multiply(-(i128{1} << 63), i128{1} << 64).value() == i128_min);
    EXPECT_TRUE(traps(values.multiply(i128{1} << 63, i128{1} << 64)));
    EXPECT_TRUE(values.multiply_unsigned(~u128{0} / 5, 5).value() == ~u128{0});
    EXPECT_TRUE(traps(values.multiply_unsigned(u128{1} << 64, u128{1} << 64)));
    EXPECT_TRUE(values.divide(-7, 2).value() == -3);
    EXPECT_TRUE(values.remainder(-7, 2).value() == -1);
    EXPECT_TRUE(values.divide(i128_min, i128_max).value() == -1);
    EXPECT_TRUE(values.remainder(i128_min, i128_max).value() == -1);
    EXPECT_TRUE(traps(values.divide(1, 0)));
    EXPECT_TRUE(traps(values.divide(i128_min, -1)));
}

TEST_F(ValuesOnTheHost, MakesMoneyOfPlainNumbersWithoutWrapping) {
    for (const u64 number : {u64{0}, u64_object, u64_max})
        EXPECT_TRUE(values.widened(number).value() == i128{number});
    EXPECT_TRUE(values.without_sign(i64_object).value() == u128{u64{i64_object}});
    EXPECT_TRUE(traps(values.without_sign(-1)));
    EXPECT_TRUE(traps(values.without_sign(i64_min)));
}

TEST_F(ValuesOnTheHost, ComputesIn256Bits) {
    EXPECT_EQ(values.cube(U256{{0, 0, 1, 0}}).value(), (U256{{1, 0, 0, 0}}));
    EXPECT_FALSE(values.cube(U256{{0, 1, 0, 0}}).succeeded());
    const I256 minus_one{{u64_max, u64_max, u64_max, u64_max}};
    EXPECT_TRUE(values.is_less(minus_one, I256{{0, 0, 0, 1}}).value());
    EXPECT_TRUE(values.is_less(I256{{1ull << 63, 0, 0, 0}}, minus_one).value());
}

TEST_F(ValuesOnTheHost, GoesThroughContainers) {
    EXPECT_EQ(values.sum({1, 2, u64_object}).value(), u64_object + 3);
    EXPECT_THAT(values.rotate({1, 2, 3}, 4).value(), ElementsAre(2, 3, 4));
    const auto doubled =
        values.doubled({{Symbol{"a"}, 2}, {Symbol{"gone"}, 0}, {Symbol{"z"}, -1}}).value();
    EXPECT_TRUE(doubled == (Map<Symbol, i128>{{Symbol{"a"}, 4}, {Symbol{"z"}, -2}}));
    EXPECT_EQ(values.spliced(Bytes{{1, 2, 3, 4}}, 1).value(), (Bytes{{2, 3, 4, 1}}));
    EXPECT_TRUE(values.is_named_hearts(Symbol{"hearts"}, "hearts").value());
    EXPECT_FALSE(values.is_named_hearts(Symbol{"hearts_of_stone"}, "hearts").value());
}

TEST_F(ValuesOnTheHost, HashesAndChecksSignatures) {
    const auto key = carrot::stellar::KeyPair::generate();
    const carrot::Bytes message{1, 2, 3};
    const auto signature = key.sign(message);
    BytesN<64> signed_bytes;
    std::ranges::copy(signature, signed_bytes.data.begin());
    const BytesN<32> public_key{key.account().ed25519};
    EXPECT_TRUE(values.check_signature(public_key, Bytes{message}, signed_bytes).succeeded());
    signed_bytes.data[0] ^= 1;
    EXPECT_FALSE(values.check_signature(public_key, Bytes{message}, signed_bytes).succeeded());
    const auto digest = carrot::stellar::sha256(message);
    EXPECT_THAT(values.digest(Bytes{message}).value().data, testing::ElementsAreArray(digest));
}

TEST_F(ValuesOnTheHost, ThrowsFairDice) {
    std::set<u64> seen;
    for (int i = 0; i < 60; ++i)
        seen.insert(values.dice(6).value());
    EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5, 6));
}

}  // namespace
}  // namespace soroban::test
