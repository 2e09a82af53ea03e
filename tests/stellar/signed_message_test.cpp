// The vectors are those of SEP-53, "Test cases".
#include "stellar/signed_message.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/encoding.hpp"

namespace carrot::tests {

using namespace stellar;

namespace {

constexpr auto seed = "SAKICEVQLYWGSOJS4WW7HZJWAHZVEEBS527LHK5V4MLJALYKICQCJXMW";
constexpr auto address = "GBXFXNDLV4LSWA4VB7YIL5GBD7BVNR22SGBTDKMO2SBZZHDXSKZYCP7L";

struct Vector {
    std::string message;
    std::string signature;  ///< base64
};

std::vector<Vector> vectors() {
    const auto binary = from_base64("2zZDP1sa1BVBfLP7TeeMk3sUbaxAkUhBhDiNdrksaFo=").value();
    return {
        {"Hello, World!",
         "fO5dbYhXUhBMhe6kId/cuVq/"
         "AfEnHRHEvsP8vXh03M1uLpi5e46yO2Q8rEBzu3feXQewcQE5GArp88u6ePK6BA=="},
        {"こんにちは、世界！",
         "CDU265Xs8y3OWbB/56H9jPgUss5G9A0qFuTqH2zs2YDgTm+++"
         "dIfmAEceFqB7bhfN3am59lCtDXrCtwH2k1GBA=="},
        {std::string(binary.begin(), binary.end()),
         "VA1+7hefNwv2NKScH6n+Sljj15kLAge+M2wE7fzFOf+L0MMbssA1mwfJZRyyrhBORQRle10X1Dxpx+"
         "UOI4EbDQ=="},
    };
}

TEST(SignedMessage, HasTheSignatureOfTheStandardsVectors) {
    const auto key = KeyPair::from_secret(seed).value();
    EXPECT_EQ(key.account().to_string(), address);
    for (const auto& [message, signature] : vectors()) {
        EXPECT_EQ(to_base64(sign_message(key, message)), signature);
        EXPECT_TRUE(verify_message(key.account(), message, from_base64(signature).value()));
    }
}

TEST(SignedMessage, IsRefusedWithAnotherTextKeyOrSignature) {
    const auto key = KeyPair::generate();
    auto signature = sign_message(key, "open");
    EXPECT_FALSE(verify_message(key.account(), "Open", signature));
    EXPECT_FALSE(verify_message(KeyPair::generate().account(), "open", signature));
    EXPECT_FALSE(verify_message(key.account(), "open", BytesView(signature).first(63)));
    EXPECT_FALSE(verify_message(key.account(), "open", {}));
    signature[10] ^= 1;
    EXPECT_FALSE(verify_message(key.account(), "open", signature));
}

TEST(SignedMessage, IsNoSignatureOfTheBareText) {
    const auto key = KeyPair::generate();
    EXPECT_FALSE(verify(key.account().ed25519, as_bytes("open"), sign_message(key, "open")));
}

}  // namespace
}  // namespace carrot::tests
