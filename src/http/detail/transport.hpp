// One connection of the client: a socket, with TLS where the URL asks for it.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "http/detail/waiter.hpp"
#include "http/url.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace carrot::http::detail {

/// What TLS connections share: the trusted certificates, loaded at the first use.
class TlsContext {
public:
    explicit TlsContext(std::filesystem::path ca_file) : ca_file_(std::move(ca_file)) {}
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    Result<ssl_ctx_st*> get();

private:
    std::filesystem::path ca_file_;
    std::mutex mutex_;
    ssl_ctx_st* context_ = nullptr;
};

/// Errors are bare reasons, for the caller to say what was being done.
class Transport {
public:
    static Result<Transport> open(const Url& url, std::chrono::milliseconds timeout,
                                  TlsContext& tls, Waiter& waiter);

    Transport(Transport&&) noexcept;
    Transport& operator=(Transport&&) noexcept;
    ~Transport();

    /// At least one byte, or 0 at the end.
    Result<std::size_t> read(std::span<char> out, Waiter& waiter);

    enum class Written {
        all,
        peer_spoke,  ///< stopped early: the peer sent something meanwhile
    };
    Result<Written> write(std::string_view bytes, Waiter& waiter);

    /// Whether a read would not wait. Always false over TLS, whose own messages come unasked.
    bool readable() const;

    /// Whether a kept connection is still open and silent.
    bool idle() const;

    bool encrypted() const { return ssl_ != nullptr; }

    FileDescriptor release_socket() { return std::move(socket_); }

private:
    explicit Transport(FileDescriptor socket) : socket_(std::move(socket)) {}
    Result<void> start_tls(const Url& url, TlsContext& tls, Waiter& waiter);

    /// What a failed TLS call waits for: readiness, or the error.
    Result<void> wait_for_tls(int result, Waiter& waiter);

    FileDescriptor socket_;
    ssl_st* ssl_ = nullptr;
};

}  // namespace carrot::http::detail
