#include "xdr/codec.hpp"

#include <gmock/gmock.h>

#include "base/encoding.hpp"
#include "xdr/contract.hpp"
#include "xdr/contract_spec.hpp"
#include "xdr/ledger.hpp"
#include "xdr/transaction.hpp"

namespace carrot::tests {

using namespace xdr;
using testing::HasSubstr;

namespace {

template <class T>
std::string refusal(std::string_view hex) {
    const auto value = decode<T>(from_hex(hex).value());
    return value ? "accepted" : value.error().message;
}

ScVal nested(int depth) {
    ScVal value = ScVal::u32(1);
    for (int i = 0; i < depth; ++i)
        value = ScVal::vec(ScVec{std::move(value)});
    return value;
}

}  // namespace

TEST(XdrCodec, WritesBigEndianWordsWithPaddedStrings) {
    EXPECT_EQ(to_hex(encode(ScVal::u64(0x0102030405060708)).value()), "000000050102030405060708");
    EXPECT_EQ(to_hex(encode(ScVal::sym("abcde")).value()), "0000000f000000056162636465000000");
}

TEST(XdrCodec, RefusesPaddingThatIsNotZero) {
    EXPECT_EQ(refusal<ScVal>("0000000f000000056162636465000001"),
              "could not decode ScVal at byte 8: the padding is not zero");
}

TEST(XdrCodec, RefusesABoolOtherThanZeroAndOne) {
    EXPECT_EQ(refusal<ScVal>("0000000000000002"),
              "could not decode ScVal at byte 8: unknown bool 2");
}

TEST(XdrCodec, RefusesAnUnknownEnumerator) {
    EXPECT_EQ(refusal<ScVal>("00000063"), "could not decode ScVal at byte 4: unknown ScValType 99");
}

TEST(XdrCodec, RefusesAUnionCaseThatTheUnionDoesNotHave) {
    // ENVELOPE_TYPE_SCP is an EnvelopeType, but no transaction.
    EXPECT_THAT(refusal<TransactionEnvelope>("00000001"),
                HasSubstr("unknown case of TransactionEnvelope: 1"));
    EXPECT_THAT(refusal<TransactionMeta>("00000009"), HasSubstr("unknown case"));
}

TEST(XdrCodec, RefusesBytesLeftOver) {
    EXPECT_EQ(refusal<ScVal>("000000030000000500"),
              "could not decode ScVal: 1 bytes are left over");
}

TEST(XdrCodec, RefusesALengthAboveTheDefinitionsMaximum) {
    const std::string symbol_of_33 = "0000000f00000021" + std::string(72, '6');
    EXPECT_THAT(refusal<ScVal>(symbol_of_33), HasSubstr("length 33 is above the maximum 32"));
    const auto encoded = encode(ScVal::sym(std::string(33, 'a')));
    ASSERT_FALSE(encoded);
    EXPECT_EQ(encoded.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(encoded.error().message, "could not encode ScVal: length 33 is above the maximum 32");
}

TEST(XdrCodec, RefusesACountBeyondTheBytesAtHand) {
    EXPECT_THAT(refusal<ScVal>("0000001000000001ffffffff"),
                HasSubstr("length 4294967295 with 0 bytes left"));
}

TEST(XdrCodec, RefusesToWriteANumberThatIsNoEnumerator) {
    const LedgerKey key =
        LedgerKey::contract_data({.durability = static_cast<ContractDataDurability>(7)});  // NOLINT
    EXPECT_THAT(encode(key).error().message, HasSubstr("unknown ContractDataDurability 7"));
}

TEST(XdrCodec, ReadsAndWritesDeepValuesUpToTheLimit) {
    const ScVal deepest = nested(max_nesting - 1);
    const auto bytes = encode(deepest);
    ASSERT_TRUE(bytes) << bytes.error().message;
    EXPECT_EQ(decode<ScVal>(*bytes), deepest);
    EXPECT_THAT(encode(nested(max_nesting)).error().message, HasSubstr("nested deeper than 500"));
}

TEST(XdrCodec, RefusesToReadDeeperValuesWithoutExhaustingTheStack) {
    std::string hex;
    for (int i = 0; i < 100'000; ++i)
        hex += "000000100000000100000001";
    EXPECT_THAT(refusal<ScVal>(hex), HasSubstr("nested deeper than 500"));
}

TEST(XdrCodec, RefusesInputAboveTheSizeLimit) {
    const auto value = decode<ScVal>(Bytes(max_decoded_bytes + 1));
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().code, ErrorCode::resource_exhausted);
}

TEST(XdrCodec, ReadsValuesThatFollowEachOther) {
    const auto spec = decode_sequence<ScVal>(from_hex("000000030000000500000001").value());
    ASSERT_TRUE(spec);
    EXPECT_EQ(*spec, (std::vector{ScVal::u32(5), ScVal::void_()}));
    EXPECT_FALSE(decode_sequence<ScVal>(from_hex("0000000300000005000000").value()));
}

TEST(XdrCodec, CarriesValuesAsBase64) {
    EXPECT_EQ(encode_base64(ScVal::u32(5)).value(), "AAAAAwAAAAU=");
    EXPECT_EQ(decode_base64<ScVal>("AAAAAwAAAAU="), ScVal::u32(5));
    EXPECT_THAT(decode_base64<ScVal>("AAAA*").error().message, HasSubstr("could not decode ScVal"));
}

TEST(XdrCodec, CarriesListsOfTheirOwn) {
    const ScMap map{{.key = ScVal::sym("a"), .val = ScVal::u32(1)}};
    EXPECT_EQ(decode<ScMap>(encode(map).value()), map);
    EXPECT_EQ(decode<LedgerEntryChanges>(Bytes(4)), LedgerEntryChanges{});
}

}  // namespace carrot::tests
