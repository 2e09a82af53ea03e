#include <algorithm>

#include <gtest/gtest.h>

#include "http/client.hpp"
#include "http/server.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;

class Cors : public ::testing::Test {
protected:
    Server start(CorsPolicy policy, std::vector<std::string> hosts = {}) {
        Router router;
        const auto handler = [](const Request&) { return text_response(200, "x"); };
        router.route(Method::get, "/x", handler).route(Method::post, "/x", handler);
        return Server::start(std::move(router),
                             {.cors = std::move(policy), .allowed_hosts = std::move(hosts)})
            .value();
    }

    ClientResponse ask(const Server& server, Method method, Headers headers) {
        return client
            .send({.method = method,
                   .url = Url::parse(server.url())->at("/x"),
                   .headers = std::move(headers)})
            .value();
    }

    Client client;
};

TEST_F(Cors, AllowsTheListedOriginsOnly) {
    const auto server = start({.origins = {"http://web.test"}});
    const auto allowed = ask(server, Method::get, {{"Origin", "http://web.test"}});
    EXPECT_EQ(allowed.headers.find("Access-Control-Allow-Origin"), "http://web.test");
    EXPECT_TRUE(allowed.headers.contains_token("Vary", "Origin"));
    const auto foreign = ask(server, Method::get, {{"Origin", "http://evil.test"}});
    EXPECT_EQ(foreign.status, 200);
    EXPECT_FALSE(foreign.headers.contains("Access-Control-Allow-Origin"));
}

TEST_F(Cors, AnyOriginIsAStar) {
    const auto server = start({.any_origin = true});
    EXPECT_EQ(
        ask(server, Method::post, {{"Origin", "null"}}).headers.find("Access-Control-Allow-Origin"),
        "*");
    EXPECT_FALSE(ask(server, Method::get, {}).headers.contains("Access-Control-Allow-Origin"));
}

TEST_F(Cors, AnswersPreflightsWithPrivateNetworkAccess) {
    const auto server = start({.origins = {"http://web.test"}, .max_age = 5s});
    const auto preflight = ask(server, Method::options,
                               {{"Origin", "http://web.test"},
                                {"Access-Control-Request-Method", "POST"},
                                {"Access-Control-Request-Headers", "content-type, x-y"},
                                {"Access-Control-Request-Private-Network", "true"}});
    EXPECT_EQ(preflight.status, 204);
    EXPECT_EQ(preflight.headers.find("Access-Control-Allow-Origin"), "http://web.test");
    EXPECT_EQ(preflight.headers.find("Access-Control-Allow-Headers"), "content-type, x-y");
    EXPECT_EQ(preflight.headers.find("Access-Control-Allow-Private-Network"), "true");
    EXPECT_EQ(preflight.headers.find("Access-Control-Max-Age"), "5");
    EXPECT_TRUE(preflight.headers.contains_token("Access-Control-Allow-Methods", "POST"));
}

// A browser refuses an answer that names its origin twice.
TEST_F(Cors, NamesTheOriginOnceInEveryAnswer) {
    const auto server = start({.any_origin = true});
    for (const auto method : {Method::get, Method::post, Method::options}) {
        const auto answer =
            ask(server, method,
                {{"Origin", "http://web.test"}, {"Access-Control-Request-Method", "POST"}});
        EXPECT_EQ(std::ranges::count(answer.headers, "Access-Control-Allow-Origin", &Header::name),
                  1);
    }
}

TEST_F(Cors, LetsOnlyListedOriginsIntoAPrivateNetworkAndOnlyWhenAsked) {
    const auto server = start({.origins = {"https://web.test"}});
    const auto foreign = ask(server, Method::options,
                             {{"Origin", "https://evil.test"},
                              {"Access-Control-Request-Method", "POST"},
                              {"Access-Control-Request-Private-Network", "true"}});
    EXPECT_EQ(foreign.status, 403);
    EXPECT_FALSE(foreign.headers.contains("Access-Control-Allow-Private-Network"));
    const auto unasked =
        ask(server, Method::options,
            {{"Origin", "https://web.test"}, {"Access-Control-Request-Method", "POST"}});
    EXPECT_EQ(unasked.status, 204);
    EXPECT_FALSE(unasked.headers.contains("Access-Control-Allow-Private-Network"));
}

TEST_F(Cors, RefusesForeignPagesThatWouldChangeSomething) {
    const auto server = start({.origins = {"http://web.test"}});
    EXPECT_EQ(ask(server, Method::post, {{"Origin", "http://evil.test"}}).status, 403);
    EXPECT_EQ(ask(server, Method::options,
                  {{"Origin", "http://evil.test"}, {"Access-Control-Request-Method", "POST"}})
                  .status,
              403);
    EXPECT_EQ(ask(server, Method::post, {{"Origin", server.url()}}).status, 200);
    EXPECT_EQ(ask(server, Method::post, {}).status, 200);
}

TEST_F(Cors, AnswersForTheAllowedHostsOnly) {
    EXPECT_EQ(ask(start({}, {"127.0.0.1"}), Method::get, {}).status, 200);
    EXPECT_EQ(ask(start({}, {"carrot.test"}), Method::get, {}).status, 421);
}

}  // namespace
}  // namespace carrot::http
