#include "http/url.hpp"

#include <gtest/gtest.h>

namespace carrot::http {
namespace {

std::string error_of(std::string_view text) {
    const auto url = Url::parse(text);
    return url ? "parsed as " + url->to_string() : url.error().message;
}

TEST(Url, TakesHostPortAndTargetApart) {
    const auto url = Url::parse("http://Example.org:8000/a/b?c=d#e").value();
    EXPECT_EQ(url.host, "example.org");
    EXPECT_EQ(url.port, 8000);
    EXPECT_EQ(url.target, "/a/b?c=d");
    EXPECT_EQ(url.authority(), "example.org:8000");
    EXPECT_EQ(url.to_string(), "http://example.org:8000/a/b?c=d");
}

TEST(Url, KnowsTheDefaultPorts) {
    EXPECT_EQ(Url::parse("http://h")->port, 80);
    EXPECT_EQ(Url::parse("https://h")->port, 443);
    EXPECT_EQ(Url::parse("https://h:443")->authority(), "h");
    EXPECT_EQ(Url::parse("http://h?x=1")->target, "/?x=1");
}

TEST(Url, ReadsIpv6Hosts) {
    const auto url = Url::parse("http://[::1]:3001/x").value();
    EXPECT_EQ(url.host, "::1");
    EXPECT_EQ(url.port, 3001);
    EXPECT_EQ(url.authority(), "[::1]:3001");
}

TEST(Url, NamesUnixSockets) {
    const auto url = Url::parse("unix:///run/docker.sock").value();
    EXPECT_EQ(url.socket_path, "/run/docker.sock");
    EXPECT_EQ(url.at("/v1.41/info").target, "/v1.41/info");
    EXPECT_EQ(url.at("/v1.41/info").to_string(), "unix:///run/docker.sock:/v1.41/info");
    EXPECT_EQ(url.authority(), "localhost");
}

TEST(Url, AppendsPathsToABase) {
    EXPECT_EQ(Url::parse("http://h/api/")->at("/x?y").target, "/api/x?y");
    EXPECT_EQ(Url::parse("http://h")->at("/x").to_string(), "http://h/x");
}

TEST(Url, RefusesWhatItCannotUse) {
    for (const auto* text :
         {"", "h/x", "ftp://h", "http://", "http://:80", "http://h:0", "http://h:65536",
          "http://h:8o", "http://u:p@h/", "http://h/a b", "http://h\r\n/", "http://[::1",
          "http://[]", "http://h_%20", "unix://relative.sock", "unix://", "http://[::1]x"})
        EXPECT_EQ(error_of(text).find("parsed"), std::string::npos) << text;
    EXPECT_NE(error_of("http://u:secret@h/").find("user name"), std::string::npos);
    EXPECT_EQ(error_of("http://u:secret@h/").find("secret"), std::string::npos);
    EXPECT_NE(error_of("unix:///" + std::string(107, 'x')).find("107 bytes"), std::string::npos);
    EXPECT_NE(error_of("http://h/" + std::string(9000, 'x')).find("limit"), std::string::npos);
}

TEST(Percent, EncodesAllButUnreservedCharacters) {
    EXPECT_EQ(percent_encode("a-Z_0.~ /?&=%\xc3\xa9"), "a-Z_0.~%20%2F%3F%26%3D%25%C3%A9");
    EXPECT_EQ(percent_decode("%41%2fb").value(), "A/b");
    for (const auto* wrong : {"%", "%4", "%4g", "%%41"})
        EXPECT_FALSE(percent_decode(wrong)) << wrong;
    EXPECT_EQ(format_query({{"a", "1 2"}, {"b&", ""}}), "a=1%202&b%26=");
}

TEST(DecodePath, DecodesSegmentsAndDropsTheQuery) {
    EXPECT_EQ(decode_path("/a%20b/c?x=/..").value(), "/a b/c");
    EXPECT_EQ(decode_path("/").value(), "/");
    EXPECT_EQ(decode_path("/a//b/").value(), "/a//b/");
    EXPECT_EQ(decode_path("http://h:1/a/b").value(), "/a/b");
    EXPECT_EQ(decode_path("http://h").value(), "/");
}

TEST(DecodePath, RefusesWaysOutOfAFolder) {
    for (const auto* target : {"/..", "/a/../b", "/a/%2e%2E/b", "/./a", "/a%2fb", "/a%00b", "a/b",
                               "", "/a%zz", "http://h/.."})
        EXPECT_FALSE(decode_path(target)) << target;
    EXPECT_TRUE(decode_path("/a..b/...").has_value());
}

TEST(ParseForm, DecodesNamesAndValues) {
    const Parameters expected{{"a", "1 2"}, {"b", ""}, {"c", ""}, {"d", "%zz&"}};
    EXPECT_EQ(parse_form("a=1+2&&b=&c&d=%zz%26"), expected);
    EXPECT_TRUE(parse_form("").empty());
}

}  // namespace
}  // namespace carrot::http
