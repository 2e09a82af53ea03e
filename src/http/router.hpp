// Routes: which handler answers which method and path. Knows nothing of sockets.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace carrot::http {

/// Answers one request. Runs on the server's bounded pool, so it may block; may be called by
/// several threads at once. An exception that leaves it becomes a 500.
using Handler = std::function<Response(const Request&)>;

enum class Run : std::uint8_t {
    pooled,
    immediate,  ///< on the server's I/O thread: fastest, for handlers that never block or compute
};

enum class Intake : std::uint8_t {
    whole,     ///< the handler starts when the body is in Request::body
    streamed,  ///< the handler starts after the headers and pulls Request::body_stream
};

/// The answer if it can be given without blocking or long work, and nothing otherwise.
using EagerHandler = std::function<std::optional<Response>(const Request&)>;

struct RouteOptions {
    Run run = Run::pooled;
    Intake intake = Intake::whole;
    /// Asked first, on the server's I/O thread, with Intake::whole: what it answers need not change
    /// threads twice, which takes longer than to send a small body. May throw as a Handler may.
    EagerHandler at_once{};
    /// Instead of ServerOptions::body_limit_bytes.
    std::optional<std::uint64_t> body_limit_bytes{};
};

struct Route {
    Handler handler{};
    RouteOptions options{};
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Adds a route. Pattern: segments of literal text or `{name}` (one non-empty segment), and as
    /// the last `{name...}` (the rest of the path, maybe empty): "/ipfs/{cid}/{path...}". Literal
    /// segments win over names, names over rests; "/jobs" and "/jobs/" are different paths. GET
    /// routes answer HEAD too. A malformed pattern or one that is there already is a programming
    /// error: it throws std::logic_error.
    Router& route(Method method, std::string_view pattern, Handler handler,
                  RouteOptions options = {});

    struct Pattern {
        Method method = Method::get;
        std::string text;
    };
    /// Every route, in the order in which they were added.
    const std::vector<Pattern>& patterns() const { return patterns_; }

    struct Match {
        const Route* route = nullptr;  ///< null: no route; `refusal` answers
        Parameters path_parameters{};
        std::optional<Response> refusal{};  ///< 404, 405 with Allow, or 204 with Allow for OPTIONS
    };

    /// Finds the route for a decoded path.
    Match match(Method method, std::string_view path) const;

    /// Answers a request as the server would, without one: decodes target if path is empty,
    /// matches, calls the handler, turns exceptions into 500. For tests and for servers inside a
    /// process.
    Response answer(Request request) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<Pattern> patterns_;
};

/// The route's EagerHandler, if it has one and that has an answer.
std::optional<Response> call_at_once(const Route& route, const Request& request);

/// Calls the handler; an exception becomes a 500 with a JSON error, and is logged.
Response call_handler(const Handler& handler, const Request& request);

}  // namespace carrot::http
