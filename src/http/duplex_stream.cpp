#include "http/duplex_stream.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "http/detail/connector.hpp"
#include "http/detail/waiter.hpp"

namespace carrot::http {
namespace {

std::unexpected<Error> lost(int error_number) {
    return fail(ErrorCode::unavailable, "the connection was lost: {}",
                detail::errno_text(error_number));
}

void set_timeout(detail::Waiter& waiter, std::chrono::milliseconds timeout) {
    if (timeout > std::chrono::milliseconds::zero())
        waiter.set_deadline(std::chrono::steady_clock::now() + timeout);
}

}  // namespace

struct DuplexStream::State {
    FileDescriptor socket;
    std::string pending;
};

DuplexStream::DuplexStream(FileDescriptor socket, std::string pending)
    : state_(std::make_unique<State>(std::move(socket), std::move(pending))) {
    ::fcntl(state_->socket.get(), F_SETFL, O_NONBLOCK);
}

DuplexStream::DuplexStream(DuplexStream&&) noexcept = default;
DuplexStream& DuplexStream::operator=(DuplexStream&&) noexcept = default;
DuplexStream::~DuplexStream() = default;

Result<std::size_t> DuplexStream::read(std::span<std::uint8_t> out, std::stop_token stop,
                                       std::chrono::milliseconds timeout) {
    if (!state_->pending.empty()) {
        const auto size = std::min(out.size(), state_->pending.size());
        std::copy_n(state_->pending.begin(), size, out.begin());
        state_->pending.erase(0, size);
        return size;
    }
    detail::Waiter waiter(std::move(stop));
    set_timeout(waiter, timeout);
    while (true) {
        const auto received = ::recv(state_->socket.get(), out.data(), out.size(), 0);
        if (received >= 0) return static_cast<std::size_t>(received);
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return lost(errno);
        TRY(waiter.wait(state_->socket.get(), POLLIN));
    }
}

Result<void> DuplexStream::write(BytesView bytes, std::stop_token stop,
                                 std::chrono::milliseconds timeout) {
    detail::Waiter waiter(std::move(stop));
    set_timeout(waiter, timeout);
    while (!bytes.empty()) {
        const auto sent = ::send(state_->socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            TRY(waiter.wait(state_->socket.get(), POLLOUT));
        } else if (errno != EINTR) {
            return lost(errno);
        }
    }
    return {};
}

Result<void> DuplexStream::finish_writing() {
    if (::shutdown(state_->socket.get(), SHUT_WR) != 0) return lost(errno);
    return {};
}

void DuplexStream::close() { ::shutdown(state_->socket.get(), SHUT_RDWR); }

}  // namespace carrot::http
