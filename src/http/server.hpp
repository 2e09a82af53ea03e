// The HTTP/1.1 server: TCP and unix sockets in front of a Router.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "http/router.hpp"

namespace carrot::http {

/// Which web pages of other origins may use the server from a browser (the Fetch standard's CORS
/// protocol, and Private Network Access). Preflights are answered for every route.
struct CorsPolicy {
    bool any_origin = false;
    std::vector<std::string> origins{};  ///< exact, for example "http://127.0.0.1:8080"
    std::chrono::seconds max_age{3600};
};

/// What a server needs for https (TLS 1.2 and later, HTTP/1.1 by ALPN). Both are PEM files of at
/// most 1 MiB; the key without passphrase. Renewed files are taken up by the next connection.
struct TlsFiles {
    std::filesystem::path certificate{};  ///< the server's own first, then those that vouch for it
    std::filesystem::path key{};
};

/// For each peer: an IPv4 address, or the first 64 bits of an IPv6 address. Requests past it get
/// 429 with Retry-After. An event stream is one request; unix sockets are exempt.
struct RateLimit {
    double requests_per_s = 0;  ///< in the long run; 0: no limit
    unsigned burst = 0;         ///< at once, after silence; at least 1
};

struct ServerOptions {
    /// A numeric address to listen on, or empty for no TCP.
    std::string address = "127.0.0.1";
    /// 0: the system chooses; see Server::port().
    std::uint16_t port = 0;
    /// Also listens on this unix socket when not empty. A stale socket file is replaced; the file
    /// is removed on stop.
    std::filesystem::path unix_socket{};
    /// TCP speaks https when the certificate is given.
    TlsFiles tls{};

    std::uint64_t body_limit_bytes = std::uint64_t{1} << 20;  ///< 413 past it
    std::uint32_t header_limit_bytes = 16 * 1024;             ///< 431 past it
    std::chrono::milliseconds idle_timeout{60'000};           ///< between requests of a connection
    /// For a whole request head, then 408; and for a TLS handshake.
    std::chrono::milliseconds header_timeout{10'000};
    /// For each block of a body, in and out; a client that is slower than this is dropped.
    std::chrono::milliseconds body_timeout{30'000};
    std::chrono::milliseconds event_keep_alive{15'000};  ///< comments on silent event streams
    std::chrono::milliseconds drain_timeout{2'000};      ///< for requests in flight on stop
    std::size_t max_connections = 1024;                  ///< the rest wait in the system's backlog
    std::size_t handler_threads = 4;
    /// Requests that wait for a handler thread; past it 503.
    std::size_t max_waiting_requests = 1024;
    std::size_t io_threads = 1;
    RateLimit rate_limit{};
    CorsPolicy cors{};
    /// When not empty, requests whose Host names another host get 421: keeps a web page from
    /// reaching a loopback server by DNS rebinding. Names without port; unix sockets are exempt.
    std::vector<std::string> allowed_hosts{};
};

/// A running server. Its destructor stops it.
class Server {
public:
    /// Listens and serves from when it returns. Fails with already_exists when the port is taken,
    /// permission_denied or invalid_argument for an address that can't be bound; with an error that
    /// names the file for a certificate or key that is missing, unreadable or does not fit.
    static Result<Server> start(Router router, ServerOptions options = {});

    Server(Server&&) noexcept;
    Server& operator=(Server&&) noexcept;
    ~Server();

    /// The TCP port in use; 0 without TCP.
    std::uint16_t port() const;

    /// "http://127.0.0.1:43210", with https where there is a certificate, or "unix:///…" without
    /// TCP. No final slash.
    std::string url() const;

    /// Refuses new connections, ends idle ones and event streams, requests Request::stop, gives
    /// requests in flight drain_timeout to finish, then cuts them off. Waits for running handlers
    /// to return. Safe to call again.
    void stop();

    struct Statistics {
        std::uint64_t connections_accepted = 0;
        std::uint64_t requests = 0;
        std::size_t connections_open = 0;
    };
    Statistics statistics() const;

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace carrot::http
