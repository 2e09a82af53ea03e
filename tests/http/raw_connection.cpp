#include "raw_connection.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <charconv>
#include <chrono>

namespace carrot::http::testing {
namespace {

constexpr auto patience = std::chrono::seconds(10);

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

template <class Address>
FileDescriptor connected(int family, const Address& address) {
    FileDescriptor fd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return fd;
}

sockaddr_un unix_address(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

}  // namespace

RawConnection::RawConnection(std::uint16_t port)
    : RawConnection(connected(AF_INET, loopback(port))) {}

RawConnection::RawConnection(const std::filesystem::path& unix_socket)
    : RawConnection(connected(AF_UNIX, unix_address(unix_socket))) {}

void RawConnection::send(std::string_view text) {
    // A peer that has closed may refuse it; what the test expects is read afterwards.
    (void)stream_.write(as_bytes(text), {}, patience);
}

std::string RawConnection::read_until(std::string_view mark) {
    while (true) {
        const auto found = mark.empty() ? std::string::npos : received_.find(mark);
        if (found != std::string::npos) {
            auto text = received_.substr(0, found + mark.size());
            received_.erase(0, text.size());
            return text;
        }
        std::array<std::uint8_t, 4096> block{};
        const auto size = stream_.read(block, {}, patience);
        if (!size) EXPECT_NE(size.error().code, ErrorCode::timed_out);
        if (!size || *size == 0) return std::exchange(received_, {});
        received_ += as_text({block.data(), *size});
    }
}

ScriptedServer::ScriptedServer(Script script)
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    auto address = loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_.get(), 16), 0);
    EXPECT_EQ(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this, script = std::move(script)] { serve(script); });
}

ScriptedServer::~ScriptedServer() { ::shutdown(listener_.get(), SHUT_RDWR); }

std::string ScriptedServer::url() const { return fmt::format("http://127.0.0.1:{}", port_); }

void ScriptedServer::serve(const Script& script) {
    while (true) {
        FileDescriptor accepted(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!accepted.valid()) return;
        ++connections_;
        RawConnection connection(std::move(accepted));
        script(connection);
    }
}

int status_of_response(std::string_view response) {
    constexpr std::string_view start = "HTTP/1.1 ";
    int status = 0;
    if (response.starts_with(start))
        std::from_chars(response.data() + start.size(), response.data() + start.size() + 3, status);
    return status;
}

}  // namespace carrot::http::testing
