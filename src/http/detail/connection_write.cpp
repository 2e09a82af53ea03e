// The sending half of a Connection.
#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <memory>

#include "base/log.hpp"
#include "http/detail/connection.hpp"
#include "http/detail/event_stream_reader.hpp"
#include "http/detail/response_head.hpp"
#include "http/pending_response.hpp"

namespace carrot::http::detail {
namespace {

using boost::system::error_code;

constexpr std::size_t block_bytes = std::size_t{256} << 10;

bool has_no_body(int status) { return status < 200 || status == 204 || status == 304; }

struct BodySize {
    Framing operator()(const std::string& text) {
        length = text.size();
        return Framing::length;
    }
    Framing operator()(const SharedBytes& bytes) {
        length = bytes.size();
        return Framing::length;
    }
    Framing operator()(const BlockBody& body) {
        length = body.size_bytes.value_or(0);
        return body.size_bytes ? Framing::length : stream_framing;
    }
    Framing operator()(const std::shared_ptr<EventStream>&) { return stream_framing; }

    Framing stream_framing;
    std::uint64_t length = 0;
};

}  // namespace

Task<bool> Connection::write_response(Response response, const Request& request, bool keep_alive) {
    const bool version_1_0 = parser_.version() == 10;
    BodySize size{.stream_framing = version_1_0 ? Framing::until_end : Framing::chunked};
    auto framing = std::visit(size, response.body);
    // The producer must learn in any case that its stream has an end.
    auto* events = std::get_if<std::shared_ptr<EventStream>>(&response.body);
    if (has_no_body(response.status)) framing = Framing::none;
    keep_alive = keep_alive && !events && framing != Framing::until_end;
    auto head = format_head(response, {.framing = framing,
                                       .length = size.length,
                                       .keep_alive = keep_alive,
                                       .version_1_0 = version_1_0,
                                       .date = loop_.date()});
    if (events && *events)
        co_return co_await write_events(std::move(*events), std::move(head),
                                        framing == Framing::chunked,
                                        request.method == Method::head);
    bool sent = false;
    if (request.method == Method::head || framing == Framing::none)
        sent = co_await write(head);
    else if (const auto text = held_text(response.body))
        sent = co_await write(head, *text);
    else
        sent = co_await write_blocks(std::get<BlockBody>(std::move(response.body)), std::move(head),
                                     framing == Framing::chunked);
    clear_deadline();
    co_return sent&& keep_alive;
}

Task<bool> Connection::write_blocks(BlockBody body, std::string head, bool chunked) {
    const auto room = std::min<std::uint64_t>(block_bytes, body.size_bytes.value_or(block_bytes));
    const auto block = std::make_unique_for_overwrite<std::uint8_t[]>(room);
    std::uint64_t total = 0;
    while (true) {
        auto wanted = room;
        if (body.size_bytes) wanted = std::min(wanted, *body.size_bytes - total);
        Result<std::size_t> size = 0;
        if (wanted > 0) size = co_await read_block(body.read, std::span(block.get(), wanted));
        if (!size) {
            // The status is on its way; only a broken connection can tell the client now.
            log::warning("http", "a response body broke off: {}", size.error().message);
            co_return false;
        }
        total += *size;
        const bool last = *size == 0;
        if (last && body.size_bytes && total < *body.size_bytes) {
            log::warning("http", "a response body ended after {} of {} bytes", total,
                         *body.size_bytes);
            co_return false;
        }
        std::string_view bytes(reinterpret_cast<const char*>(block.get()), *size);
        if (chunked) head += last ? "0\r\n\r\n" : fmt::format("{:x}\r\n", *size);
        if (!co_await write(head, bytes)) co_return false;
        head = chunked ? "\r\n" : "";
        if (last) co_return true;
    }
}

Task<Result<std::size_t>> Connection::read_block(const BlockReader& read,
                                                 std::span<std::uint8_t> out) {
    co_return co_await on_pool<Result<std::size_t>>([&]() -> Result<std::size_t> {
        try {
            return read(out);
        } catch (const std::exception& exception) {
            return fail(ErrorCode::internal, "{}", exception.what());
        }
    });
}

Task<bool> Connection::write_events(std::shared_ptr<EventStream> events, std::string head,
                                    bool chunked, bool head_only) {
    EventStreamReader reader(std::move(events), make_wake());
    if (!co_await write(head) || head_only) co_return false;
    phase_ = Phase::sending_events;
    watch_client();
    while (!client_gone_) {
        events_ready_ = false;
        auto taken = reader.take();
        if (taken.text.empty() && !taken.ended && !shared_.stop.stop_requested()) {
            events_timer_.expires_after(shared_.options.event_keep_alive);
            const auto [error] = co_await events_timer_.async_wait(asio::as_tuple(awaited));
            if (events_ready_ || client_gone_ || error) continue;
            taken.text = ":\n\n";
        }
        if (!taken.text.empty()) {
            const auto prefix = chunked ? fmt::format("{:x}\r\n", taken.text.size()) : "";
            if (chunked) taken.text += "\r\n";
            if (!co_await write(prefix, taken.text)) break;
        }
        if (taken.ended || shared_.stop.stop_requested()) {
            if (chunked) co_await write("0\r\n\r\n");
            break;
        }
    }
    finish_sending();
    co_return false;
}

Task<Response> Connection::wait_for(std::shared_ptr<PendingResponse> pending) {
    phase_ = Phase::waiting;
    events_ready_ = false;
    pending->on_set(make_wake());
    watch_client();
    while (!client_gone_ && !shared_.stop.stop_requested() && !events_ready_) {
        events_timer_.expires_after(shared_.options.idle_timeout);
        co_await events_timer_.async_wait(asio::as_tuple(awaited));
    }
    phase_ = Phase::answering;
    auto response = pending->take();
    if (response) co_return *std::move(response);
    co_return error_response(503, "cancelled", "the server stops before the answer is there");
}

std::function<void()> Connection::make_wake() {
    // It may be called when the server is gone already, hence the shared ownership.
    return [weak = weak_from_this(), loop = loop_.shared_from_this()] {
        asio::post(loop->context(), [weak] {
            if (const auto self = weak.lock()) self->wake_events();
        });
    };
}

void Connection::watch_client() {
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
        const auto scratch = self->loop_.scratch();
        std::size_t size = 0;
        if (!error)
            size = self->socket_.read_some(asio::buffer(scratch.data(), scratch.size()), error);
        if (error == asio::error::would_block || (!error && size > 0)) return self->watch_client();
        self->client_gone_ = true;
        self->wake_events();
    });
}

void Connection::wake_events() {
    events_ready_ = true;
    events_timer_.cancel();
}

}  // namespace carrot::http::detail
