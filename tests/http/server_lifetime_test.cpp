#include <gtest/gtest.h>
#include <sys/stat.h>

#include <latch>
#include <thread>
#include <vector>

#include "base/file.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "raw_connection.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;
using testing::RawConnection;
using testing::status_of_response;

Router hello() {
    Router router;
    router.route(Method::get, "/", [](const Request&) { return text_response(200, "hello"); });
    return router;
}

std::chrono::milliseconds time_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begin);
}

TEST(ServerStart, NamesThePortThatIsTaken) {
    const auto server = Server::start(hello()).value();
    const auto second = Server::start(hello(), {.port = server.port()});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::already_exists);
    EXPECT_NE(second.error().message.find(fmt::format("127.0.0.1:{}", server.port())),
              std::string::npos);
}

TEST(ServerStart, RefusesWrongAddresses) {
    EXPECT_EQ(Server::start(hello(), {.address = "localhost"}).error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(Server::start(hello(), {.address = ""}).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(Server::start(hello(), {.address = "192.0.2.1"}).error().code,
              ErrorCode::invalid_argument);
}

TEST(ServerStart, ThePortIsFreeAgainAfterStop) {
    auto server = Server::start(hello()).value();
    Client client;
    EXPECT_TRUE(client.get(server.url())->ok());
    server.stop();
    server.stop();
    EXPECT_EQ(client.get(server.url()).error().code, ErrorCode::unavailable);
    EXPECT_TRUE(Server::start(hello(), {.port = server.port()}).has_value());
}

TEST(ServerStop, DoesNotWaitForIdleConnections) {
    auto server = Server::start(hello()).value();
    RawConnection idle(server.port());
    RawConnection used(server.port());
    used.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    used.read_until("hello");
    EXPECT_LT(time_of([&] { server.stop(); }), 1s);
    EXPECT_TRUE(idle.ends());
    EXPECT_TRUE(used.ends());
}

TEST(ServerStop, LetsRunningRequestsFinish) {
    std::latch started(1);
    Router router;
    router.route(Method::get, "/", [&](const Request& request) {
        started.count_down();
        while (!request.stop.stop_requested())
            std::this_thread::yield();
        return text_response(200, "finished");
    });
    auto server = Server::start(std::move(router)).value();
    RawConnection connection(server.port());
    connection.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    started.wait();
    server.stop();
    const auto response = connection.read_all();
    EXPECT_EQ(status_of_response(response), 200);
    EXPECT_NE(response.find("Connection: close"), response.npos);
}

TEST(ServerStop, CutsOffStalledClientsAfterTheDrainTime) {
    auto server = Server::start(hello(), {.drain_timeout = 20ms}).value();
    RawConnection connection(server.port());
    connection.send("GET / HTTP/1.1\r\nHost");
    while (server.statistics().connections_open == 0)
        std::this_thread::yield();
    EXPECT_LT(time_of([&] { server.stop(); }), 2s);
    connection.read_all();
}

TEST(ServerStop, DropsBodiesThatNobodyReads) {
    Router router;
    router.route(Method::get, "/", [&](const Request&) {
        return Response{
            .status = 200,
            .body = BlockBody{.read = [](std::span<std::uint8_t> out) -> Result<std::size_t> {
                return out.size();
            }}};
    });
    auto server = Server::start(std::move(router), {.drain_timeout = 20ms}).value();
    RawConnection connection(server.port());
    connection.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    connection.read_until("\r\n\r\n");
    EXPECT_LT(time_of([&] { server.stop(); }), 2s);
}

TEST(UnixServer, ServesItsOwnerOnASocketFile) {
    const tests::TemporaryDirectory directory;
    const auto path = directory.path() / "x.sock";
    {
        Router router;
        router.route(Method::get, "/peer",
                     [](const Request& request) { return text_response(200, request.peer); });
        const auto server =
            Server::start(std::move(router), {.address = "", .unix_socket = path}).value();
        struct stat status{};
        ASSERT_EQ(::stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0600u);
        EXPECT_EQ(server.port(), 0);
        EXPECT_EQ(server.url(), "unix://" + path.string());
        Client client;
        EXPECT_EQ(
            client.send({.method = Method::get, .url = Url::parse(server.url())->at("/peer")})
                ->body,
            "unix");
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(UnixServer, ReplacesAStaleSocketButNothingElse) {
    const tests::TemporaryDirectory directory;
    const auto path = directory.path() / "x.sock";
    {
        const auto server = Server::start(hello(), {.address = "", .unix_socket = path}).value();
        EXPECT_EQ(Server::start(hello(), {.address = "", .unix_socket = path}).error().code,
                  ErrorCode::already_exists);
        std::filesystem::create_hard_link(path, directory.path() / "left-behind");
    }
    std::filesystem::rename(directory.path() / "left-behind", path);
    EXPECT_TRUE(Server::start(hello(), {.address = "", .unix_socket = path}).has_value());
    ASSERT_TRUE(write_file(path, as_bytes("precious")).has_value());
    EXPECT_EQ(Server::start(hello(), {.address = "", .unix_socket = path}).error().code,
              ErrorCode::already_exists);
    EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(Server, ServesManyClientsAtOnce) {
    Router router;
    router.route(Method::post, "/echo",
                 [](const Request& request) { return text_response(200, request.body); });
    router.route(Method::post, "/now",
                 [](const Request& request) { return text_response(200, request.body); },
                 {.run = Run::immediate});
    const auto server = Server::start(std::move(router), {.io_threads = 2}).value();
    Client client;
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread)
            threads.emplace_back([&, thread] {
                for (int i = 0; i < 50; ++i) {
                    const auto text = fmt::format("{}:{}", thread, i);
                    const auto* path = i % 2 == 0 ? "/echo" : "/now";
                    const auto answer = client.post(server.url() + path, text, "text/plain");
                    if (answer && answer->body == text) ++right;
                }
            });
    }
    EXPECT_EQ(right, 400);
    EXPECT_LE(server.statistics().connections_accepted, 8u);
}

}  // namespace
}  // namespace carrot::http
