// The small text forms that a job is made of: command lines, image names, result addresses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "market/image_reference.hpp"
#include "market/result_uri.hpp"
#include "market/shell_words.hpp"

namespace carrot::market {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> words(std::string_view line) { return split_shell_words(line).value(); }

TEST(ShellWords, AreSplitAtBlanks) {
    EXPECT_THAT(words("  a  b\tc\n"), ElementsAre("a", "b", "c"));
    EXPECT_THAT(words(""), IsEmpty());
}

TEST(ShellWords, KeepWhatIsQuoted) {
    EXPECT_THAT(words("'a b' \"c d\" e\\ f"), ElementsAre("a b", "c d", "e f"));
    EXPECT_THAT(words("x'y'\"z\""), ElementsAre("xyz"));
    EXPECT_THAT(words("'' \"\""), ElementsAre("", ""));
    EXPECT_THAT(words(R"("a\"b\\c\d" '\n')"), ElementsAre(R"(a"b\c\d)", R"(\n)"));
    EXPECT_THAT(words("a\\\nb"), ElementsAre("ab"));
}

TEST(ShellWords, AreNotInterpreted) {
    EXPECT_THAT(words("$HOME `id` *.py ; rm > x"),
                ElementsAre("$HOME", "`id`", "*.py", ";", "rm", ">", "x"));
}

TEST(ShellWords, RefuseAnOpenQuote) {
    for (auto line : {"'a", "\"a", "a\\", "\"a\\"})
        EXPECT_FALSE(split_shell_words(line)) << line;
}

TEST(ImageReference, IsTakenApart) {
    auto digest = "sha256:" + std::string(64, 'a');
    auto reference = parse_image_reference("registry.example:5000/team/job__x:v1.2@" + digest);
    ASSERT_TRUE(reference);
    EXPECT_EQ(reference->domain, "registry.example:5000");
    EXPECT_EQ(reference->path, "team/job__x");
    EXPECT_EQ(reference->tag, "v1.2");
    EXPECT_EQ(reference->digest, digest);
}

TEST(ImageReference, TakesAFirstWordForARegistryOnlyIfItLooksLikeOne) {
    EXPECT_EQ(parse_image_reference("library/alpine")->domain, "");
    EXPECT_EQ(parse_image_reference("localhost/alpine")->domain, "localhost");
    EXPECT_EQ(parse_image_reference("a.b/alpine:3")->domain, "a.b");
    EXPECT_EQ(parse_image_reference("alpine:3")->tag, "3");
}

TEST(ImageReference, RefusesWhatTheGrammarDoes) {
    for (std::string text :
         {"",     "A",        "a b",        "a/",    "/a",  "a//b",         "a:",
          "a@",   "a@md5:00", "a@sha256:0", "-a",    "a-",  "a..b",         "a___b",
          "a:.x", "a:b:c",    "a.b:x/c",    "-.b/c", "a\n", "--privileged", "a;b"}) {
        EXPECT_FALSE(parse_image_reference(text)) << text;
    }
    EXPECT_FALSE(parse_image_reference(std::string(256, 'a')));
    EXPECT_FALSE(parse_image_reference("a:" + std::string(129, 't')));
}

TEST(ResultHash, IsAnIpfsAddress) {
    EXPECT_EQ(parse_result_hash("ipfs://bafybei"), "bafybei");
    EXPECT_EQ(to_result_hash("bafybei"), "ipfs://bafybei");
    for (auto text :
         {"", "bafybei", "ipfs://", "http://x", "ipfs://a/b", "IPFS://a", "ipfs://a\n"}) {
        EXPECT_FALSE(parse_result_hash(text)) << text;
    }
}

}  // namespace
}  // namespace carrot::market
