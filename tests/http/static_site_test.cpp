#include "http/static_site.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::http {
namespace {

using tests::TemporaryDirectory;

class StaticSiteTest : public ::testing::Test {
protected:
    void SetUp() override {
        put("index.html", "<title>Page</title>");
        put("assets/app-1a2b.js", "let page = 1");
        put("assets/app-1a2b.js.gz", "packed");
        put("icon.svg", "<svg/>");
    }

    void put(const std::string& name, std::string_view content) {
        auto path = folder.path() / name;
        ASSERT_TRUE(make_directories(path.parent_path()));
        ASSERT_TRUE(write_file(path, as_bytes(content)));
    }

    Response get(std::string target, Headers headers = {}) {
        Router router;
        EXPECT_TRUE(add_static_site(router, {.directory = folder.path(),
                                             .documents = {{"/carrot.json", "{}"}},
                                             .content_security_policy = "default-src 'self'"}));
        Request request;
        request.target = std::move(target);
        request.headers = std::move(headers);
        return router.answer(std::move(request));
    }

    TemporaryDirectory folder;
};

TEST_F(StaticSiteTest, ViewsOfThePageAreItsIndex) {
    for (const auto* path : {"/", "/jobs", "/jobs/17", "/rent/3?from=list"}) {
        const auto page = get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(page.text(), "<title>Page</title>") << path;
        EXPECT_EQ(page.headers.find("Content-Type"), "text/html; charset=utf-8");
        EXPECT_EQ(page.headers.find("Cache-Control"), "no-cache");
    }
}

TEST_F(StaticSiteTest, WhatIsNotThereIsNoView) {
    EXPECT_EQ(get("/missing.js").status, 404);
    EXPECT_EQ(get("/assets/old-9f.css").status, 404);
}

TEST_F(StaticSiteTest, EveryAnswerHasThePolicyAndNoSniffing) {
    for (const auto* path : {"/", "/icon.svg", "/carrot.json", "/assets/app-1a2b.js"}) {
        const auto answer = get(path);
        EXPECT_EQ(answer.headers.find("Content-Security-Policy"), "default-src 'self'") << path;
        EXPECT_EQ(answer.headers.find("X-Content-Type-Options"), "nosniff") << path;
    }
}

TEST_F(StaticSiteTest, HashedFilesAreKeptForEverAndSentPacked) {
    const auto plain = get("/assets/app-1a2b.js");
    EXPECT_EQ(plain.text(), "let page = 1");
    EXPECT_FALSE(plain.headers.contains("Content-Encoding"));
    EXPECT_TRUE(plain.headers.contains_token("Cache-Control", "immutable"));
    const auto packed = get("/assets/app-1a2b.js", {{"Accept-Encoding", "br, gzip"}});
    EXPECT_EQ(packed.text(), "packed");
    EXPECT_EQ(packed.headers.find("Content-Encoding"), "gzip");
    EXPECT_EQ(packed.headers.find("Content-Type"), "text/javascript; charset=utf-8");
}

TEST_F(StaticSiteTest, AnUnchangedFileIsNotSentAgain) {
    const auto etag = std::string(*get("/icon.svg").headers.find("ETag"));
    const auto again = get("/icon.svg", {{"If-None-Match", etag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.text().empty());
    put("icon.svg", "<svg />");
    EXPECT_EQ(get("/icon.svg", {{"If-None-Match", etag}}).status, 200);
}

TEST_F(StaticSiteTest, AnAppsManifestAndServiceWorkerAreToldAsSuchAndAskedForAgain) {
    put("manifest.webmanifest", "{}");
    put("sw.js", "let worker");
    const auto manifest = get("/manifest.webmanifest");
    EXPECT_EQ(manifest.headers.find("Content-Type"), "application/manifest+json");
    EXPECT_EQ(manifest.headers.find("Cache-Control"), "no-cache");
    const auto worker = get("/sw.js");
    EXPECT_EQ(worker.headers.find("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(worker.headers.find("Cache-Control"), "no-cache");
}

TEST_F(StaticSiteTest, DocumentsAreMadeHere) {
    const auto document = get("/carrot.json");
    EXPECT_EQ(document.text(), "{}");
    EXPECT_EQ(document.headers.find("Content-Type"), "application/json");
}

TEST_F(StaticSiteTest, LinksLeadNowhere) {
    std::filesystem::create_symlink("/etc/passwd", folder.path() / "secret.txt");
    EXPECT_EQ(get("/secret.txt").status, 404);
}

TEST_F(StaticSiteTest, AFolderWithoutAnIndexIsNoPage) {
    TemporaryDirectory empty;
    Router router;
    const auto added = add_static_site(
        router, {.directory = empty.path(), .documents = {}, .content_security_policy = ""});
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace carrot::http
