#include "http/headers.hpp"

#include <gtest/gtest.h>

namespace carrot::http {
namespace {

TEST(Headers, CompareNamesWithoutRegardToCase) {
    const Headers headers{{"Content-Type", "text/plain"}};
    EXPECT_EQ(headers.find("content-type"), "text/plain");
    EXPECT_FALSE(headers.contains("content"));
}

TEST(Headers, KeepSeveralFieldsOfANameInOrder) {
    Headers headers;
    headers.add("Accept", "a");
    headers.add("accept", "b");
    EXPECT_EQ(headers.size(), 2u);
    EXPECT_EQ(headers.find("ACCEPT"), "a");
}

TEST(Headers, SetReplacesAllFieldsOfTheName) {
    Headers headers{{"X", "1"}, {"Y", "2"}, {"x", "3"}};
    headers.set("x", "4");
    EXPECT_EQ(headers.size(), 2u);
    EXPECT_EQ(headers.find("X"), "4");
}

TEST(Headers, FindTokensInCommaSeparatedLists) {
    const Headers headers{{"Connection", "keep-alive, Upgrade"}, {"Connection", " close "}};
    EXPECT_TRUE(headers.contains_token("connection", "upgrade"));
    EXPECT_TRUE(headers.contains_token("connection", "close"));
    EXPECT_FALSE(headers.contains_token("connection", "up"));
}

}  // namespace
}  // namespace carrot::http
