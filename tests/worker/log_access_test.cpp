#include "worker/log_access.hpp"

#include <gtest/gtest.h>

namespace carrot::worker {
namespace {

TEST(LogAccess, SignsJobMarketplaceAndExpiry) {
    EXPECT_EQ(log_access_message("CABC", 17, 1785000000),
              "carrot job logs 17 until 1785000000\nmarketplace CABC");
}

TEST(LogAccess, IsReadAsItIsWritten) {
    const auto access = parse_log_access(format_log_access({"GABC", 1785000000, "a+/b=="}));
    ASSERT_TRUE(access);
    EXPECT_EQ(access->address, "GABC");
    EXPECT_EQ(access->expires, 1785000000u);
    EXPECT_EQ(access->signature, "a+/b==");
}

TEST(LogAccess, MayBeQuotedAndInAnyOrder) {
    const auto access = parse_log_access(R"(SEP53 signature="YQ==",expires=5 ,  address="GABC")");
    ASSERT_TRUE(access);
    EXPECT_EQ(access->address, "GABC");
    EXPECT_EQ(access->expires, 5u);
    EXPECT_EQ(access->signature, "YQ==");
}

TEST(LogAccess, RefusesWhatIsIncompleteOrAmbiguous) {
    for (const auto* text :
         {"", "SEP53", "SEP53 ", "SEP53 ,,,", "SEP53 =", "Bearer x", "SEP53 address=G, expires=5",
          "SEP53 address=G, expires=-5, signature=a", "SEP53 address=G, expires=5x, signature=a",
          "SEP53 address=G, expires=99999999999999999999, signature=a",
          "SEP53 address=G, address=H, expires=5, signature=a",
          "SEP53 address=, expires=5, signature=a", "SEP53 address=G, expires=5, signature=a, b=c"})
        EXPECT_FALSE(parse_log_access(text)) << text;
}

}  // namespace
}  // namespace carrot::worker
