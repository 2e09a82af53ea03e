#include "market/result_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carrot::market {
namespace {

using testing::HasSubstr;

constexpr auto testnet = "Test SDF Network ; September 2015";

stellar::KeyPair alice() {
    return stellar::KeyPair::from_secret("SAKICEVQLYWGSOJS4WW7HZJWAHZVEEBS527LHK5V4MLJALYKICQCJXMW")
        .value();
}

// The page derives the same, by other libraries: web/src/ipfs/result-key.test.ts.
TEST(ResultKey, FollowsFromTheAccountsKeyAndTheNetwork) {
    EXPECT_EQ(result_key(alice(), testnet).recipient().to_string(),
              "age13cqx3s5rw92gah8hymvpn30cmvc0g2tnrwxw036selryau9v5g8snqauu9");
    EXPECT_NE(result_key(alice(), "another network").recipient(),
              result_key(alice(), testnet).recipient());
}

TEST(ResultKey, ComesFromAMessageThatSaysWhatItIsFor) {
    const auto message = result_key_message(alice().account(), testnet);
    EXPECT_THAT(message, HasSubstr("private results"));
    EXPECT_THAT(message, HasSubstr("moves no money"));
    EXPECT_THAT(message, HasSubstr("at Carrot only"));
    EXPECT_THAT(message, HasSubstr(alice().account().to_string()));
    EXPECT_THAT(message, HasSubstr(testnet));
}

}  // namespace
}  // namespace carrot::market
