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

TEST(ImageReference, RefusesWhatHostileConsumersTry) {
    const auto hex = std::string(64, 'a');
    for (const std::string& text : std::vector<std::string>{"../etc/passwd",
                                                            "a/../../b",
                                                            "./a",
                                                            "a/./b",
                                                            "http://evil.example/a",
                                                            "file:///etc",
                                                            "a?tag=b",
                                                            "a#b",
                                                            "a%2f..%2fb",
                                                            "a&fromSrc=-",
                                                            "$(id)",
                                                            "`id`",
                                                            "a|b",
                                                            "a b:c",
                                                            std::string("a\0b", 3),
                                                            "a\r\nX-Evil: 1",
                                                            "bücher",
                                                            "a\u202eb",
                                                            "@sha256:" + hex,
                                                            "a@sha256:" + hex + "@sha256:" + hex,
                                                            "a@sha256:" + std::string(64, 'A'),
                                                            "a@sha256:" + std::string(65, 'a'),
                                                            "[::1]:5000/a",
                                                            "user:pw@host.example/a",
                                                            "host.example:/a",
                                                            "host.example:99999999/a",
                                                            hex,
                                                            "sha256:" + hex + ":x",
                                                            "a:-rm",
                                                            "a:" + std::string(100'000, 'a')})
        EXPECT_FALSE(parse_image_reference(text)) << text.substr(0, 100);
}

TEST(ImageReference, IsCompletedAsDockerDoes) {
    const auto whole = [](std::string_view text) {
        return parse_image_reference(text)->normalized().text();
    };
    const auto digest = "sha256:" + std::string(64, 'a');
    EXPECT_EQ(whole("alpine"), "docker.io/library/alpine:latest");
    EXPECT_EQ(whole("docker.io/alpine:3"), "docker.io/library/alpine:3");
    EXPECT_EQ(whole("index.docker.io/me/tool"), "docker.io/me/tool:latest");
    EXPECT_EQ(whole("me/tool:1@" + digest), "docker.io/me/tool@" + digest);
    EXPECT_EQ(whole("GHCR.io/me/tool"), "ghcr.io/me/tool:latest");
    EXPECT_EQ(whole("localhost:5000/a"), "localhost:5000/a:latest");
    // A name that could be the beginning of an image's id is a name.
    EXPECT_EQ(whole("abcdef012345"), "docker.io/library/abcdef012345:latest");
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
