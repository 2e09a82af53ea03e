#include "http/detail/listener.hpp"

#include <sys/stat.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace carrot::http::detail {
namespace {

using asio::ip::tcp;
using boost::system::error_code;
using Unix = asio::local::stream_protocol;

/// How long accepting pauses when there are too many connections or no descriptors left.
constexpr auto pause = std::chrono::milliseconds(20);

std::unexpected<Error> cannot_listen(std::string_view where, const error_code& error) {
    auto code = ErrorCode::invalid_argument;
    if (error == asio::error::address_in_use) code = ErrorCode::already_exists;
    if (error == asio::error::access_denied) code = ErrorCode::permission_denied;
    return fail(code, "could not listen on {}: {}", where, error.message());
}

std::string describe_peer(const tcp::endpoint& peer) {
    const auto address = peer.address();
    return address.is_v6() ? fmt::format("[{}]:{}", address.to_string(), peer.port())
                           : fmt::format("{}:{}", address.to_string(), peer.port());
}

template <class Accepted>
std::string prepare(Accepted& socket) {
    if constexpr (std::same_as<typename Accepted::protocol_type, tcp>) {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        const auto peer = socket.remote_endpoint(ignored);
        return describe_peer(peer);
    } else {
        return "unix";
    }
}

template <class Protocol>
class AsioListener final : public Listener {
public:
    using Acceptor = asio::basic_socket_acceptor<Protocol, Executor>;

    AsioListener(const Loops& loops, ServerShared& shared)
        : acceptor(loops.front()->context()),
          loops_(loops),
          shared_(shared),
          pause_(loops.front()->context()) {}

    ~AsioListener() override {
        if (!socket_file.empty()) ::unlink(socket_file.c_str());
    }

    void start() override {
        asio::co_spawn(loops_.front()->context(), accept_all(), asio::detached);
    }

    void close() override {
        error_code ignored;
        acceptor.close(ignored);
        pause_.cancel();
    }

    std::uint16_t port() const override {
        if constexpr (std::same_as<Protocol, tcp>) return acceptor.local_endpoint().port();
        return 0;
    }

    Acceptor acceptor;
    std::filesystem::path socket_file;

private:
    Task<void> accept_all() {
        for (std::size_t next = 0; acceptor.is_open(); ++next) {
            if (shared_.open >= shared_.options.max_connections) {
                co_await rest();
                continue;
            }
            const auto& loop = loops_[next % loops_.size()];
            auto [error, accepted] =
                co_await acceptor.async_accept(loop->context(), asio::as_tuple(awaited));
            if (error && acceptor.is_open()) co_await rest();
            if (error) continue;
            ++shared_.open;
            ++shared_.accepted;
            auto peer = prepare(accepted);
            asio::dispatch(loop->context(), [loop, socket = Socket(std::move(accepted)),
                                             peer = std::move(peer)]() mutable {
                loop->serve(std::move(socket), std::move(peer));
            });
        }
    }

    Task<void> rest() {
        pause_.expires_after(pause);
        co_await pause_.async_wait(asio::as_tuple(awaited));
    }

    Loops loops_;
    ServerShared& shared_;
    Timer pause_;
};

/// Removes what a server that was killed left behind; refuses what is in use or no socket.
Result<void> clear_stale_socket(const std::filesystem::path& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) return {};
    if (!S_ISSOCK(status.st_mode))
        return fail(ErrorCode::already_exists, "could not listen on {}: it is not a socket",
                    path.string());
    asio::io_context context;
    Unix::socket probe(context);
    error_code error;
    probe.connect(Unix::endpoint(path.string()), error);
    if (!error)
        return fail(ErrorCode::already_exists, "could not listen on {}: another process serves it",
                    path.string());
    ::unlink(path.c_str());
    return {};
}

}  // namespace

Result<std::unique_ptr<Listener>> listen_tcp(const std::string& address, std::uint16_t port,
                                             const Loops& loops, ServerShared& shared) {
    error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    if (error)
        return fail(ErrorCode::invalid_argument,
                    "could not listen on \"{}\": not a numeric IP address", address);
    const tcp::endpoint endpoint(parsed, port);
    auto listener = std::make_unique<AsioListener<tcp>>(loops, shared);
    auto& acceptor = listener->acceptor;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return cannot_listen(describe_peer(endpoint), error);
    return listener;
}

Result<std::unique_ptr<Listener>> listen_unix(const std::filesystem::path& path, const Loops& loops,
                                              ServerShared& shared) {
    constexpr std::size_t max_path_bytes = 107;
    if (path.native().size() > max_path_bytes)
        return fail(ErrorCode::invalid_argument,
                    "could not listen on {}: a unix socket's path has at most {} bytes",
                    path.string(), max_path_bytes);
    if (auto cleared = clear_stale_socket(path); !cleared)
        return std::unexpected(std::move(cleared.error()));
    auto listener = std::make_unique<AsioListener<Unix>>(loops, shared);
    auto& acceptor = listener->acceptor;
    error_code error;
    acceptor.open(Unix(), error);
    if (!error) acceptor.bind(Unix::endpoint(path.string()), error);
    if (!error) listener->socket_file = path;
    // Before listen() nobody can connect, so the permissions are never open.
    if (!error && ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0)
        error.assign(errno, boost::system::system_category());
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return cannot_listen(path.string(), error);
    return listener;
}

}  // namespace carrot::http::detail
