#include "stellar/strkey.hpp"

#include <gmock/gmock.h>

#include "stellar/address.hpp"
#include "stellar/golden.hpp"

namespace carrot::tests {

using namespace stellar;

namespace {

struct Named {
    StrkeyKind kind;
    std::string text;
};

/// Valid examples of SEP-23, and the JavaScript SDK's.
std::vector<Named> valid_strkeys() {
    using enum StrkeyKind;
    return {
        {account, "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"},
        {secret_seed, "SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHOKR"},
        {muxed_account, "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ"},
        {muxed_account, "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK"},
        {signed_payload,
         "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAQACAQDAQCQMBYIBEFAWDANBYHRAEISC"
         "MKBKFQXDAMRUGY4DUPB6IBZGM"},
        {signed_payload,
         "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEISC"
         "MKBKFQXDAMRUGY4DUAAAAFGBU"},
        {contract, golden("strkey.contract")},
        {muxed_account, golden("strkey.muxed")},
        {pre_auth_tx, golden("strkey.pre_auth_tx")},
        {hash_x, golden("strkey.hash_x")},
        {signed_payload, golden("strkey.signed_payload")},
        {claimable_balance, golden("strkey.claimable_balance")},
        {liquidity_pool, golden("strkey.liquidity_pool")},
    };
}

}  // namespace

TEST(Strkey, ReadsAndWritesEveryKind) {
    for (const auto& [kind, text] : valid_strkeys()) {
        const auto strkey = decode_strkey(text);
        ASSERT_TRUE(strkey) << text << ": " << strkey.error().message;
        EXPECT_EQ(strkey->kind, kind);
        EXPECT_EQ(encode_strkey(kind, strkey->payload), text);
    }
}

TEST(Strkey, RefusesTheInvalidExamplesOfSep23) {
    for (const std::string text : {
             "GAAAAAAAACGC6",                                               // 5 bytes
             "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZA",   // 1 mod 8 characters
             "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUACUSI",  // 36 bytes
             "G47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVP2I",    // algorithm 7
             "G=3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQHES5",    // padding inside
             "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUR",   // stray bit
             "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLKA",  // 6 mod 8
             "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAAV75I",  // 44 bytes
             "M47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ",  // algorithm
             "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUK===",  // padding
             "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUO",  // checksum
             "", "G",
             "ga7qynf7sowq3glr2bgmzehxavirza4kvwltjjfc7mgxua74p7ujvsgz",  // small letters
         }) {
        EXPECT_FALSE(decode_strkey(text)) << text;
    }
}

TEST(Strkey, RefusesASignedPayloadWithAWrongLengthOrPadding) {
    Bytes payload(32 + 4 + 8);
    payload[35] = 9;  // says 9 bytes, has 8
    EXPECT_FALSE(decode_strkey(encode_strkey(StrkeyKind::signed_payload, payload)));
    payload[35] = 5;
    EXPECT_TRUE(decode_strkey(encode_strkey(StrkeyKind::signed_payload, payload)));
    payload.back() = 1;
    EXPECT_FALSE(decode_strkey(encode_strkey(StrkeyKind::signed_payload, payload)));
}

TEST(Strkey, RefusesEveryChangedCharacter) {
    for (const auto& [kind, text] : valid_strkeys()) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            std::string changed = text;
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            EXPECT_FALSE(decode_strkey(changed)) << changed;
        }
    }
}

TEST(Address, IsAnAccountOrAContract) {
    const auto account = Address::parse(golden("alice.account"));
    ASSERT_TRUE(account);
    EXPECT_EQ(*account->account(), alice().account());
    const auto contract = Address::parse(golden("strkey.contract"));
    ASSERT_TRUE(contract);
    EXPECT_EQ(contract->account(), nullptr);
    EXPECT_EQ(fmt::format("{}", *contract), golden("strkey.contract"));
    EXPECT_FALSE(Address::parse(golden("alice.secret")));
    EXPECT_FALSE(Address::parse(golden("strkey.muxed")));
}

TEST(Address, GoesThroughXdrUnchanged) {
    for (const std::string name : {"alice.account", "strkey.contract"}) {
        const auto address = Address::parse(golden(name)).value();
        EXPECT_EQ(Address::from_xdr(address.to_xdr()).value(), address);
    }
    EXPECT_FALSE(Address::from_xdr(xdr::ScAddress::liquidity_pool_id({})));
}

}  // namespace carrot::tests
