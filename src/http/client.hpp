// The HTTP/1.1 client: blocking calls over TCP, TLS and unix sockets, with kept connections.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "http/duplex_stream.hpp"
#include "http/event_stream.hpp"
#include "http/message.hpp"
#include "http/url.hpp"

namespace carrot::http {

struct ClientRequest {
    Method method = Method::get;
    Url url{};
    /// Host, Content-Length, Transfer-Encoding, Connection and User-Agent are the client's own.
    Headers headers{};
    /// Text, or a BlockBody to stream an upload.
    Body body{};
};

struct ClientResponse {
    int status = 0;
    Headers headers{};
    /// Empty where SendOptions::on_body took it.
    std::string body{};

    bool ok() const { return status >= 200 && status < 300; }
};

/// Takes the next bytes of a response's body; an error ends the exchange and is returned from it.
using BodySink = std::function<Result<void>(BytesView block)>;

struct SendOptions {
    /// For the whole exchange; with `on_body`, until the response's header is complete.
    std::chrono::milliseconds timeout{30'000};
    /// For the silence between two blocks of a body; zero: none.
    std::chrono::milliseconds idle_timeout{0};
    /// Of the body. Unset: 16 MiB for a collected body, none for a streamed one.
    std::optional<std::uint64_t> response_limit_bytes{};
    /// Ends the exchange at once with ErrorCode::cancelled, wherever it is.
    std::stop_token stop{};
    /// Streams the body of a 2xx response, on the calling thread. Other bodies are collected.
    BodySink on_body{};
    /// Called with a 2xx status line and header before its body.
    std::function<Result<void>(const ClientResponse&)> on_header{};
};

struct ClientOptions {
    std::chrono::milliseconds connect_timeout{10'000};  ///< within SendOptions::timeout
    std::size_t max_idle_connections = 16;
    std::chrono::milliseconds idle_lifetime{30'000};
    std::uint32_t header_limit_bytes = 64 * 1024;
    std::string user_agent = "carrot";
    /// Certificates to trust instead of the system's (PEM).
    std::filesystem::path ca_file{};
};

/// Thread-safe: one client serves a whole process, its threads share the kept connections.
/// Redirects are not followed. Requests on kept connections that turn out to be dead are sent again
/// on a new one when the method is idempotent and the body is text.
///
/// Errors name the URL's server: unavailable (refused, reset, name not found, TLS failure),
/// timed_out, cancelled, resource_exhausted (a limit), corrupt_data (not HTTP), invalid_argument (a
/// request that can't be sent). A response with any status is a success: see expect_success().
class Client {
public:
    explicit Client(ClientOptions options = {});
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;

    Result<ClientResponse> send(const ClientRequest& request, const SendOptions& options = {});

    Result<ClientResponse> get(std::string_view url, const SendOptions& options = {});
    Result<ClientResponse> post(std::string_view url, std::string body,
                                std::string_view content_type, const SendOptions& options = {});

    /// Sends a request with `Connection: Upgrade, Upgrade: tcp` and, after a 101 or a 2xx, hands
    /// over the connection, as Docker's attach and exec do. Other statuses are errors as from
    /// expect_success(). Not over https.
    Result<DuplexStream> upgrade(const ClientRequest& request, const SendOptions& options = {});

    /// Reads server-sent events until the server ends the stream (success), `on_event` returns
    /// false (success), or an error. Sets Accept; the caller sets Last-Event-ID when it comes back.
    Result<void> read_events(const ClientRequest& request, const SendOptions& options,
                             const std::function<bool(Event)>& on_event);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Turns a status other than 2xx into an error: the message is the JSON body's error.message or
/// message where there is one, else the start of the text; the code follows the status (404 is
/// not_found, 409 failed_precondition, 5xx unavailable…). `operation` opens the message: "create
/// container".
Result<ClientResponse> expect_success(ClientResponse response, std::string_view operation);

}  // namespace carrot::http
