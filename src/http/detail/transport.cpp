#include "http/detail/transport.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include "http/detail/connector.hpp"

namespace carrot::http::detail {
namespace {

std::unexpected<Error> lost(int error_number) {
    return fail(ErrorCode::unavailable, "the connection was lost: {}", errno_text(error_number));
}

std::string tls_error_text() {
    const auto error = ::ERR_peek_last_error();
    const char* reason = error == 0 ? nullptr : ::ERR_reason_error_string(error);
    ::ERR_clear_error();
    return reason ? reason : "the server closed the connection";
}

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL: a peer that is gone would end the process
// by SIGPIPE.
int bio_write(BIO* bio, const char* bytes, int size) {
    const auto fd = static_cast<int>(reinterpret_cast<std::intptr_t>(::BIO_get_data(bio)));
    ::BIO_clear_retry_flags(bio);
    const auto sent = ::send(fd, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) ::BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* out, int size) {
    const auto fd = static_cast<int>(reinterpret_cast<std::intptr_t>(::BIO_get_data(bio)));
    ::BIO_clear_retry_flags(bio);
    const auto received = ::recv(fd, out, static_cast<std::size_t>(size), 0);
    if (received < 0 && (errno == EAGAIN || errno == EINTR)) ::BIO_set_retry_read(bio);
    if (received == 0) ::BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return static_cast<int>(received);
}

long bio_control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_FLUSH) return 1;
    if (command == BIO_CTRL_EOF) return ::BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    return 0;
}

BIO* make_socket_bio(int fd) {
    static BIO_METHOD* const method = [] {
        BIO_METHOD* made =
            ::BIO_meth_new(::BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "carrot socket");
        ::BIO_meth_set_write(made, bio_write);
        ::BIO_meth_set_read(made, bio_read);
        ::BIO_meth_set_ctrl(made, bio_control);
        return made;
    }();
    BIO* bio = ::BIO_new(method);
    ::BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
    ::BIO_set_init(bio, 1);
    return bio;
}

void set_expected_peer(SSL* ssl, const std::string& host) {
    if (::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(ssl), host.c_str()) == 1) return;
    ::SSL_set_tlsext_host_name(ssl, host.c_str());
    ::SSL_set1_host(ssl, host.c_str());
}

}  // namespace

TlsContext::~TlsContext() { ::SSL_CTX_free(context_); }

Result<ssl_ctx_st*> TlsContext::get() {
    const std::lock_guard lock(mutex_);
    if (context_) return context_;
    SSL_CTX* context = ::SSL_CTX_new(::TLS_client_method());
    if (!context) return fail(ErrorCode::internal, "TLS can't be started: {}", tls_error_text());
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_mode(context,
                       SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    const int loaded = ca_file_.empty()
                           ? ::SSL_CTX_set_default_verify_paths(context)
                           : ::SSL_CTX_load_verify_locations(context, ca_file_.c_str(), nullptr);
    if (loaded != 1) {
        ::SSL_CTX_free(context);
        return fail(ErrorCode::invalid_argument, "could not read the trusted certificates {}: {}",
                    ca_file_.string(), tls_error_text());
    }
    context_ = context;
    return context_;
}

Transport::Transport(Transport&& other) noexcept
    : socket_(std::move(other.socket_)), ssl_(std::exchange(other.ssl_, nullptr)) {}

Transport& Transport::operator=(Transport&& other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(ssl_, other.ssl_);
    return *this;
}

Transport::~Transport() { ::SSL_free(ssl_); }

Result<Transport> Transport::open(const Url& url, std::chrono::milliseconds timeout,
                                  TlsContext& tls, Waiter& waiter) {
    Transport transport(TRY(connect_to(url, timeout, waiter)));
    if (url.scheme != Url::Scheme::https) return transport;
    if (auto started = transport.start_tls(url, tls, waiter); !started)
        return std::unexpected(std::move(started.error()));
    return transport;
}

Result<void> Transport::start_tls(const Url& url, TlsContext& tls, Waiter& waiter) {
    ssl_ = ::SSL_new(TRY(tls.get()));
    if (!ssl_) return fail(ErrorCode::internal, "TLS can't be started: {}", tls_error_text());
    BIO* bio = make_socket_bio(socket_.get());
    ::SSL_set_bio(ssl_, bio, bio);
    set_expected_peer(ssl_, url.host);
    while (true) {
        ::ERR_clear_error();
        const int result = ::SSL_connect(ssl_);
        if (result == 1) return {};
        const auto verified = ::SSL_get_verify_result(ssl_);
        if (verified != X509_V_OK)
            return fail(ErrorCode::unavailable, "its certificate is not trusted: {}",
                        ::X509_verify_cert_error_string(verified));
        if (auto waited = wait_for_tls(result, waiter); !waited) {
            if (waited.error().code == ErrorCode::unavailable)
                waited.error().message.insert(0, "the TLS handshake failed: ");
            return waited;
        }
    }
}

Result<void> Transport::wait_for_tls(int result, Waiter& waiter) {
    short events = 0;
    switch (::SSL_get_error(ssl_, result)) {
        case SSL_ERROR_WANT_READ:
            events = POLLIN;
            break;
        case SSL_ERROR_WANT_WRITE:
            events = POLLOUT;
            break;
        default:
            return fail(ErrorCode::unavailable, "{}", tls_error_text());
    }
    auto waited = waiter.wait(socket_.get(), events);
    if (!waited) return std::unexpected(std::move(waited.error()));
    return {};
}

Result<std::size_t> Transport::read(std::span<char> out, Waiter& waiter) {
    while (!ssl_) {
        const auto received = ::recv(socket_.get(), out.data(), out.size(), 0);
        if (received >= 0) return static_cast<std::size_t>(received);
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return lost(errno);
        TRY(waiter.wait(socket_.get(), POLLIN));
    }
    while (true) {
        ::ERR_clear_error();
        std::size_t received = 0;
        const int result = ::SSL_read_ex(ssl_, out.data(), out.size(), &received);
        if (result == 1) return received;
        if (::SSL_get_error(ssl_, result) == SSL_ERROR_ZERO_RETURN) return 0;
        if (auto waited = wait_for_tls(result, waiter); !waited)
            return std::unexpected(std::move(waited.error()));
    }
}

Result<Transport::Written> Transport::write(std::string_view bytes, Waiter& waiter) {
    while (!bytes.empty() && !ssl_) {
        const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            const auto events = TRY(waiter.wait(socket_.get(), POLLIN | POLLOUT));
            if ((events & POLLIN) != 0 && (events & POLLOUT) == 0) return Written::peer_spoke;
        } else if (errno != EINTR) {
            return lost(errno);
        }
    }
    while (!bytes.empty()) {
        ::ERR_clear_error();
        std::size_t sent = 0;
        const int result = ::SSL_write_ex(ssl_, bytes.data(), bytes.size(), &sent);
        if (result == 1) {
            bytes.remove_prefix(sent);
        } else if (auto waited = wait_for_tls(result, waiter); !waited) {
            return std::unexpected(std::move(waited.error()));
        }
    }
    return Written::all;
}

bool Transport::readable() const {
    pollfd polled{socket_.get(), POLLIN, 0};
    return !ssl_ && ::poll(&polled, 1, 0) > 0;
}

bool Transport::idle() const {
    pollfd polled{socket_.get(), POLLIN, 0};
    if (::poll(&polled, 1, 0) == 0) return true;
    // TLS 1.3 sends session tickets unasked; what else may wait is found by the next read.
    char byte = 0;
    return ssl_ && ::recv(socket_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

}  // namespace carrot::http::detail
