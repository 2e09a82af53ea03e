#include "age/keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carrot::age {
namespace {

using testing::HasSubstr;

// As age-keygen wrote them.
constexpr auto identity_text =
    "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";
constexpr auto recipient_text = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

std::string refusal_of(std::string_view text) {
    const auto recipient = Recipient::parse(text);
    return recipient ? "accepted" : recipient.error().message;
}

TEST(AgeRecipient, IsWrittenAsItWasRead) {
    const auto recipient = Recipient::parse(recipient_text);
    ASSERT_TRUE(recipient) << recipient.error().message;
    EXPECT_EQ(recipient->to_string(), recipient_text);
}

TEST(AgeRecipient, IsRefusedWithAnotherCharacter) {
    std::string text = recipient_text;
    text[20] = text[20] == 'q' ? 'p' : 'q';
    EXPECT_THAT(refusal_of(text), HasSubstr("its checksum is wrong"));
}

TEST(AgeRecipient, IsNothingElse) {
    EXPECT_THAT(refusal_of(""), HasSubstr("too short"));
    EXPECT_THAT(refusal_of("age1"), HasSubstr("too short"));
    EXPECT_THAT(refusal_of(std::string(5000, 'a')), HasSubstr("too long"));
    EXPECT_THAT(refusal_of("age1\xc3\xa4qqqqqq"), HasSubstr("a character that can't be there"));
    EXPECT_THAT(refusal_of("AGE1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KG5SFN9AQMCAC8P"),
                HasSubstr("a character that can't be there"));
    EXPECT_THAT(refusal_of("ssh-ed25519 AAAA"), HasSubstr("not an X25519 recipient"));
    // BIP 173's own example of another kind.
    EXPECT_THAT(refusal_of("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"),
                HasSubstr("it begins otherwise"));
}

// To them everybody's shared secret would be zero.
TEST(AgeRecipient, OfLowOrderIsRefused) {
    EXPECT_THAT(refusal_of(Recipient({}).to_string()), HasSubstr("low order"));
    EXPECT_THAT(refusal_of(Recipient({1}).to_string()), HasSubstr("low order"));
}

TEST(AgeIdentity, IsWrittenAsItWasRead) {
    const auto identity = Identity::parse(identity_text);
    ASSERT_TRUE(identity) << identity.error().message;
    EXPECT_EQ(identity->reveal(), identity_text);
}

TEST(AgeIdentity, ThatIsNoneIsNotQuoted) {
    std::string text = identity_text;
    text.back() = 'Q';
    for (const auto& wrong : {text, std::string(recipient_text), std::string("age-secret-key-1")}) {
        const auto identity = Identity::parse(wrong);
        ASSERT_FALSE(identity);
        EXPECT_THAT(identity.error().message, Not(HasSubstr(wrong)));
    }
}

}  // namespace
}  // namespace carrot::age
