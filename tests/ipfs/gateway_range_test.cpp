#include <gmock/gmock.h>

#include "gateway_fixture.hpp"

namespace carrot::ipfs::tests {
namespace {

using testing::StartsWith;

TEST_F(Gateway, ServesSingleRanges) {
    const auto content = pseudo_random_bytes(3'000'000, 1);
    const auto cid = add(content);
    const auto text = std::string(as_text(content));
    struct Case {
        std::string range, content_range;
        std::size_t offset, length;
    };
    for (const auto& [range, content_range, offset, length] :
         {Case{"bytes=0-0", "bytes 0-0/3000000", 0, 1},
          Case{"bytes=1048570-1048580", "bytes 1048570-1048580/3000000", 1048570, 11},
          Case{"bytes=2999990-", "bytes 2999990-2999999/3000000", 2999990, 10},
          Case{"bytes=-7", "bytes 2999993-2999999/3000000", 2999993, 7},
          Case{"bytes=2999999-9999999999999999999999", "bytes 2999999-2999999/3000000", 2999999,
               1}}) {
        const auto answer = ask("/ipfs/" + cid, {{"Range", range}});
        EXPECT_EQ(answer.status, 206) << range;
        EXPECT_EQ(answer.header("Content-Range"), content_range);
        EXPECT_EQ(answer.body, text.substr(offset, length)) << range;
        EXPECT_EQ(answer.header("ETag"), "\"" + cid + "\"");
    }
}

TEST_F(Gateway, RefusesARangeOutsideTheFile) {
    const auto cid = add(as_bytes("hello"));
    for (const std::string range : {"bytes=5-", "bytes=5-9", "bytes=-0"}) {
        const auto answer = ask("/ipfs/" + cid, {{"Range", range}});
        EXPECT_EQ(answer.status, 416) << range;
        EXPECT_EQ(answer.header("Content-Range"), "bytes */5");
    }
}

TEST_F(Gateway, AnswersRangesThatItDoesNotServeWithTheWhole) {
    const auto cid = add(as_bytes("hello"));
    for (const std::string range : {"lines=0-1", "bytes=0-1,x", "bytes=0-4,0-4", "bytes=3-1",
                                    "bytes=a-b", "bytes=", "bytes=--1", "bytes=0x1-2"})
        EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", range}}).status, 200) << range;
    EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}}).status, 200);
    EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", "bytes=0-1"}, {"If-Range", "\"" + cid + "\""}}).status,
              206);
}

TEST_F(Gateway, ServesSeveralRangesAsParts) {
    const auto content = pseudo_random_bytes(3'000'000, 1);
    const auto text = std::string(as_text(content));
    const auto target = "/ipfs/" + add(content) + "?filename=x.png";
    const auto answer = ask(target, {{"Range", "bytes=0-1, 1048575-1048576,-3"}});
    EXPECT_EQ(answer.status, 206);
    const auto type = answer.header("Content-Type");
    ASSERT_THAT(type, StartsWith("multipart/byteranges; boundary="));
    const auto boundary = type.substr(type.find('=') + 1);
    const auto part = [&](const std::string& range, std::size_t offset, std::size_t length) {
        return "--" + boundary + "\r\nContent-Type: image/png\r\nContent-Range: bytes " + range +
               "/3000000\r\n\r\n" + text.substr(offset, length) + "\r\n";
    };
    EXPECT_EQ(answer.body, part("0-1", 0, 2) + part("1048575-1048576", 1048575, 2) +
                               part("2999997-2999999", 2999997, 3) + "--" + boundary + "--\r\n");
    EXPECT_EQ(answer.header("Content-Length"), std::to_string(answer.body.size()));
    EXPECT_EQ(answer.header("Content-Range"), "(none)");
}

TEST_F(Gateway, LeavesOutTheRangesThatLieOutside) {
    const auto cid = add(as_bytes("hello"));
    const auto answer = ask("/ipfs/" + cid, {{"Range", "bytes=9-12,1-2,7-"}});
    EXPECT_EQ(answer.status, 206);
    EXPECT_EQ(answer.body, "el");
    EXPECT_EQ(answer.header("Content-Range"), "bytes 1-2/5");
    EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", "bytes=9-12,7-"}}).status, 416);
}

TEST_F(Gateway, AnswersMoreRangesThanItServesWithTheWhole) {
    const auto cid = add(pseudo_random_bytes(1000, 1));
    std::string range = "bytes=0-0";
    for (int i = 1; i <= 15; ++i)
        range += fmt::format(",{}-{}", 2 * i, 2 * i);
    EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", range}}).status, 206);
    EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", range + ",40-40"}}).status, 200);
}

TEST_F(Gateway, ServesRangesOfRawBlocks) {
    const auto cid = add(as_bytes("hello"));
    const auto answer = ask("/ipfs/" + cid + "?format=raw", {{"Range", "bytes=1-3"}});
    EXPECT_EQ(answer.status, 206);
    EXPECT_EQ(answer.body, "ell");
    EXPECT_EQ(answer.header("Content-Type"), "application/vnd.ipld.raw");
}

TEST_F(Gateway, AnswersHeadOfARangeWithoutTheContent) {
    const auto cid = add(as_bytes("hello"));
    const auto answer = ask("/ipfs/" + cid, {{"Range", "bytes=1-3"}}, http::Method::head);
    EXPECT_EQ(answer.status, 206);
    EXPECT_EQ(answer.header("Content-Length"), "3");
    EXPECT_TRUE(answer.body.empty());
}

}  // namespace
}  // namespace carrot::ipfs::tests
