#include <gtest/gtest.h>

#include <latch>

#include "base/clock.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "raw_connection.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;
using testing::RawConnection;
using testing::status_of_response;

Router make_router() {
    Router router;
    const auto echo = [](const Request& request) { return text_response(200, request.body); };
    router.route(Method::post, "/echo", echo);
    router.route(Method::post, "/large", echo, {.body_limit_bytes = 1000});
    return router;
}

Server start(ServerOptions options) {
    return Server::start(make_router(), std::move(options)).value();
}

std::string converse(const Server& server, std::string_view request) {
    RawConnection connection(server.port());
    connection.send(request);
    return connection.read_all();
}

std::string post(std::string_view path, std::size_t size) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}", path,
        size, std::string(size, 'x'));
}

std::string post_chunked(std::string_view path, std::size_t size) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        "{:x}\r\n{}\r\n0\r\n\r\n",
        path, size, std::string(size, 'x'));
}

TEST(ServerLimits, RefusesBodiesPastTheLimit) {
    const auto server = start({.body_limit_bytes = 100});
    EXPECT_EQ(status_of_response(converse(server, post("/echo", 100))), 200);
    EXPECT_EQ(status_of_response(converse(server, post("/echo", 101))), 413);
    EXPECT_EQ(status_of_response(converse(server, post_chunked("/echo", 100))), 200);
    EXPECT_EQ(status_of_response(converse(server, post_chunked("/echo", 101))), 413);
}

TEST(ServerLimits, ARouteMayHaveItsOwnBodyLimit) {
    const auto server = start({.body_limit_bytes = 100});
    EXPECT_EQ(status_of_response(converse(server, post("/large", 1000))), 200);
    EXPECT_EQ(status_of_response(converse(server, post("/large", 1001))), 413);
}

TEST(ServerLimits, TheRefusalOfALargeBodyReachesAClientThatGoesOnSending) {
    const auto server = start({.body_limit_bytes = 100});
    Client client;
    const auto response = client.post(server.url() + "/echo", std::string(3 << 20, 'x'), "x/y");
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 413);
}

TEST(ServerLimits, RefusesHeadersPastTheLimit) {
    const auto server = start({.header_limit_bytes = 1024});
    const auto request = [](std::size_t size) {
        return "POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 0\r\nX: " +
               std::string(size, 'x') + "\r\n\r\n";
    };
    EXPECT_EQ(status_of_response(converse(server, request(500))), 200);
    EXPECT_EQ(status_of_response(converse(server, request(1500))), 431);
    EXPECT_EQ(status_of_response(converse(server, "GET /" + std::string(5000, 'x'))), 431);
}

TEST(ServerLimits, ClosesIdleConnectionsSilently) {
    const auto server = start({.idle_timeout = 50ms});
    EXPECT_EQ(converse(server, ""), "");
}

TEST(ServerLimits, AnswersSlowHeadersWith408) {
    const auto server = start({.header_timeout = 50ms});
    RawConnection connection(server.port());
    connection.send("GET /echo HTT");
    EXPECT_EQ(status_of_response(connection.read_all()), 408);
}

TEST(ServerLimits, ASlowLorisDoesNotExtendItsTime) {
    const auto server = start({.idle_timeout = 10s, .header_timeout = 100ms});
    RawConnection connection(server.port());
    connection.send("GET /echo HTTP/1.1\r\n");
    std::jthread drip([&](std::stop_token stop) {
        while (!stop.stop_requested()) {
            connection.send("X: y\r\n");
            system_clock().sleep_for(10ms, stop);
        }
    });
    EXPECT_EQ(status_of_response(connection.read_all()), 408);
}

TEST(ServerLimits, AnswersStalledBodiesWith408) {
    const auto server = start({.body_timeout = 50ms});
    RawConnection connection(server.port());
    connection.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_EQ(status_of_response(connection.read_all()), 408);
}

TEST(ServerLimits, DropsClientsThatDoNotReadTheirResponse) {
    Router router;
    router.route(Method::get, "/much",
                 [](const Request&) { return text_response(200, std::string(32 << 20, 'x')); });
    const auto server = Server::start(std::move(router), {.body_timeout = 50ms}).value();
    RawConnection connection(server.port());
    connection.send("GET /much HTTP/1.1\r\nHost: h\r\n\r\n");
    while (server.statistics().requests == 0 || server.statistics().connections_open > 0)
        std::this_thread::yield();
    EXPECT_LT(connection.read_all().size(), std::size_t{32} << 20);
}

TEST(ServerLimits, LaterConnectionsWaitUntilOneIsFree) {
    const auto server = start({.max_connections = 1});
    RawConnection second(server.port());
    {
        RawConnection first(server.port());
        second.send(post("/echo", 1));
        first.send(post("/echo", 2));
    }
    EXPECT_EQ(status_of_response(second.read_all()), 200);
}

TEST(ServerLimits, AnswersWith503WhenTooManyRequestsWait) {
    std::latch started(1);
    std::latch release(1);
    Router router;
    router.route(Method::get, "/wait", [&](const Request&) {
        started.count_down();
        release.wait();
        return text_response(200, "done");
    });
    const auto server =
        Server::start(std::move(router), {.handler_threads = 1, .max_waiting_requests = 0}).value();
    RawConnection first(server.port());
    first.send("GET /wait HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    started.wait();
    EXPECT_EQ(status_of_response(
                  converse(server, "GET /wait HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")),
              503);
    release.count_down();
    EXPECT_EQ(status_of_response(first.read_all()), 200);
}

}  // namespace
}  // namespace carrot::http
