#include "ipfs/gateway.hpp"

#include <gmock/gmock.h>

#include "content.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Answer {
    int status = 0;
    http::Headers headers;
    std::string body;

    std::string header(std::string_view name) const {
        return std::string(headers.find(name).value_or("(none)"));
    }
};

// A real server and a real client around the gateway, and a result to ask for.
struct Gateway : testing::Test {
    TemporaryStore store;
    TemporaryDirectory folder;
    std::optional<http::Server> server;
    http::Client client;

    void SetUp() override {
        http::Router router;
        add_gateway_routes(router, *store);
        auto started = http::Server::start(std::move(router));
        ASSERT_TRUE(started) << started.error().message;
        server = *std::move(started);
    }

    Answer ask(std::string_view target, http::Headers headers = {},
               http::Method method = http::Method::get) {
        const auto url = http::Url::parse(server->url()).value().at(target);
        auto response =
            client.send({.method = method, .url = url, .headers = std::move(headers), .body = {}});
        EXPECT_TRUE(response) << response.error().message;
        if (!response) return {};
        return {response->status, std::move(response->headers), std::move(response->body)};
    }

    std::string add(BytesView content) { return add_bytes(*store, content)->cid.to_string(); }

    std::string add_tree(const std::vector<std::pair<std::string, std::string>>& files) {
        const auto root = folder.path() / std::to_string(trees_++);
        std::filesystem::create_directories(root);
        for (const auto& [name, text] : files)
            write_test_file(root / name, as_bytes(text));
        return add_directory(*store, root)->cid.to_string();
    }

private:
    int trees_ = 0;
};

TEST_F(Gateway, ServesAFileWithItsTypeAndForEver) {
    const auto content = pseudo_random_bytes(3'000'000, 1);
    const auto cid = add(content);
    const auto answer = ask("/ipfs/" + cid + "?filename=picture.png");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, as_text(content));
    EXPECT_EQ(answer.header("Content-Type"), "image/png");
    EXPECT_EQ(answer.header("Content-Length"), "3000000");
    EXPECT_EQ(answer.header("ETag"), "\"" + cid + "\"");
    EXPECT_EQ(answer.header("Cache-Control"), "public, max-age=29030400, immutable");
    EXPECT_EQ(answer.header("X-Ipfs-Path"), "/ipfs/" + cid);
    EXPECT_EQ(answer.header("X-Ipfs-Roots"), cid);
}

TEST_F(Gateway, ServesTheFilesOfADirectory) {
    const auto cid = add_tree({{"a b/ç.txt", "hello"}});
    const auto answer = ask("/ipfs/" + cid + "/a%20b/%C3%A7.txt");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(answer.header("X-Ipfs-Path"), "/ipfs/" + cid + "/a%20b/%C3%A7.txt");
    EXPECT_EQ(std::ranges::count(answer.header("X-Ipfs-Roots"), ','), 2);
}

TEST_F(Gateway, AnswersHeadWithoutTheContent) {
    const auto cid = add(pseudo_random_bytes(3'000'000, 1));
    const auto answer = ask("/ipfs/" + cid, {}, http::Method::head);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), "3000000");
    EXPECT_EQ(answer.header("Content-Type"), "application/octet-stream");
    EXPECT_TRUE(answer.body.empty());
}

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
    for (const std::string range : {"bytes=0-1,3-4", "lines=0-1", "bytes=3-1", "bytes=a-b",
                                    "bytes=", "bytes=--1", "bytes=0x1-2"})
        EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", range}}).status, 200) << range;
    EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}}).status, 200);
    EXPECT_EQ(ask("/ipfs/" + cid, {{"Range", "bytes=0-1"}, {"If-Range", "\"" + cid + "\""}}).status,
              206);
}

TEST_F(Gateway, AnswersNotModifiedToWhoHasIt) {
    const auto cid = add(as_bytes("hello"));
    for (const std::string& tags :
         {"\"" + cid + "\"", "\"x\", W/\"" + cid + "\"", std::string("*")}) {
        const auto answer = ask("/ipfs/" + cid, {{"If-None-Match", tags}});
        EXPECT_EQ(answer.status, 304) << tags;
        EXPECT_TRUE(answer.body.empty());
        EXPECT_EQ(answer.header("ETag"), "\"" + cid + "\"");
    }
    EXPECT_EQ(ask("/ipfs/" + cid, {{"If-None-Match", cid}}).status, 200);
}

TEST_F(Gateway, ListsADirectorySafely) {
    const auto cid =
        add_tree({{"<script>alert(1)<script>", "x"}, {"javascript:x", "y"}, {"sub/a&\"b", "zz"}});
    const auto answer = ask("/ipfs/" + cid + "/");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(answer.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(answer.body, HasSubstr("href=\"./javascript%3Ax\""));
    EXPECT_THAT(answer.body, Not(HasSubstr("href=\"../\"")));
    EXPECT_EQ(answer.header("ETag"), "\"DirIndex-1_CID-" + cid + "\"");
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("sandbox"));

    const auto below = ask("/ipfs/" + cid + "/sub/");
    EXPECT_THAT(below.body, HasSubstr("a&amp;&quot;b"));
    EXPECT_THAT(below.body, HasSubstr("href=\"../\""));
}

TEST_F(Gateway, SendsDirectoriesToTheirSlash) {
    const auto cid = add_tree({{"sub/x", "x"}});
    const auto root = ask("/ipfs/" + cid + "?download=true");
    EXPECT_EQ(root.status, 301);
    EXPECT_EQ(root.header("Location"), "/ipfs/" + cid + "/?download=true");
    EXPECT_EQ(ask("/ipfs/" + cid + "/sub").header("Location"), "/ipfs/" + cid + "/sub/");
}

TEST_F(Gateway, ServesTheIndexPageOfADirectoryInASandbox) {
    const auto cid = add_tree({{"index.html", "<h1>report</h1>"}, {"other", "x"}});
    const auto answer = ask("/ipfs/" + cid + "/");
    EXPECT_EQ(answer.body, "<h1>report</h1>");
    EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("sandbox; default-src 'none'"));
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
}

TEST_F(Gateway, SniffsWhatHasNoName) {
    using namespace std::string_literals;
    for (const auto& [content, type] : std::vector<std::pair<std::string, std::string>>{
             {"\x89PNG\r\n\x1a\n....", "image/png"},
             {"\xff\xd8\xff\xe0....", "image/jpeg"},
             {"RIFF....WEBPVP8 ", "image/webp"},
             {"....ftypisom", "video/mp4"},
             {"%PDF-1.7", "application/pdf"},
             {" \n<!DOCTYPE HTML><p>", "text/html; charset=utf-8"},
             {"<?xml version='1.0'?><svg/>", "image/svg+xml"},
             {"plain text, ümlaut\n", "text/plain; charset=utf-8"},
             {std::string(511, 'a') + "ü", "text/plain; charset=utf-8"},
             {"\x01\x02"s, "application/octet-stream"},
             {"latin1 \xe9 text", "application/octet-stream"},
             {"", "text/plain; charset=utf-8"}})
        EXPECT_EQ(ask("/ipfs/" + add(as_bytes(content))).header("Content-Type"), type) << content;
}

TEST_F(Gateway, BelievesTheNameBeforeTheContent) {
    const auto cid = add_tree({{"fake.png", "<html><script>"}, {"UPPER.JPG", "x"}});
    EXPECT_EQ(ask("/ipfs/" + cid + "/fake.png").header("Content-Type"), "image/png");
    EXPECT_EQ(ask("/ipfs/" + cid + "/UPPER.JPG").header("Content-Type"), "image/jpeg");
}

TEST_F(Gateway, NamesDownloads) {
    const auto cid = add(as_bytes("x"));
    EXPECT_EQ(ask("/ipfs/" + cid).header("Content-Disposition"), "(none)");
    EXPECT_EQ(ask("/ipfs/" + cid + "?download=true").header("Content-Disposition"), "attachment");
    EXPECT_EQ(ask("/ipfs/" + cid + "?filename=t%C3%A9%22st.pdf&download=true")
                  .header("Content-Disposition"),
              "attachment; filename=\"t___st.pdf\"; filename*=UTF-8''t%C3%A9%22st.pdf");
}

TEST_F(Gateway, ServesRawBlocksToThoseWhoCheckThem) {
    const auto cid = add_tree({{"x", "x"}});
    for (const auto& answer : {ask("/ipfs/" + cid + "?format=raw"),
                               ask("/ipfs/" + cid, {{"Accept", "application/vnd.ipld.raw"}})}) {
        EXPECT_EQ(answer.status, 200);
        EXPECT_TRUE(Cid::parse(cid)->names(as_bytes(answer.body)));
        EXPECT_EQ(answer.header("Content-Type"), "application/vnd.ipld.raw");
        EXPECT_EQ(answer.header("ETag"), "\"" + cid + ".raw\"");
    }
    EXPECT_EQ(ask("/ipfs/" + cid + "?format=tar").status, 400);
}

TEST_F(Gateway, AnswersClearErrors) {
    const auto cid = add_tree({{"x", "x"}});
    const auto absent = Cid::of(Codec::raw, as_bytes("absent")).to_string();
    struct Case {
        std::string target;
        int status;
        std::string says;
    };
    for (const auto& [target, status, says] :
         {Case{"/ipfs/nonsense", 400, "not a CID: 'nonsense'"},
          Case{"/ipfs/" + absent, 404, "is not in this store"},
          Case{"/ipfs/" + cid + "/y", 404, "no 'y' in directory"},
          Case{"/ipfs/" + cid + "/x/y", 404, "not a directory"},
          Case{"/ipfs/" + cid + "/%2e%2e/x", 400, ""}, Case{"/ipns/example.org", 404, ""}}) {
        const auto answer = ask(target);
        EXPECT_EQ(answer.status, status) << target;
        EXPECT_THAT(answer.body, HasSubstr(says));
    }
    EXPECT_THAT(ask("/ipfs/nonsense").header("Content-Security-Policy"), HasSubstr("sandbox"));
    EXPECT_EQ(ask("/ipfs/" + cid, {}, http::Method::post).status, 405);
    EXPECT_EQ(
        ask("/ipfs/" + absent, {{"Cache-Control", "only-if-cached"}}, http::Method::head).status,
        412);
    EXPECT_EQ(ask("/ipfs/" + cid, {{"Service-Worker", "script"}}).status, 400);
}

TEST_F(Gateway, AnswersADamagedFileWithAnErrorNotWithItsBytes) {
    const auto cid = add(as_bytes("precious"));
    ASSERT_TRUE(write_file(store.block_path(Cid::parse(cid).value()), as_bytes("preciouS")));
    const auto answer = ask("/ipfs/" + cid);
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("damaged on disk"));
}

TEST_F(Gateway, BreaksTheConnectionWhenALaterBlockIsMissing) {
    const auto content = pseudo_random_bytes(3'000'000, 1);
    const auto cid = add(content);
    const auto last = Cid::of(Codec::raw, BytesView(content).subspan(2 << 20));
    std::filesystem::remove(store.block_path(last));
    const auto response = client.get(server->url() + "/ipfs/" + cid);
    EXPECT_FALSE(response);
}

}  // namespace
}  // namespace carrot::ipfs::tests
