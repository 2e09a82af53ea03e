#include <gtest/gtest.h>

#include "worker/api_fixture.hpp"

namespace carrot::worker {
namespace {

/// A page of https://carrot.example that drives its owner's worker on localhost.
class WorkerInABrowser : public testing::Test, protected ApiOfAWorker {
protected:
    WorkerInABrowser() { serve({.cors = {.origins = {page}}}); }

    http::ClientResponse ask(http::Method method, std::string_view target, std::string_view origin,
                             std::initializer_list<http::Header> headers = {}) {
        auto asked = request(method, target);
        asked.headers.set("Origin", origin);
        for (const auto& header : headers)
            asked.headers.set(header.name, header.value);
        return send(asked);
    }

    static constexpr const char* page = "https://carrot.example";
};

TEST_F(WorkerInABrowser, IsOpenToTheNamedOrigin) {
    const auto preflight = ask(http::Method::options, "/process-job", page,
                               {{"Access-Control-Request-Method", "POST"},
                                {"Access-Control-Request-Headers", "authorization,content-type"},
                                {"Access-Control-Request-Private-Network", "true"}});
    EXPECT_EQ(preflight.status, 204);
    EXPECT_EQ(preflight.headers.find("Access-Control-Allow-Origin"), page);
    EXPECT_EQ(preflight.headers.find("Access-Control-Allow-Private-Network"), "true");
    EXPECT_EQ(preflight.headers.find("Access-Control-Allow-Headers"), "authorization,content-type");
    const auto response = ask(http::Method::get, "/jobs", page);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.find("Access-Control-Allow-Origin"), page);
}

TEST_F(WorkerInABrowser, LetsThePageReadErrorsAndLogsToo) {
    auto asked = request(http::Method::get, "/jobs");
    asked.headers.set("Authorization", "Bearer wrong");
    asked.headers.set("Origin", page);
    EXPECT_EQ(send(asked).headers.find("Access-Control-Allow-Origin"), page);
    const auto description = script("echo hello");
    const auto job = claimed(description);
    auto posted = process_request(http::format_json(body(job, description)));
    posted.headers.set("Origin", page);
    const auto outcome = send(posted);
    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(outcome.headers.find("Access-Control-Allow-Origin"), page);
    const auto log = ask(http::Method::get, fmt::format("/jobs/{}/logs", job), page);
    EXPECT_EQ(log.headers.find("Access-Control-Allow-Origin"), page);
    EXPECT_EQ(log.headers.find("Content-Type"), "text/event-stream");
}

TEST_F(WorkerInABrowser, IsClosedToOtherPages) {
    const auto preflight = ask(http::Method::options, "/process-job", "https://evil.example",
                               {{"Access-Control-Request-Method", "POST"},
                                {"Access-Control-Request-Private-Network", "true"}});
    EXPECT_FALSE(preflight.headers.contains("Access-Control-Allow-Origin"));
    EXPECT_FALSE(preflight.headers.contains("Access-Control-Allow-Private-Network"));
    EXPECT_EQ(ask(http::Method::post, "/process-job", "https://evil.example").status, 403);
    EXPECT_EQ(ask(http::Method::delete_, "/jobs/0", "https://evil.example").status, 403);
    EXPECT_FALSE(ask(http::Method::get, "/jobs", "https://evil.example")
                     .headers.contains("Access-Control-Allow-Origin"));
}

}  // namespace
}  // namespace carrot::worker
