#include "stellar/authorization.hpp"

#include <gmock/gmock.h>

#include "stellar/golden.hpp"

namespace carrot::tests {

using namespace stellar;

namespace {

xdr::SorobanAuthorizationEntry entry(const std::string& name) {
    return xdr::decode_base64<xdr::SorobanAuthorizationEntry>(golden("authorization." + name))
        .value();
}

}  // namespace

TEST(Authorization, IsSignedAsTheSdkSignsIt) {
    for (const std::string version : {"v1", "v2"}) {
        auto signed_entry = entry(version + ".unsigned");
        const auto done = sign_authorization(signed_entry, bob(), 777, standalone().id());
        ASSERT_TRUE(done) << done.error().message;
        EXPECT_EQ(signed_entry, entry(version + ".signed")) << version;
    }
}

TEST(Authorization, NamesItsSigner) {
    EXPECT_EQ(signer_of(entry("v2.unsigned"), alice().account()).value(), Address(bob().account()));
    EXPECT_EQ(signer_of({}, alice().account()).value(), Address(alice().account()));
}

TEST(Authorization, IsNotSignedWithAnotherAccountsKey) {
    auto unsigned_entry = entry("v1.unsigned");
    const auto done = sign_authorization(unsigned_entry, alice(), 777, standalone().id());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::permission_denied);
    EXPECT_EQ(unsigned_entry, entry("v1.unsigned"));
}

TEST(Authorization, OfTheSourceAccountNeedsNoSignature) {
    xdr::SorobanAuthorizationEntry of_source;
    EXPECT_EQ(sign_authorization(of_source, alice(), 777, standalone().id()).error().code,
              ErrorCode::invalid_argument);
}

}  // namespace carrot::tests
