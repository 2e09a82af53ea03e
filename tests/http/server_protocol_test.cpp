// HTTP/1.1 as clients see it, byte for byte where it matters.
#include <gtest/gtest.h>

#include "http/client.hpp"
#include "http/server.hpp"
#include "raw_connection.hpp"

namespace carrot::http {
namespace {

using testing::RawConnection;
using testing::status_of_response;

Router make_router() {
    Router router;
    router.route(Method::get, "/hello", [](const Request&) { return text_response(200, "hello"); });
    router.route(Method::get, "/now", [](const Request&) { return text_response(200, "now"); },
                 {.run = Run::immediate});
    router.route(Method::post, "/echo",
                 [](const Request& request) { return text_response(200, request.body); });
    router.route(Method::get, "/empty", [](const Request&) { return Response{.status = 204}; });
    router.route(Method::get, "/split", [](const Request&) {
        Response response = text_response(200, "x");
        response.headers.add("Location", "/a\r\nSet-Cookie: stolen");
        response.headers.add("Content-Length", "99");
        return response;
    });
    router.route(Method::get, "/peer",
                 [](const Request& request) { return text_response(200, request.peer); });
    router.route(Method::get, "/throw", [](const Request&) -> Response { throw 1; });
    return router;
}

class ServerProtocol : public ::testing::Test {
protected:
    std::string exchange(std::string_view request) {
        RawConnection connection(server.port());
        connection.send(request);
        connection.finish();
        return connection.read_all();
    }

    Server server = Server::start(make_router()).value();
};

TEST_F(ServerProtocol, AnswersWithLengthDateAndType) {
    const auto response = exchange("GET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(response.starts_with("HTTP/1.1 200 OK\r\n")) << response;
    EXPECT_NE(response.find("Content-Length: 5\r\n"), response.npos);
    EXPECT_NE(response.find("Content-Type: text/plain; charset=utf-8\r\n"), response.npos);
    EXPECT_NE(response.find(" GMT\r\n"), response.npos);
    EXPECT_NE(response.find("Connection: close\r\n"), response.npos);
    EXPECT_TRUE(response.ends_with("\r\n\r\nhello"));
}

TEST_F(ServerProtocol, KeepsConnectionsOpen) {
    RawConnection connection(server.port());
    for (int i = 0; i < 3; ++i) {
        connection.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_EQ(status_of_response(connection.read_until("\r\n\r\nhello")), 200);
    }
    EXPECT_EQ(server.statistics().connections_accepted, 1u);
    EXPECT_EQ(server.statistics().requests, 3u);
}

TEST_F(ServerProtocol, AnswersPipelinedRequestsInOrder) {
    RawConnection connection(server.port());
    connection.send(
        "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"
        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc\r\n"
        "GET /now HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    connection.read_until("\r\n\r\nhello");
    connection.read_until("\r\n\r\nabc");
    EXPECT_TRUE(connection.read_all().ends_with("\r\n\r\nnow"));
}

TEST_F(ServerProtocol, ReadsRequestsThatArriveByteByByte) {
    RawConnection connection(server.port());
    for (const char c :
         std::string_view("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
                          "chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: t\r\n\r\n"))
        connection.send({&c, 1});
    EXPECT_EQ(status_of_response(connection.read_until("\r\n\r\nabcde")), 200);
}

TEST_F(ServerProtocol, ClosesAfterAnHttp10Request) {
    const auto response = exchange("GET /hello HTTP/1.0\r\n\r\n");
    EXPECT_NE(response.find("Connection: close\r\n"), response.npos);
    EXPECT_TRUE(response.ends_with("hello"));
}

TEST_F(ServerProtocol, HeadHasTheHeaderOfGetWithoutTheBody) {
    const auto response = exchange("HEAD /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_NE(response.find("Content-Length: 5\r\n"), response.npos);
    EXPECT_TRUE(response.ends_with("\r\n\r\n"));
}

TEST_F(ServerProtocol, NoContentHasNoLength) {
    const auto response = exchange("GET /empty HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(status_of_response(response), 204);
    EXPECT_EQ(response.find("Content-Length"), response.npos);
}

TEST_F(ServerProtocol, SendsContinueWhenItIsExpected) {
    RawConnection connection(server.port());
    connection.send(
        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(connection.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    connection.send("abc");
    EXPECT_EQ(status_of_response(connection.read_until("abc")), 200);
}

TEST_F(ServerProtocol, RefusesMalformedRequests) {
    for (const std::string request : {
             "\x16\x03\x01\x02\r\n\r\n",
             "GET /hello\r\n\r\n",
             "GET /hello HTTP/2.0\r\nHost: h\r\n\r\n",
             "GET /hello HTTP/1.1\r\nHo st: h\r\n\r\n",
             "GET /hello HTTP/1.1\r\n\r\n",
             "GET /../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n",
             "GET /%2e%2e/x HTTP/1.1\r\nHost: h\r\n\r\n",
             "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
             "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
             "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: "
             "chunked\r\n\r\n0\r\n\r\n",
             "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: "
             "3\r\n\r\n0\r\n\r\n",
             "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
         }) {
        EXPECT_EQ(status_of_response(exchange(request)), 400) << request;
    }
}

TEST_F(ServerProtocol, RefusesWhatItDoesNotImplement) {
    EXPECT_EQ(status_of_response(exchange("BREW /hello HTTP/1.1\r\nHost: h\r\n\r\n")), 501);
    EXPECT_EQ(status_of_response(exchange("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
                                          "gzip, chunked\r\n\r\n0\r\n\r\n")),
              501);
    EXPECT_EQ(status_of_response(exchange("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
                                          "identity\r\n\r\n")),
              501);
}

TEST_F(ServerProtocol, LeavesOutHeadersThatWouldSplitTheResponse) {
    const auto response = exchange("GET /split HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(response.find("stolen"), response.npos);
    EXPECT_EQ(response.find("99"), response.npos);
}

TEST_F(ServerProtocol, ServesOnAfterAHandlerThrew) {
    RawConnection connection(server.port());
    connection.send("GET /throw HTTP/1.1\r\nHost: h\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(status_of_response(connection.read_until("}}")), 500);
    EXPECT_EQ(status_of_response(connection.read_until("hello")), 200);
}

TEST_F(ServerProtocol, TellsHandlersThePeer) {
    Client client;
    EXPECT_TRUE(client.get(server.url() + "/peer")->body.starts_with("127.0.0.1:"));
}

TEST_F(ServerProtocol, ServesOnWhenClientsLeaveInTheMiddle) {
    for (const auto* request :
         {"", "GET /he", "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab"}) {
        RawConnection connection(server.port());
        connection.send(request);
    }
    EXPECT_EQ(status_of_response(exchange("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n")), 200);
}

}  // namespace
}  // namespace carrot::http
