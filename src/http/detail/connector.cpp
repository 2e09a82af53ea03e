#include "http/detail/connector.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

namespace carrot::http::detail {
namespace {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

struct Lookup {
    FileDescriptor done = make_event_fd();
    std::vector<Address> addresses;
    int error = 0;
    std::atomic<bool> finished = false;  ///< orders the fields above between the threads
};

void look_up(const std::string& host, std::uint16_t port, int flags, Lookup& out) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | flags;
    addrinfo* found = nullptr;
    out.error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (out.error != 0) return;
    for (const auto* entry = found; entry; entry = entry->ai_next) {
        Address address{.storage = {}, .size = entry->ai_addrlen};
        std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
        out.addresses.push_back(address);
    }
    ::freeaddrinfo(found);
}

/// getaddrinfo() can neither time out nor be cancelled, so names are looked up on a thread that may
/// outlive the call.
Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, Waiter& waiter) {
    Lookup numeric;
    look_up(host, port, AI_NUMERICHOST, numeric);
    if (numeric.error == 0) return std::move(numeric.addresses);

    const auto lookup = std::make_shared<Lookup>();
    std::thread([lookup, host, port] {
        look_up(host, port, 0, *lookup);
        lookup->finished = true;
        signal_event_fd(lookup->done.get());
    }).detach();
    TRY(waiter.wait(lookup->done.get(), POLLIN));
    if (!lookup->finished || lookup->error != 0 || lookup->addresses.empty())
        return fail(ErrorCode::unavailable, "no address found for \"{}\" ({})", host,
                    ::gai_strerror(lookup->error));
    return std::move(lookup->addresses);
}

std::unexpected<Error> connect_failure(int error_number) {
    return fail(ErrorCode::unavailable, "{}", errno_text(error_number));
}

Result<FileDescriptor> connect_one(const Address& address, Waiter& waiter) {
    const int family = address.storage.ss_family;
    FileDescriptor fd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd.valid()) return connect_failure(errno);
    const auto* target = reinterpret_cast<const sockaddr*>(&address.storage);
    while (::connect(fd.get(), target, address.size) != 0) {
        if (errno == EINPROGRESS) {
            TRY(waiter.wait(fd.get(), POLLOUT));
            int error = 0;
            socklen_t size = sizeof error;
            ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size);
            if (error != 0) return connect_failure(error);
            break;
        }
        // A unix socket's backlog is full; nothing signals when that ends.
        if (errno != EAGAIN || family != AF_UNIX) return connect_failure(errno);
        auto slept = waiter.sleep(std::chrono::milliseconds(5));
        if (!slept) return std::unexpected(std::move(slept.error()));
    }
    const int on = 1;
    if (family != AF_UNIX) ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

Address unix_address(const std::string& path) {
    sockaddr_un unix_name{};
    unix_name.sun_family = AF_UNIX;
    path.copy(unix_name.sun_path, sizeof unix_name.sun_path - 1);
    Address address{.storage = {}, .size = sizeof unix_name};
    std::memcpy(&address.storage, &unix_name, sizeof unix_name);
    return address;
}

Result<FileDescriptor> connect_any(const Url& url, Waiter& waiter) {
    if (url.scheme == Url::Scheme::unix_socket)
        return connect_one(unix_address(url.socket_path), waiter);
    const auto addresses = TRY(resolve(url.host, url.port, waiter));
    Result<FileDescriptor> fd = fail(ErrorCode::unavailable, "no address");
    for (const auto& address : addresses) {
        fd = connect_one(address, waiter);
        if (fd || fd.error().code != ErrorCode::unavailable) break;
    }
    return fd;
}

}  // namespace

std::string errno_text(int error_number) {
    auto text = std::generic_category().message(error_number);
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
        text.front() = static_cast<char>(text.front() - 'A' + 'a');
    return text;
}

Result<FileDescriptor> connect_to(const Url& url, std::chrono::milliseconds timeout,
                                  Waiter& waiter) {
    const auto outer = waiter.deadline();
    const auto own = std::chrono::steady_clock::now() + timeout;
    waiter.set_deadline(outer ? std::min(*outer, own) : own);
    auto fd = connect_any(url, waiter);
    waiter.set_deadline(outer);
    return fd;
}

}  // namespace carrot::http::detail
