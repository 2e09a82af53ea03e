#include <gmock/gmock.h>

#include "http/client.hpp"
#include "http/detail/rate_limiter.hpp"
#include "http/server.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;
using detail::RateLimiter;

constexpr auto peer = "192.0.2.1:5000";

class RateLimited : public ::testing::Test {
protected:
    int let_through(RateLimiter& limiter, std::string_view who, int attempts) {
        int passed = 0;
        for (int i = 0; i < attempts; ++i)
            if (!limiter.refuse(who, now)) ++passed;
        return passed;
    }
    std::chrono::steady_clock::time_point now{};
};

TEST_F(RateLimited, APeerHasABurstAndThenItsRate) {
    RateLimiter limiter({.requests_per_s = 2, .burst = 5});
    EXPECT_EQ(let_through(limiter, peer, 20), 5);
    now += 1s;
    EXPECT_EQ(let_through(limiter, peer, 20), 2);
    now += 1h;
    EXPECT_EQ(let_through(limiter, peer, 20), 5);
}

TEST_F(RateLimited, ARefusalSaysWhenToComeBack) {
    RateLimiter limiter({.requests_per_s = 0.1, .burst = 1});
    EXPECT_EQ(limiter.refuse(peer, now), std::nullopt);
    EXPECT_EQ(limiter.refuse(peer, now), 10s);
    now += 9s;
    EXPECT_EQ(limiter.refuse(peer, now), 1s);
    now += 1s;
    EXPECT_EQ(limiter.refuse(peer, now), std::nullopt);
}

TEST_F(RateLimited, PeersDoNotShareABucketButTheirConnectionsDo) {
    RateLimiter limiter({.requests_per_s = 1, .burst = 3});
    EXPECT_EQ(let_through(limiter, peer, 9), 3);
    EXPECT_EQ(let_through(limiter, "192.0.2.1:5001", 9), 0);
    EXPECT_EQ(let_through(limiter, "192.0.2.2:5000", 9), 3);
}

TEST_F(RateLimited, AnIpv6NetworkIsOnePeer) {
    EXPECT_EQ(detail::peer_group("[2001:db8:1:2:3:4:5:6]:80"), "2001:db8:1:2::/64");
    EXPECT_EQ(detail::peer_group("[2001:db8:1:2::9]:81"), "2001:db8:1:2::/64");
    EXPECT_EQ(detail::peer_group("[::ffff:192.0.2.1]:80"), "192.0.2.1");
    EXPECT_EQ(detail::peer_group("192.0.2.1:80"), "192.0.2.1");
}

TEST_F(RateLimited, ManyPeersTakeBoundedMemory) {
    RateLimiter limiter({.requests_per_s = 1, .burst = 1});
    for (std::size_t i = 0; i < 3 * RateLimiter::max_peers; ++i)
        EXPECT_EQ(let_through(limiter, fmt::format("10.0.{}.{}:1", i / 256, i % 256), 2), 1);
    // The one seen first is forgotten, the one seen last is not.
    EXPECT_EQ(let_through(limiter, "10.0.0.0:1", 1), 1);
    EXPECT_EQ(let_through(limiter, "10.0.0.0:1", 1), 0);
}

class RateLimitedServer : public ::testing::Test {
protected:
    Server start(ServerOptions options) {
        Router router;
        const auto echo = [](const Request& request) { return text_response(200, request.body); };
        router.route(Method::get, "/x", echo).route(Method::post, "/x", echo);
        options.rate_limit = {.requests_per_s = 0.001, .burst = 2};
        options.cors.origins = {"https://web.test"};
        return Server::start(std::move(router), std::move(options)).value();
    }
    Client client;
};

TEST_F(RateLimitedServer, AnswersTooManyRequestsWith429) {
    const auto server = start({});
    const ClientRequest request{.method = Method::post,
                                .url = Url::parse(server.url())->at("/x"),
                                .headers = {{"Origin", "https://web.test"}},
                                .body = std::string(1000, 'x')};
    EXPECT_EQ(client.send(request)->status, 200);
    EXPECT_EQ(client.send(request)->status, 200);
    const auto refused = client.send(request).value();
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.headers.find("Retry-After"), "1000");
    EXPECT_EQ(refused.headers.find("Access-Control-Allow-Origin"), "https://web.test");
    EXPECT_THAT(refused.body, ::testing::HasSubstr("too many requests"));
}

TEST_F(RateLimitedServer, SparesItsUnixSocket) {
    const tests::TemporaryDirectory directory;
    const auto server = start({.address = "", .unix_socket = directory.path() / "s"});
    const ClientRequest request{.url = Url::parse(server.url())->at("/x")};
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(client.send(request)->status, 200);
}

}  // namespace
}  // namespace carrot::http
