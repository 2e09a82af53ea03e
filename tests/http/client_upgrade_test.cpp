// Connections that leave HTTP, as Docker's attach does.
#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "http/client.hpp"
#include "raw_connection.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;
using testing::RawConnection;
using testing::ScriptedServer;

Result<DuplexStream> attach(const ScriptedServer& server) {
    Client client;
    return client.upgrade({.method = Method::post,
                           .url = Url::parse(server.url())->at("/containers/1/attach?stream=1")});
}

std::string read_all(DuplexStream& stream) {
    std::string text;
    std::array<std::uint8_t, 7> block{};
    while (true) {
        const auto size = stream.read(block);
        if (!size || *size == 0) return text;
        text += as_text(BytesView(block).first(*size));
    }
}

/// Upgrades with `answer`, then sends back what it gets until the client has finished.
ScriptedServer::Script echo_after(std::string answer) {
    return [answer = std::move(answer)](RawConnection& connection) {
        const auto request = connection.read_until("\r\n\r\n");
        EXPECT_NE(request.find("Connection: Upgrade\r\nUpgrade: tcp\r\n"), request.npos);
        connection.send(answer);
        connection.send(connection.read_all());
        connection.finish();
        connection.stream().close();
    };
}

TEST(Upgrade, GivesTheRawConnectionAfter101) {
    const ScriptedServer server(echo_after(
        "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nearly bytes|"));
    auto stream = attach(server).value();
    EXPECT_TRUE(stream.write(as_bytes("hello")));
    EXPECT_TRUE(stream.finish_writing());
    EXPECT_EQ(read_all(stream), "early bytes|hello");
}

TEST(Upgrade, Takes200WithoutALengthAsDockerSendsIt) {
    const ScriptedServer server(
        echo_after("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"));
    auto stream = attach(server).value();
    EXPECT_TRUE(stream.write(as_bytes("x")));
    EXPECT_TRUE(stream.finish_writing());
    EXPECT_EQ(read_all(stream), "x");
}

TEST(Upgrade, ReportsRefusals) {
    const ScriptedServer refusing([](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        connection.send(
            "HTTP/1.1 409 Conflict\r\nContent-Length: 18\r\n\r\n{\"message\":\"dead\"}");
    });
    const auto refused = attach(refusing);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
    EXPECT_TRUE(refused.error().message.ends_with("409 Conflict: dead")) << refused.error().message;

    const ScriptedServer ignoring([](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    EXPECT_EQ(attach(ignoring).error().code, ErrorCode::failed_precondition);
}

TEST(DuplexStream, ReadsEndByTimeoutStopOrClose) {
    const ScriptedServer server([](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
        connection.read_all();
    });
    auto stream = attach(server).value();
    std::array<std::uint8_t, 4> block{};
    EXPECT_EQ(stream.read(block, {}, 20ms).error().code, ErrorCode::timed_out);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(stream.read(block, stop.get_token()).error().code, ErrorCode::cancelled);
    const std::jthread closer([&] { stream.close(); });
    EXPECT_EQ(stream.read(block), 0u);
}

TEST(DuplexStream, WritesToAPeerThatIsGoneFail) {
    const ScriptedServer server([](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
    });
    auto stream = attach(server).value();
    EXPECT_EQ(read_all(stream), "");
    const std::string much(1 << 20, 'x');
    Result<void> written;
    while (written)
        written = stream.write(as_bytes(much));
    EXPECT_EQ(written.error().code, ErrorCode::unavailable);
}

TEST(DuplexStream, OneThreadReadsWhileAnotherWrites) {
    constexpr std::size_t size = 8 << 20;
    const ScriptedServer server([](RawConnection& connection) {
        connection.read_until("\r\n\r\n");
        connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
        std::vector<std::uint8_t> block(1 << 16);
        while (true) {
            const auto count = connection.stream().read(block);
            if (!count || *count == 0) break;
            (void)connection.stream().write(BytesView(block).first(*count));
        }
        connection.finish();
    });
    auto stream = attach(server).value();
    std::jthread writer([&] {
        EXPECT_TRUE(stream.write(as_bytes(std::string(size, 'x'))));
        EXPECT_TRUE(stream.finish_writing());
    });
    std::vector<std::uint8_t> block(1 << 16);
    std::size_t total = 0;
    for (auto count = stream.read(block); count && *count > 0; count = stream.read(block))
        total += *count;
    EXPECT_EQ(total, size);
}

}  // namespace
}  // namespace carrot::http
