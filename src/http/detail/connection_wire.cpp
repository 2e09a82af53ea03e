// A Connection's bytes, plain or by TLS.
#include <boost/asio/as_tuple.hpp>

#include "http/detail/connection.hpp"

namespace carrot::http::detail {

using boost::system::error_code;

Task<std::string_view> Connection::read_wire() {
    const auto scratch = loop_.scratch();
    while (true) {
        const auto [wait_error] =
            co_await socket_.async_wait(Socket::wait_read, asio::as_tuple(awaited));
        if (wait_error) co_return std::string_view();
        error_code error;
        const auto size = socket_.read_some(asio::buffer(scratch.data(), scratch.size()), error);
        if (error == asio::error::would_block) continue;
        co_return std::string_view(scratch.data(), error ? 0 : size);
    }
}

Task<bool> Connection::read_some() {
    std::string plain;
    auto bytes = co_await read_wire();
    while (tls_ && !bytes.empty() && plain.empty()) {
        if (!co_await decrypt(bytes, plain)) co_return false;
        if (plain.empty()) bytes = co_await read_wire();
    }
    if (bytes.empty()) co_return false;
    if (tls_) bytes = plain;
    if (input_.empty()) {
        input_ = bytes.substr(parser_.feed(bytes));
    } else {
        input_ += bytes;
        feed_input();
    }
    co_return true;
}

Task<bool> Connection::write_wire(std::string_view first, std::string_view second) {
    std::array<asio::const_buffer, 2> buffers{asio::buffer(first), asio::buffer(second)};
    while (buffers[0].size() + buffers[1].size() > 0) {
        error_code error;
        const auto size = socket_.write_some(buffers, error);
        if (error == asio::error::would_block) {
            set_deadline(shared_.options.body_timeout);
            const auto [wait_error] =
                co_await socket_.async_wait(Socket::wait_write, asio::as_tuple(awaited));
            clear_deadline();
            if (wait_error) co_return false;
            continue;
        }
        if (error) co_return false;
        const auto from_first = std::min(size, buffers[0].size());
        buffers[0] += from_first;
        buffers[1] += size - from_first;
    }
    co_return true;
}

Task<bool> Connection::shake_hands() {
    set_deadline(shared_.options.header_timeout);
    std::string plain;
    while (!tls_->established()) {
        const auto wire = co_await read_wire();
        if (wire.empty()) co_return false;
        if (co_await decrypt(wire, plain)) continue;
        const bool plain_http = tls_->got_plain_http();
        tls_.reset();
        if (plain_http)
            co_await refuse(400, "invalid_argument", "this server speaks https, not http");
        co_return false;
    }
    input_ = std::move(plain);
    co_return true;
}

Task<bool> Connection::decrypt(std::string_view wire, std::string& plain) {
    const bool goes_on = tls_->receive(wire, plain);
    if (tls_->got_plain_http()) co_return false;
    // What is sent here is the handshake's, within the deadline of the reading.
    const auto deadline = deadline_;
    const bool sent = co_await flush_tls();
    deadline_ = deadline;
    co_return sent && (goes_on || !plain.empty());
}

Task<bool> Connection::flush_tls() {
    const auto wire = tls_->take_output();
    co_return co_await write_wire(wire);
}

Task<bool> Connection::write(std::string_view first, std::string_view second) {
    if (!tls_) co_return co_await write_wire(first, second);
    constexpr std::size_t block_bytes = std::size_t{64} << 10;
    for (auto rest : {first, second}) {
        while (!rest.empty()) {
            const auto block = rest.substr(0, block_bytes);
            rest.remove_prefix(block.size());
            if (!tls_->send(block)) co_return false;
            if (tls_->output_bytes() >= block_bytes && !co_await flush_tls()) co_return false;
        }
    }
    co_return co_await flush_tls();
}

void Connection::finish_sending() {
    error_code ignored;
    if (tls_) {
        tls_->finish();
        // As much as the socket takes at once: a peer that does not read needs no farewell.
        socket_.write_some(asio::buffer(tls_->take_output()), ignored);
    }
    socket_.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace carrot::http::detail
