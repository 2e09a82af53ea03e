#include "http/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace carrot::http {
namespace {

Handler says(std::string text) {
    return [text = std::move(text)](const Request&) { return text_response(200, text); };
}

Response ask(const Router& router, Method method, std::string target) {
    Request request;
    request.method = method;
    request.target = std::move(target);
    return router.answer(std::move(request));
}

std::string text_of(const Router& router, std::string target) {
    const auto response = ask(router, Method::get, std::move(target));
    return response.status == 200 ? std::string(response.text())
                                  : fmt::format("{}", response.status);
}

TEST(Router, PrefersLiteralsToNamesAndNamesToRests) {
    Router router;
    router.route(Method::get, "/jobs/{id}", says("name"))
        .route(Method::get, "/jobs/new", says("literal"))
        .route(Method::get, "/{all...}", says("rest"));
    EXPECT_EQ(text_of(router, "/jobs/new"), "literal");
    EXPECT_EQ(text_of(router, "/jobs/7"), "name");
    EXPECT_EQ(text_of(router, "/jobs/7/x"), "rest");
    EXPECT_EQ(text_of(router, "/jobs/"), "rest");
    EXPECT_EQ(text_of(router, "/"), "rest");
}

TEST(Router, GivesDecodedPathParameters) {
    Router router;
    router.route(Method::get, "/ipfs/{cid}/{path...}", [](const Request& request) {
        return text_response(
            200, fmt::format("{}|{}|{}", request.path_parameter("cid"),
                             request.path_parameter("path"), request.path_parameter("none")));
    });
    EXPECT_EQ(text_of(router, "/ipfs/Qm/a%20b/c"), "Qm|a b/c|");
    EXPECT_EQ(text_of(router, "/ipfs/Qm/"), "Qm||");
    EXPECT_EQ(text_of(router, "/ipfs/Qm/d/"), "Qm|d/|");
    EXPECT_EQ(text_of(router, "/ipfs/Qm"), "404");
    EXPECT_EQ(text_of(router, "/ipfs//x"), "404");
}

TEST(Router, TellsTrailingSlashesApart) {
    Router router;
    router.route(Method::get, "/jobs", says("jobs"));
    EXPECT_EQ(text_of(router, "/jobs"), "jobs");
    EXPECT_EQ(text_of(router, "/jobs/"), "404");
}

TEST(Router, AnswersHeadFromGet) {
    Router router;
    router.route(Method::get, "/x", says("x"));
    EXPECT_EQ(ask(router, Method::head, "/x").status, 200);
}

TEST(Router, NamesTheAllowedMethods) {
    Router router;
    router.route(Method::get, "/x", says("x")).route(Method::post, "/x", says("x"));
    const auto refused = ask(router, Method::delete_, "/x");
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.headers.find("Allow"), "GET, HEAD, POST");
    const auto options = ask(router, Method::options, "/x");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.headers.find("Allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(ask(router, Method::options, "/y").status, 404);
}

TEST(Router, LooksFurtherWhenTheBestPathLacksTheMethod) {
    Router router;
    router.route(Method::post, "/jobs/new", says("post"))
        .route(Method::get, "/jobs/{id}", says("get"));
    EXPECT_EQ(text_of(router, "/jobs/new"), "get");
}

TEST(Router, TurnsExceptionsIntoAnOpaque500) {
    Router router;
    router.route(Method::get, "/x",
                 [](const Request&) -> Response { throw std::runtime_error("secret path"); });
    const auto response = ask(router, Method::get, "/x");
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.text().find("secret"), std::string_view::npos);
}

TEST(Router, AsksTheHandlerThatMayNotWaitFirst) {
    Router router;
    router.route(Method::get, "/{what}", [](const Request&) { return text_response(200, "later"); },
                 {.at_once = [](const Request& request) -> std::optional<Response> {
                     if (request.path == "/throw") throw std::runtime_error("no");
                     if (request.path == "/here") return text_response(200, "at once");
                     return std::nullopt;
                 }});
    EXPECT_EQ(router.answer({.target = "/here"}).text(), "at once");
    EXPECT_EQ(router.answer({.target = "/elsewhere"}).text(), "later");
    EXPECT_EQ(router.answer({.target = "/throw"}).status, 500);
}

TEST(Router, RefusesMalformedAndDoubledPatterns) {
    Router router;
    router.route(Method::get, "/a/{x}", says(""));
    for (const auto* pattern :
         {"", "a", "/{}", "/{x", "/x{y}", "/{x...}/y", "/{...}", "/a/{other}"})
        EXPECT_THROW(router.route(Method::get, pattern, says("")), std::logic_error) << pattern;
}

TEST(Request, ReadsQueryParameters) {
    Request request;
    request.target = "/x?limit=5&name=a+b%26&flag";
    EXPECT_EQ(request.query_parameter("limit"), "5");
    EXPECT_EQ(request.query_parameter("name"), "a b&");
    EXPECT_EQ(request.query_parameter("flag"), "");
    EXPECT_EQ(request.query_parameter("none"), std::nullopt);
}

}  // namespace
}  // namespace carrot::http
