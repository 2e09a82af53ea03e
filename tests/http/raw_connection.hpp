// Sockets below HTTP, for tests that send what no client would, and answer what no server would.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "base/posix.hpp"
#include "http/duplex_stream.hpp"

namespace carrot::http::testing {

/// A TCP or unix connection; every wait ends after ten seconds with a failure of the test.
class RawConnection {
public:
    explicit RawConnection(std::uint16_t port);
    explicit RawConnection(const std::filesystem::path& unix_socket);
    explicit RawConnection(FileDescriptor socket) : stream_(std::move(socket)) {}

    void send(std::string_view text);
    void finish() { (void)stream_.finish_writing(); }

    /// All up to and with `mark`, or up to the end when it never comes. What follows the mark stays
    /// for the next call.
    std::string read_until(std::string_view mark);

    /// All up to the end of the connection.
    std::string read_all() { return read_until({}); }

    /// Whether the peer has ended the connection; waits for it.
    bool ends() { return read_all().empty(); }

    DuplexStream& stream() { return stream_; }

private:
    DuplexStream stream_;
    std::string received_;
};

/// A server that is a script: each connection in turn is handed to `script` on a thread.
class ScriptedServer {
public:
    using Script = std::function<void(RawConnection&)>;
    explicit ScriptedServer(Script script);
    ~ScriptedServer();

    std::uint16_t port() const { return port_; }
    std::string url() const;
    int connections() const { return connections_; }

private:
    void serve(const Script& script);

    FileDescriptor listener_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_ = 0;
    std::jthread thread_;
};

/// The status in the first line of a response.
int status_of_response(std::string_view response);

}  // namespace carrot::http::testing
