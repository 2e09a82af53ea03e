#include "http/client.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "http/server.hpp"
#include "raw_connection.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;
using testing::RawConnection;
using testing::ScriptedServer;

/// A server that reads one request header and then sends `answer` as it is.
ScriptedServer::Script says(std::string answer) {
    return [answer = std::move(answer)](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        connection.send(answer);
    };
}

/// A server that reads a request header and says nothing until the client leaves.
void stay_silent(RawConnection& connection) {
    connection.read_until("\r\n\r\n");
    connection.read_all();
}

Result<ClientResponse> get(const ScriptedServer& server, const SendOptions& options = {}) {
    Client client;
    return client.get(server.url() + "/x?secret=1", options);
}

Error error_of(std::string answer) {
    const ScriptedServer server(says(std::move(answer)));
    const auto response = get(server);
    EXPECT_FALSE(response);
    return response ? Error{} : response.error();
}

TEST(Client, SendsAWholeRequest) {
    std::string received;
    ScriptedServer server([&](RawConnection& connection) {
        received = connection.read_until("body");
        connection.send("HTTP/1.1 201 Created\r\nX-Y: z\r\nContent-Length: 2\r\n\r\nok");
    });
    Client client;
    const auto response = client
                              .send({.method = Method::post,
                                     .url = Url::parse(server.url())->at("/a%20b?c=d"),
                                     .headers = {{"X-A", "b"}, {"Host", "ignored"}},
                                     .body = "body"})
                              .value();
    EXPECT_EQ(received, fmt::format("POST /a%20b?c=d HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUser-Agent: "
                                    "carrot\r\nX-A: b\r\nContent-Length: 4\r\n\r\nbody",
                                    server.port()));
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.headers.find("x-y"), "z");
    EXPECT_EQ(response.body, "ok");
}

TEST(Client, ReadsBodiesOfEveryFraming) {
    const auto body_of = [](std::string answer) {
        const ScriptedServer server(says(std::move(answer)));
        const auto response = get(server);
        return response ? response->body : response.error().message;
    };
    EXPECT_EQ(body_of("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"), "abc");
    EXPECT_EQ(
        body_of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"),
        "abc");
    EXPECT_EQ(body_of("HTTP/1.1 200 OK\r\n\r\nabc"), "abc");
    EXPECT_EQ(body_of("HTTP/1.0 200 OK\r\n\r\nabc"), "abc");
    EXPECT_EQ(body_of("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "");
    EXPECT_EQ(body_of("HTTP/1.1 204 No Content\r\n\r\n"), "");
    EXPECT_EQ(body_of("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 "
                      "OK\r\nContent-Length: 1\r\n\r\na"),
              "a");
}

TEST(Client, HeadAnswersHaveNoBody) {
    const ScriptedServer server(says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
    Client client;
    const auto response = client.send({.method = Method::head, .url = *Url::parse(server.url())});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->headers.find("Content-Length"), "1000");
}

TEST(Client, NamesWhatItCouldNotReach) {
    Client client;
    const auto refused = client.get("http://127.0.0.1:1/x");
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(refused.error().message, "could not reach http://127.0.0.1:1: connection refused");
    const auto no_socket = client.get("unix:///nonexistent/docker.sock");
    EXPECT_EQ(no_socket.error().message,
              "could not reach unix:///nonexistent/docker.sock: no such file or directory");
}

TEST(Client, ReachesLocalhostByName) {
    const ScriptedServer server(says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    Client client;
    EXPECT_TRUE(client.get(fmt::format("http://localhost:{}/", server.port())));
}

TEST(Client, RefusesRequestsThatCannotBeSentSafely) {
    Client client;
    const auto url = *Url::parse("http://127.0.0.1:1");
    EXPECT_EQ(client.get("nonsense").error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(client.send({.method = Method::get, .url = url.at("/a b")}).error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(client.send({.method = Method::get, .url = url, .headers = {{"X", "a\r\nY: b"}}})
                  .error()
                  .code,
              ErrorCode::invalid_argument);
}

TEST(Client, NamesTheRequestButNotItsQueryInErrors) {
    const auto error = error_of("nonsense\r\n\r\n");
    EXPECT_EQ(error.code, ErrorCode::corrupt_data);
    EXPECT_TRUE(error.message.starts_with("GET http://127.0.0.1:")) << error.message;
    EXPECT_EQ(error.message.find("secret"), std::string::npos);
}

TEST(Client, TellsKindsOfBrokenAnswersApart) {
    EXPECT_EQ(error_of("").code, ErrorCode::unavailable);
    EXPECT_EQ(error_of("HTTP/1.1 200 OK\r\nContent-Le").code, ErrorCode::unavailable);
    EXPECT_EQ(error_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab").code,
              ErrorCode::unavailable);
    EXPECT_EQ(error_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").code,
              ErrorCode::corrupt_data);
    EXPECT_EQ(error_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n").code,
              ErrorCode::corrupt_data);
    EXPECT_EQ(error_of("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n").code,
              ErrorCode::resource_exhausted);
}

TEST(Client, LimitsTheResponse) {
    const ScriptedServer server(says("HTTP/1.1 200 OK\r\n\r\n0123456789"));
    EXPECT_EQ(get(server, {.response_limit_bytes = 10})->body.size(), 10u);
    EXPECT_EQ(get(server, {.response_limit_bytes = 9}).error().code, ErrorCode::resource_exhausted);
}

TEST(Client, TimesOut) {
    const ScriptedServer server(stay_silent);
    const auto response = get(server, {.timeout = 30ms});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::timed_out);
    EXPECT_TRUE(response.error().message.ends_with("timed out (limit 0.03 s)"))
        << response.error().message;
}

TEST(Client, StreamsHaveATimeForSilenceOnly) {
    const ScriptedServer server([](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        connection.send("HTTP/1.1 200 OK\r\n\r\nab");
        connection.read_all();
    });
    std::string received;
    const auto response = get(server, {.idle_timeout = 50ms, .on_body = [&](BytesView block) {
                                           received += as_text(block);
                                           return Result<void>();
                                       }});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::timed_out);
    EXPECT_EQ(received, "ab");
}

TEST(Client, StopsOnRequest) {
    std::stop_source stop;
    const ScriptedServer server([&](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        stop.request_stop();
        connection.read_all();
    });
    const auto response = get(server, {.stop = stop.get_token()});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::cancelled);
    EXPECT_EQ(get(server, {.stop = stop.get_token()}).error().code, ErrorCode::cancelled);
}

TEST(Client, CollectsTheBodyOfFailuresInsteadOfStreamingIt) {
    const ScriptedServer server(says("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone"));
    bool streamed = false;
    const auto response = get(server, {.on_body = [&](BytesView) {
                                  streamed = true;
                                  return Result<void>();
                              }});
    EXPECT_EQ(response->body, "gone");
    EXPECT_FALSE(streamed);
}

TEST(Client, GivesTheHeaderBeforeTheBody) {
    const ScriptedServer server(says("HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 1\r\n\r\na"));
    std::string order;
    const auto response = get(server, {.on_body =
                                           [&](BytesView block) {
                                               order += as_text(block);
                                               return Result<void>();
                                           },
                                       .on_header =
                                           [&](const ClientResponse& header) {
                                               order += *header.headers.find("X");
                                               return Result<void>();
                                           }});
    EXPECT_TRUE(response);
    EXPECT_EQ(order, "ya");
}

TEST(Client, SendsIdempotentRequestsAgainWhenTheKeptConnectionIsDead) {
    // Answers once, then closes when the next request has arrived.
    const ScriptedServer server([](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        connection.read_until("\r\n\r\n");
    });
    Client client;
    ASSERT_TRUE(client.get(server.url()));
    EXPECT_TRUE(client.get(server.url()));
    EXPECT_EQ(server.connections(), 2);
    const auto posted = client.post(server.url(), "x", "text/plain");
    ASSERT_FALSE(posted);
    EXPECT_EQ(posted.error().code, ErrorCode::unavailable);
}

TEST(Client, DoesNotKeepConnectionsTheServerCloses) {
    const ScriptedServer server(
        says("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
    Client client;
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(client.post(server.url(), "", "text/plain"));
    EXPECT_EQ(server.connections(), 3);
}

TEST(Client, IgnoresWhatAServerSendsUnasked) {
    const ScriptedServer server(
        says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\nfalse"));
    Client client;
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(client.get(server.url())->body, "");
}

TEST(ExpectSuccess, GivesTheServersReason) {
    const auto error_for = [](int status, std::string body) {
        return expect_success({.status = status, .body = std::move(body)}, "create x").error();
    };
    EXPECT_EQ(error_for(404, R"({"message":"No such container: x"})").message,
              "create x: 404 Not Found: No such container: x");
    EXPECT_EQ(error_for(404, "").code, ErrorCode::not_found);
    EXPECT_EQ(error_for(500, R"({"error":{"message":"m"}})").message,
              "create x: 500 Internal Server Error: m");
    EXPECT_EQ(error_for(500, "").code, ErrorCode::unavailable);
    EXPECT_EQ(error_for(401, R"({"error":"bad token"})").message,
              "create x: 401 Unauthorized: bad token");
    EXPECT_EQ(error_for(409, "line\r\nline\n").message, "create x: 409 Conflict: line  line");
    EXPECT_TRUE(expect_success({.status = 204}, "x").has_value());
}

}  // namespace
}  // namespace carrot::http
