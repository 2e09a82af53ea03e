#include "stellar/scval.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "stellar/golden.hpp"

namespace carrot::tests {

using namespace stellar;

namespace {

template <class T>
void expect_round_trip(const T& value) {
    const auto back = from_scval<T>(to_scval(value));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, value);
}

constexpr Int128 lowest = static_cast<Int128>(UInt128{1} << 127);

}  // namespace

TEST(ScVal, CarriesCppValuesThereAndBack) {
    expect_round_trip(true);
    expect_round_trip(std::uint32_t{5});
    expect_round_trip(std::int32_t{-5});
    expect_round_trip(std::numeric_limits<std::uint64_t>::max());
    expect_round_trip(std::numeric_limits<std::int64_t>::min());
    expect_round_trip(std::string("text"));
    expect_round_trip(Symbol{"transfer"});
    expect_round_trip(Bytes{1, 2, 3});
    expect_round_trip(Hash{1, 2, 3});
    expect_round_trip(alice().account());
    expect_round_trip(ContractId{{7}});
    expect_round_trip(Address(bob().account()));
    expect_round_trip(std::vector<std::uint32_t>{1, 2, 3});
    expect_round_trip(std::vector<std::vector<std::uint32_t>>{{1}, {}});
}

TEST(ScVal, CarriesEveryInt128) {
    for (const Int128 value :
         {Int128{0}, Int128{-1}, Int128{1} << 64, -(Int128{1} << 64), lowest, -(lowest + 1)}) {
        EXPECT_EQ(from_scval<Int128>(to_scval(value)).value() == value, true);
    }
    EXPECT_EQ(to_string(lowest), "-170141183460469231731687303715884105728");
    EXPECT_EQ(to_string(Int128{0}), "0");
}

TEST(ScVal, DoesNotConvertBetweenTypes) {
    const auto value = from_scval<std::uint64_t>(to_scval(std::uint32_t{5}));
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().code, ErrorCode::corrupt_data);
    EXPECT_EQ(value.error().message, "expected a u64, found SCV_U32");
    EXPECT_FALSE(from_scval<std::string>(to_scval(Symbol{"a"})));
    EXPECT_FALSE(from_scval<ContractId>(to_scval(alice().account())));
}

TEST(ScVal, ReadsVoidAsAnEmptyOptional) {
    EXPECT_EQ(from_scval<std::optional<std::uint32_t>>(xdr::ScVal::void_()).value(), std::nullopt);
    EXPECT_EQ(from_scval<std::optional<std::uint32_t>>(to_scval(std::uint32_t{5})).value(), 5U);
}

TEST(ScVal, ReadsStructFieldsByName) {
    const auto gpu =
        to_struct({{"vram_gb", to_scval(std::uint32_t{24})}, {"model", to_scval("RTX 4090")}});
    EXPECT_EQ(field<std::string>(gpu, "model").value(), "RTX 4090");
    EXPECT_EQ(field<std::uint32_t>(gpu, "vram_gb").value(), 24U);
    EXPECT_EQ(field<bool>(gpu, "model").error().message,
              "model: expected a bool, found SCV_STRING");
    EXPECT_EQ(field<bool>(gpu, "owner").error().message, "the contract value has no field 'owner'");
    EXPECT_FALSE(field<bool>(xdr::ScVal::void_(), "owner"));
}

TEST(ScVal, OfAStructHasItsKeysInOrder) {
    const auto value = to_struct({{"b", xdr::ScVal::void_()}, {"a", xdr::ScVal::void_()}});
    EXPECT_EQ(value.map()->front().key.sym(), "a");
}

TEST(ScVal, ReadsForPeople) {
    const auto value =
        to_struct({{"who", to_scval(alice().account())},
                   {"list", to_scval(std::vector{to_scval(Int128{-7}), to_scval("a\"b\n"),
                                                 to_scval(Symbol{"ok"}), xdr::ScVal::void_()})},
                   {"raw", to_scval(Bytes{0xca, 0xfe})},
                   {"failure", xdr::ScVal::error(xdr::ScError::contract_code(7))}});
    EXPECT_EQ(to_text(value),
              "{failure: Error(Contract, #7), list: [-7, \"a\\\"b\\x0a\", ok, "
              "void], raw: 0xcafe, who: " +
                  golden("alice.account") + "}");
}

}  // namespace carrot::tests
