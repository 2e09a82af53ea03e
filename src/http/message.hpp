// What a server's handler gets and gives: Request and Response, and the kinds of body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/shared_bytes.hpp"
#include "http/headers.hpp"
#include "http/url.hpp"

namespace carrot::http {

class EventStream;
class PendingResponse;

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };

/// "GET"
std::string_view name_of(Method method);
std::optional<Method> method_from(std::string_view name);

/// The standard reason phrase of a status, for example "Not Found"; "Unknown" for others.
std::string_view reason_of(int status);

/// Fills the front of `out` with the body's next bytes and says how many; 0 is the end. `out` is
/// never empty. Called by one thread at a time, possibly by different ones.
using BlockReader = std::function<Result<std::size_t>(std::span<std::uint8_t> out)>;

/// A body that is pulled in blocks of at most 256 KiB, for what should not be held in memory whole.
struct BlockBody {
    BlockReader read{};
    /// Sent as Content-Length when known; a reader that then gives fewer bytes breaks the
    /// connection. Chunked otherwise.
    std::optional<std::uint64_t> size_bytes{};
};

/// Text or bytes; bytes that others hold too; a pulled stream; or server-sent events (responses
/// only; see http/event_stream.hpp).
using Body = std::variant<std::string, SharedBytes, BlockBody, std::shared_ptr<EventStream>>;

/// What a body holds in memory; nothing when it is a stream.
std::optional<std::string_view> held_text(const Body& body);

struct Request {
    Method method = Method::get;
    /// As sent: path and query, percent-encoded.
    std::string target{};
    /// The target's path, percent-decoded. The server has refused paths with "." or ".." segments,
    /// encoded slashes or NULs (400), so it can't climb out of a folder.
    std::string path{};
    Headers headers{};
    /// Whole and within the route's limit; empty where the route takes streamed bodies.
    std::string body{};
    /// On routes with Intake::streamed: pulls the body from the connection. Usable until the
    /// handler returns. Fails with resource_exhausted past the route's limit, timed_out or
    /// unavailable when the client stalls or leaves.
    BlockReader body_stream{};
    /// Values of the route pattern's {names}, percent-decoded.
    Parameters path_parameters{};
    /// "127.0.0.1:53211", "[::1]:53211" or "unix".
    std::string peer{};
    /// Stop is requested when the server stops: handlers that wait should wait on it too.
    std::stop_token stop{};

    /// The value of `{name}` in the route's pattern; empty if the pattern has no such name.
    std::string_view path_parameter(std::string_view name) const;

    /// The first query parameter of this name, decoded as a form (RFC 1866: '+' is a space).
    std::optional<std::string> query_parameter(std::string_view name) const;
    Parameters query_parameters() const;
};

struct Response {
    int status = 200;
    /// Content-Length, Transfer-Encoding, Connection and Date are the server's own: it leaves out
    /// those a handler sets.
    Headers headers{};
    Body body{};
    /// When not null, the client waits for the response that is set there instead of this one (see
    /// http/pending_response.hpp); its connection is closed after it.
    std::shared_ptr<PendingResponse> pending{};

    /// The body if it is in memory, else empty.
    std::string_view text() const;
};

Response text_response(int status, std::string text,
                       std::string_view content_type = "text/plain; charset=utf-8");

/// A 200 with Content-Type text/event-stream that lives until the stream is closed.
Response event_response(std::shared_ptr<EventStream> events);

/// The status for an error that a handler answers with: not_found is 404, invalid_argument 400,
/// internal 500…
int status_of(ErrorCode code);

/// {"error":{"code":"not_found","message":"…"}} with status_of(error.code).
Response error_response(const Error& error);

/// The same with a status of one's own.
Response error_response(int status, std::string_view code, std::string_view message);

}  // namespace carrot::http
