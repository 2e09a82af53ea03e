#include "http/detail/server_tls.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "base/file.hpp"
#include "base/log.hpp"

namespace carrot::http::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_file_bytes = std::size_t{1} << 20;

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};
using Bio = std::unique_ptr<BIO, Releaser<::BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Releaser<::X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Releaser<::EVP_PKEY_free>>;

Bio bio_of(const Bytes& bytes) {
    return Bio(::BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

/// Instead of OpenSSL's own, which asks at the terminal.
int no_passphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

Result<Bytes> read(const fs::path& path, std::string_view what) {
    auto content = read_file(path, max_file_bytes);
    if (!content) content.error().message.insert(0, fmt::format("the TLS {}: ", what));
    return content;
}

Result<void> add_certificates(SSL_CTX* context, const fs::path& path) {
    const auto content = TRY(read(path, "certificate"));
    const auto bio = bio_of(content);
    int count = 0;
    while (const auto certificate =
               Certificate(::PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))) {
        // The first is the server's own, the others lead to one that clients know.
        const long added = count == 0 ? ::SSL_CTX_use_certificate(context, certificate.get())
                                      : ::SSL_CTX_add1_chain_cert(context, certificate.get());
        if (added != 1) break;
        if (count == 0 && ::X509_cmp_current_time(::X509_get0_notAfter(certificate.get())) < 0)
            log::warning("http", "the TLS certificate in {} has expired: renew it", path.string());
        ++count;
    }
    const bool whole = ERR_GET_REASON(::ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ::ERR_clear_error();
    if (count > 0 && whole) return {};
    return fail(ErrorCode::invalid_argument,
                "the TLS certificate {}: not a chain of certificates in PEM", path.string());
}

Result<void> add_key(SSL_CTX* context, const TlsFiles& files) {
    auto content = TRY(read(files.key, "key"));
    bool passphrase_asked = false;
    const Key key(::PEM_read_bio_PrivateKey(bio_of(content).get(), nullptr, no_passphrase,
                                            &passphrase_asked));
    ::OPENSSL_cleanse(content.data(), content.size());
    ::ERR_clear_error();
    if (!key)
        return fail(ErrorCode::invalid_argument, "the TLS key {}: {}", files.key.string(),
                    passphrase_asked ? "it has a passphrase: store it without one, readable for "
                                       "its owner only"
                                     : "not a private key in PEM");
    const bool fits = ::SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
                      ::SSL_CTX_check_private_key(context) == 1;
    ::ERR_clear_error();
    if (fits) return {};
    return fail(ErrorCode::failed_precondition, "the TLS key {} is not that of the certificate {}",
                files.key.string(), files.certificate.string());
}

/// HTTP/1.1 by ALPN (RFC 7301); clients that name only other protocols are refused.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
    static constexpr std::string_view own("\x08http/1.1");
    unsigned char* found = nullptr;
    const auto* known = reinterpret_cast<const unsigned char*>(own.data());
    if (::SSL_select_next_proto(&found, chosen_size, known, own.size(), offered, offered_size) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

void ServerTls::ContextReleaser::operator()(ssl_ctx_st* context) const { ::SSL_CTX_free(context); }

Result<ServerTls::Context> ServerTls::make_context(const TlsFiles& files) {
    ::ERR_clear_error();
    Context context(::SSL_CTX_new(::TLS_server_method()));
    if (!context) return fail(ErrorCode::internal, "TLS can't be started");
    ::SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    ::SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
    ::SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                             SSL_OP_CIPHER_SERVER_PREFERENCE);
    ::SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    ::SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    ::SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
    TRY(add_certificates(context.get(), files.certificate));
    TRY(add_key(context.get(), files));
    return context;
}

Result<std::unique_ptr<ServerTls>> ServerTls::load(TlsFiles files) {
    auto tls = std::unique_ptr<ServerTls>(new ServerTls(std::move(files)));
    tls->loaded_ = tls->stamp();
    tls->context_ = TRY(make_context(tls->files_));
    return tls;
}

ServerTls::Stamp ServerTls::stamp() const {
    std::error_code ignored;
    return {fs::last_write_time(files_.certificate, ignored),
            fs::last_write_time(files_.key, ignored)};
}

void ServerTls::reload() {
    const auto seen = stamp();
    if (seen == loaded_) return;
    // Also when they can't be used: one of two files may be written already, the other not yet.
    loaded_ = seen;
    auto context = make_context(files_);
    if (!context)
        return log::warning("http", "the renewed certificate can't be used, the one before is: {}",
                            context.error().message);
    context_ = *std::move(context);
    log::info("http", "the TLS certificate {} was loaded again", files_.certificate.string());
}

TlsSession ServerTls::new_session() {
    const std::lock_guard lock(mutex_);
    reload();
    return TlsSession(context_.get());
}

}  // namespace carrot::http::detail
