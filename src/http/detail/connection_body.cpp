// How a Connection reads a request's body: whole, or as the handler pulls it.
#include <boost/asio/co_spawn.hpp>
#include <condition_variable>
#include <mutex>

#include "http/detail/connection.hpp"
#include "http/detail/cors.hpp"

namespace carrot::http::detail {
namespace {

constexpr std::uint64_t reserve_limit_bytes = std::uint64_t{1} << 20;

}  // namespace

bool Connection::expects_continue(const Request& request) const {
    const auto expect = request.headers.find("Expect");
    return expect && equal_ignoring_case(*expect, "100-continue") && parser_.version() == 11;
}

Task<bool> Connection::send_continue(const Request& request) {
    const bool wanted =
        !continue_sent_ && expects_continue(request) && input_.empty() && !parser_.complete();
    continue_sent_ = true;
    if (!wanted) co_return true;
    co_return co_await write("HTTP/1.1 100 Continue\r\n\r\n");
}

Task<bool> Connection::read_body(Request& request, std::uint64_t limit_bytes) {
    if (parser_.complete()) co_return true;
    request.body.reserve(std::min(parser_.content_length().value_or(0), reserve_limit_bytes));
    if (!co_await send_continue(request)) co_return false;
    set_deadline(shared_.options.body_timeout);
    feed_input();
    while (true) {
        auto& found = parser_.body();
        if (request.body.size() + found.size() > limit_bytes)
            co_return co_await refuse_body(request, limit_bytes);
        request.body += found;
        found.clear();
        if (parser_.failure() != ParseFailure::none) {
            co_await refuse(400, "invalid_argument",
                            fmt::format("the request's body: {}", parser_.failure_text()));
            co_return false;
        }
        if (parser_.complete()) co_return true;
        if (!co_await read_some()) {
            if (expired_)
                co_await refuse(408, "timed_out", "the request's body did not arrive in time");
            co_return false;
        }
        set_deadline(shared_.options.body_timeout);
    }
}

Task<bool> Connection::refuse_body(const Request& request, std::uint64_t limit_bytes) {
    auto response =
        error_response(413, "resource_exhausted",
                       fmt::format("the request's body is larger than {} bytes", limit_bytes));
    allow_origin(request, shared_.options.cors, response);
    co_await write_response(std::move(response), request, false);
    co_return false;
}

BlockReader Connection::make_body_stream(const Request& request, std::uint64_t limit_bytes) {
    struct Pull {
        std::mutex mutex;
        std::condition_variable arrived;
        std::optional<Result<std::string>> block;
        std::string rest;
        bool ended = false;
    };
    return [self = shared_from_this(), &request, limit_bytes,
            pull = std::make_shared<Pull>()](std::span<std::uint8_t> out) -> Result<std::size_t> {
        if (pull->rest.empty() && !pull->ended) {
            asio::post(self->loop_.context(), [self, &request, limit_bytes, pull] {
                asio::co_spawn(self->loop_.context(), self->pull_body(request, limit_bytes),
                               [pull](std::exception_ptr, Result<std::string> block) {
                                   const std::lock_guard lock(pull->mutex);
                                   pull->block = std::move(block);
                                   pull->arrived.notify_one();
                               });
            });
            std::unique_lock lock(pull->mutex);
            pull->arrived.wait(lock, [&] { return pull->block.has_value(); });
            auto block = *std::move(pull->block);
            pull->block.reset();
            if (!block) return std::unexpected(std::move(block.error()));
            pull->rest = *std::move(block);
            pull->ended = pull->rest.empty();
        }
        const auto size = std::min(out.size(), pull->rest.size());
        std::copy_n(pull->rest.begin(), size, out.begin());
        pull->rest.erase(0, size);
        return size;
    };
}

Task<Result<std::string>> Connection::pull_body(const Request& request, std::uint64_t limit_bytes) {
    if (!co_await send_continue(request))
        co_return fail(ErrorCode::unavailable, "the client has closed the connection");
    feed_input();
    while (parser_.body().empty() && !parser_.complete()) {
        set_deadline(shared_.options.body_timeout);
        const bool read = parser_.failure() == ParseFailure::none && co_await read_some();
        clear_deadline();
        if (parser_.failure() != ParseFailure::none)
            co_return fail(ErrorCode::invalid_argument, "the request's body: {}",
                           parser_.failure_text());
        if (expired_)
            co_return fail(ErrorCode::timed_out, "the request's body did not arrive in time");
        if (!read) co_return fail(ErrorCode::unavailable, "the client has closed the connection");
    }
    body_bytes_ += parser_.body().size();
    if (body_bytes_ > limit_bytes)
        co_return fail(ErrorCode::resource_exhausted, "the request's body is larger than {} bytes",
                       limit_bytes);
    co_return std::exchange(parser_.body(), {});
}

}  // namespace carrot::http::detail
