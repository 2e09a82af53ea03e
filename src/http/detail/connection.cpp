#include "http/detail/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "http/detail/cors.hpp"
#include "http/detail/response_head.hpp"
#include "http/url.hpp"

namespace carrot::http::detail {
namespace {

using boost::system::error_code;

constexpr std::size_t scratch_bytes = std::size_t{64} << 10;
constexpr auto longest_tick = std::chrono::milliseconds(250);
constexpr auto shortest_tick = std::chrono::milliseconds(5);
constexpr auto linger_timeout = std::chrono::milliseconds(1000);
constexpr std::size_t linger_limit_bytes = std::size_t{4} << 20;

std::chrono::milliseconds tick_of(const ServerOptions& options) {
    const auto shortest =
        std::min({options.idle_timeout, options.header_timeout, options.body_timeout});
    return std::clamp(shortest / 4, shortest_tick, longest_tick);
}

}  // namespace

Loop::Loop(ServerShared& shared) : shared_(shared), scratch_(scratch_bytes) {}

void Loop::serve(Socket socket, std::string peer) {
    auto connection =
        std::make_shared<Connection>(std::move(socket), std::move(peer), *this, shared_);
    asio::co_spawn(context_, Connection::run(std::move(connection)), asio::detached);
    if (!ticking_) watch_deadlines();
}

void Loop::watch_deadlines() {
    ticking_ = !connections_.empty();
    if (!ticking_) return;
    tick_.expires_after(tick_of(shared_.options));
    tick_.async_wait([this](error_code error) {
        if (error) return;
        const auto now = SteadyClock::now();
        for (auto* connection : connections_)
            connection->check_deadline(now);
        watch_deadlines();
    });
}

void Loop::drain() {
    for (auto* connection : connections_)
        connection->drain();
}

void Loop::cut_off() {
    for (auto* connection : connections_)
        connection->cut_off();
}

std::string_view Loop::date() {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    if (now != date_seconds_) date_ = format_date(date_seconds_ = now);
    return date_;
}

Connection::Connection(Socket socket, std::string peer, Loop& loop, ServerShared& shared)
    : socket_(std::move(socket)),
      peer_(std::move(peer)),
      loop_(loop),
      shared_(shared),
      parser_(MessageParser::Kind::request, shared.options.header_limit_bytes),
      events_timer_(loop.context()) {
    if (shared_.tls && peer_ != "unix") tls_.emplace(shared_.tls->new_session());
    loop_.connections_.insert(this);
}

Connection::~Connection() {
    loop_.connections_.erase(this);
    --shared_.open;
}

Task<void> Connection::run(std::shared_ptr<Connection> self) {
    error_code ignored;
    self->socket_.non_blocking(true, ignored);
    co_await self->serve();
    self->clear_deadline();
    if (self->tls_) self->finish_sending();
    self->socket_.close(ignored);
}

void Connection::check_deadline(SteadyClock::time_point now) {
    if (now < deadline_) return;
    clear_deadline();
    expired_ = true;
    error_code ignored;
    socket_.cancel(ignored);
}

void Connection::drain() {
    if (phase_ == Phase::sending_events || phase_ == Phase::waiting) wake_events();
    if (phase_ == Phase::idle) cut_off();
}

void Connection::cut_off() {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_both, ignored);
    socket_.cancel(ignored);
    wake_events();
}

Task<void> Connection::serve() {
    if (tls_ && !co_await shake_hands()) co_return;
    while (co_await read_head()) {
        ++shared_.requests;
        if (!co_await answer() || shared_.stop.stop_requested()) break;
    }
    if (parser_.started() && !parser_.complete() && !expired_) co_await linger();
}

Task<bool> Connection::read_head() {
    phase_ = Phase::idle;
    parser_.reset();
    continue_sent_ = false;
    body_bytes_ = 0;
    set_deadline(shared_.options.idle_timeout);
    feed_input();
    while (!parser_.header_complete() && parser_.failure() == ParseFailure::none) {
        if (phase_ == Phase::idle && (parser_.started() || !input_.empty())) {
            phase_ = Phase::reading;
            set_deadline(shared_.options.header_timeout);
        }
        if (phase_ == Phase::idle && shared_.stop.stop_requested()) co_return false;
        if (co_await read_some()) continue;
        if (expired_ && phase_ == Phase::reading)
            co_await refuse(408, "timed_out", "the request's header did not arrive in time");
        co_return false;
    }
    phase_ = Phase::reading;
    if (parser_.failure() == ParseFailure::header_too_large) {
        co_await refuse(431, "resource_exhausted",
                        fmt::format("the request's header is larger than {} bytes",
                                    shared_.options.header_limit_bytes));
    } else if (parser_.failure() != ParseFailure::none) {
        co_await refuse(400, "invalid_argument",
                        fmt::format("the request is not HTTP/1.1: {}", parser_.failure_text()));
    }
    co_return parser_.failure() == ParseFailure::none;
}

void Connection::feed_input() {
    // A server should ignore empty lines before a request line (RFC 9112 section 2.2).
    while (!parser_.started() && input_.starts_with("\r\n"))
        input_.erase(0, 2);
    if (!input_.empty()) input_.erase(0, parser_.feed(input_));
}

Request Connection::take_request() {
    auto& head = parser_.head();
    Request request;
    request.target = std::move(head.target);
    request.headers = std::move(head.headers);
    request.peer = peer_;
    request.stop = shared_.stop.get_token();
    return request;
}

std::optional<Response> Connection::check_request(Request& request) const {
    const auto invalid = [](std::string_view reason) {
        return error_response(400, "invalid_argument", reason);
    };
    const auto coding = request.headers.find("Transfer-Encoding");
    if (coding && !equal_ignoring_case(*coding, "chunked"))
        return error_response(501, "invalid_argument", "the transfer encoding is not supported");
    const auto host = request.headers.find("Host");
    if (!host && parser_.version() == 11) return invalid("the Host header is missing");
    if (host && peer_ != "unix" && !is_allowed_host(*host, shared_.options.allowed_hosts))
        return error_response(421, "invalid_argument",
                              fmt::format("this server does not answer for {}", *host));
    const auto method = method_from(parser_.method());
    if (!method) return error_response(501, "invalid_argument", "the method is not supported");
    request.method = *method;
    auto path = decode_path(request.target);
    if (!path) return invalid(path.error().message);
    request.path = *std::move(path);
    return std::nullopt;
}

std::optional<Response> Connection::check_rate() const {
    if (peer_ == "unix") return std::nullopt;
    const auto wait = shared_.rate_limiter.refuse(peer_, SteadyClock::now());
    if (!wait) return std::nullopt;
    auto response =
        error_response(429, "resource_exhausted",
                       fmt::format("too many requests: try again in {} s", wait->count()));
    response.headers.add("Retry-After", fmt::format("{}", wait->count()));
    return response;
}

Task<bool> Connection::answer() {
    auto request = take_request();
    phase_ = Phase::reading;
    const bool keep_alive = parser_.keep_alive();
    if (auto refusal = check_request(request)) {
        co_await write_response(*std::move(refusal), request, false);
        co_return false;
    }
    Router::Match match;
    if (auto too_many = check_rate()) {
        allow_origin(request, shared_.options.cors, *too_many);
        co_return co_await write_response(*std::move(too_many), request,
                                          keep_alive && parser_.complete());
    }
    auto refusal = check_origin(request, shared_.options.cors);
    if (!refusal) {
        match = shared_.router.match(request.method, request.path);
        refusal = std::move(match.refusal);
    }
    request.path_parameters = std::move(match.path_parameters);
    static const RouteOptions none;
    const auto& route = refusal ? none : match.route->options;
    const auto limit = route.body_limit_bytes.value_or(shared_.options.body_limit_bytes);
    if (parser_.content_length().value_or(0) > limit)
        co_return co_await refuse_body(request, limit);

    const bool streamed = route.intake == Intake::streamed && !refusal;
    if (streamed)
        request.body_stream = make_body_stream(request, limit);
    else if (!co_await read_body(request, limit))
        co_return false;
    clear_deadline();
    phase_ = Phase::answering;
    Response response;
    if (refusal)
        response = *std::move(refusal);
    else if (route.run == Run::immediate && !streamed)
        response = call_handler(match.route->handler, request);
    else if (auto ready = call_at_once(*match.route, request))
        response = *std::move(ready);
    else
        response = co_await call_pooled(match.route->handler, request);
    const bool was_pending = response.pending != nullptr;
    if (was_pending) response = co_await wait_for(std::move(response.pending));
    if (client_gone_) co_return false;
    allow_origin(request, shared_.options.cors, response);
    co_return co_await write_response(
        std::move(response), request,
        keep_alive && !was_pending && parser_.complete() && !shared_.stop.stop_requested());
}

Task<Response> Connection::call_pooled(const Handler& handler, const Request& request) {
    const auto limit = shared_.options.handler_threads + shared_.options.max_waiting_requests;
    if (shared_.pool_tasks >= limit)
        co_return error_response(503, "unavailable", "the server is busy; try again later");
    co_return co_await on_pool<Response>([&] {
        return shared_.abandoned ? Response{.status = 503} : call_handler(handler, request);
    });
}

Task<void> Connection::refuse(int status, std::string_view code, std::string_view message) {
    expired_ = false;
    co_await write_response(error_response(status, code, message), Request{}, false);
}

Task<void> Connection::linger() {
    // Closing with unread input resets the connection and may destroy the response on its way.
    phase_ = Phase::lingering;
    finish_sending();
    set_deadline(linger_timeout);
    const auto scratch = loop_.scratch();
    std::size_t total = 0;
    while (total < linger_limit_bytes) {
        const auto [wait_error] =
            co_await socket_.async_wait(Socket::wait_read, asio::as_tuple(awaited));
        if (wait_error) co_return;
        error_code error;
        const auto size = socket_.read_some(asio::buffer(scratch.data(), scratch.size()), error);
        if (error && error != asio::error::would_block) co_return;
        total += size;
    }
}

}  // namespace carrot::http::detail
