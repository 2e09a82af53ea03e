#include "ipfs/gateway.hpp"

#include <gmock/gmock.h>

#include "gateway_fixture.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/unixfs_node.hpp"

namespace carrot::ipfs::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

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

TEST_F(Gateway, SendsNobodyToTheHostThatARequestNames) {
    http::Router router;
    add_gateway_routes(router, *store);
    const auto cid = add_tree({{"sub/x", "x"}});
    http::Request request;
    request.target = "http://elsewhere.example/ipfs/" + cid + "?download=true#x";
    const auto answer = router.answer(request);
    EXPECT_EQ(answer.status, 301);
    EXPECT_EQ(answer.headers.find("Location"), "/ipfs/" + cid + "/?download=true");
    EXPECT_EQ(answer.headers.find("X-Ipfs-Path"), "/ipfs/" + cid);
}

TEST_F(Gateway, ServesTheIndexPageOfADirectoryInASandbox) {
    const auto cid = add_tree({{"index.html", "<h1>report</h1>"}, {"other", "x"}});
    const auto answer = ask("/ipfs/" + cid + "/");
    EXPECT_EQ(answer.body, "<h1>report</h1>");
    EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("sandbox; default-src 'none'"));
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
}

TEST_F(Gateway, ShowsWhereASymbolicLinkLeadsAndFollowsNone) {
    add_tree({{"secret", "x"}});
    std::filesystem::create_symlink("../secret", folder.path() / "0/link");
    const auto tree =
        add_directory(*store, folder.path() / "0", {.symlinks = Symlinks::keep})->cid.to_string();
    const auto answer = ask("/ipfs/" + tree + "/link");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "../secret");
    EXPECT_EQ(answer.header("Content-Type"), "inode/symlink");
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("sandbox"));
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
    EXPECT_THAT(answer.body, Not(HasSubstr(store.directory.path().native())));
}

TEST_F(Gateway, TellsNobodyWhereItsStoreIs) {
    const auto cid = add(as_bytes("content"));
    const auto file = store.block_path(Cid::parse(cid).value());
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    const auto answer = ask("/ipfs/" + cid);
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, Not(HasSubstr(store.directory.path().native())));
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
