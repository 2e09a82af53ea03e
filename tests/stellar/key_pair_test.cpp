#include "stellar/key_pair.hpp"

#include <gmock/gmock.h>

#include "base/encoding.hpp"
#include "stellar/golden.hpp"

namespace carrot::tests {

using namespace stellar;

TEST(KeyPair, HasTheAccountSecretAndSignatureOfTheJavaScriptSdk) {
    const KeyPair key = alice();
    EXPECT_EQ(key.account().to_string(), golden("alice.account"));
    EXPECT_EQ(key.secret().reveal(), golden("alice.secret"));
    EXPECT_EQ(to_hex(key.sign(as_bytes("hello"))), golden("alice.signature"));
}

TEST(KeyPair, ComesBackFromItsSecret) {
    const auto key = KeyPair::from_secret(golden("alice.secret"));
    ASSERT_TRUE(key) << key.error().message;
    EXPECT_EQ(key->account(), alice().account());
}

TEST(KeyPair, DoesNotQuoteABrokenSecret) {
    std::string secret = golden("alice.secret");
    secret.back() = 'X';
    const auto key = KeyPair::from_secret(secret);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(key.error().message, testing::Not(testing::HasSubstr(secret.substr(1, 8))));
}

TEST(KeyPair, IsNotReadFromAnAccount) {
    EXPECT_EQ(KeyPair::from_secret(golden("alice.account")).error().message,
              "expected the strkey of: secret key (S…); this is one of: account (G…)");
}

TEST(KeyPair, IsNewEveryTime) {
    EXPECT_NE(KeyPair::generate().account(), KeyPair::generate().account());
}

TEST(KeyPair, OfTheNetworkRootFollowsFromThePassphrase) {
    EXPECT_EQ(KeyPair::network_root(standalone().passphrase).account().to_string(),
              golden("root.account"));
}

TEST(Verify, AcceptsOnlyTheSignerTheMessageAndTheWholeSignature) {
    const Signature signature = alice().sign(as_bytes("hello"));
    EXPECT_TRUE(verify(alice().account().ed25519, as_bytes("hello"), signature));
    EXPECT_FALSE(verify(bob().account().ed25519, as_bytes("hello"), signature));
    EXPECT_FALSE(verify(alice().account().ed25519, as_bytes("hallo"), signature));
    EXPECT_FALSE(
        verify(alice().account().ed25519, as_bytes("hello"), BytesView(signature).first(63)));
    EXPECT_FALSE(verify(alice().account().ed25519, as_bytes("hello"), {}));
}

}  // namespace carrot::tests
