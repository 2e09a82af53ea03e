#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>

#include "http/detail/server_tls.hpp"

namespace carrot::http::detail {

TlsSession::TlsSession(ssl_ctx_st* context) : ssl_(::SSL_new(context)) {
    ::SSL_set_bio(ssl_, ::BIO_new(::BIO_s_mem()), ::BIO_new(::BIO_s_mem()));
    ::SSL_set_accept_state(ssl_);
}

TlsSession::~TlsSession() { ::SSL_free(ssl_); }

bool TlsSession::established() const { return ::SSL_is_init_finished(ssl_) == 1; }

bool TlsSession::receive(std::string_view wire, std::string& plain) {
    ::BIO_write(::SSL_get_rbio(ssl_), wire.data(), static_cast<int>(wire.size()));
    constexpr std::size_t record_bytes = std::size_t{16} << 10;
    std::array<char, record_bytes> block;
    while (true) {
        ::ERR_clear_error();
        std::size_t size = 0;
        const int result = ::SSL_read_ex(ssl_, block.data(), block.size(), &size);
        if (result == 1) {
            plain.append(block.data(), size);
            continue;
        }
        if (::SSL_get_error(ssl_, result) == SSL_ERROR_WANT_READ) return true;
        got_plain_http_ = ERR_GET_REASON(::ERR_peek_error()) == SSL_R_HTTP_REQUEST;
        ::ERR_clear_error();
        return false;
    }
}

bool TlsSession::send(std::string_view plain) {
    if (plain.empty()) return true;
    ::ERR_clear_error();
    std::size_t size = 0;
    const bool sent = ::SSL_write_ex(ssl_, plain.data(), plain.size(), &size) == 1;
    ::ERR_clear_error();
    return sent;
}

void TlsSession::finish() {
    if (established()) ::SSL_shutdown(ssl_);
    ::ERR_clear_error();
}

std::size_t TlsSession::output_bytes() const { return ::BIO_ctrl_pending(::SSL_get_wbio(ssl_)); }

std::string TlsSession::take_output() {
    std::string wire(output_bytes(), '\0');
    if (!wire.empty()) ::BIO_read(::SSL_get_wbio(ssl_), wire.data(), static_cast<int>(wire.size()));
    return wire;
}

}  // namespace carrot::http::detail
