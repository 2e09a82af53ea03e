// TLS for the server: the certificate's files, and sessions that touch no socket.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "http/server.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace carrot::http::detail {

/// One connection's TLS: bytes of the wire go in and come out, and so do those of the application.
/// Belongs to one thread.
class TlsSession {
public:
    explicit TlsSession(ssl_ctx_st* context);
    ~TlsSession();
    TlsSession(TlsSession&& other) noexcept : ssl_(std::exchange(other.ssl_, nullptr)) {}
    TlsSession& operator=(TlsSession&&) = delete;

    /// Takes what came from the peer and appends what it says to `plain`. False when the session is
    /// over, by the peer's will or by an error, which output() may still have to tell the peer.
    bool receive(std::string_view wire, std::string& plain);
    bool established() const;

    /// Whether the peer spoke HTTP instead of TLS.
    bool got_plain_http() const { return got_plain_http_; }

    /// False when the session is over. Before the handshake's end nothing can be sent.
    bool send(std::string_view plain);

    /// Tells the peer that nothing more comes.
    void finish();

    std::size_t output_bytes() const;
    /// What is to be sent to the peer, once.
    std::string take_output();

private:
    ssl_st* ssl_;
    bool got_plain_http_ = false;
};

/// A server's certificate and key. Thread-safe.
class ServerTls {
public:
    /// Errors say what is wrong with which file.
    static Result<std::unique_ptr<ServerTls>> load(TlsFiles files);

    /// With what the files hold now. Files that changed into something unusable leave what was in
    /// use before, with a line in the log.
    TlsSession new_session();

private:
    struct ContextReleaser {
        void operator()(ssl_ctx_st* context) const;
    };
    using Context = std::unique_ptr<ssl_ctx_st, ContextReleaser>;

    /// When the two files were written, and which ones they are.
    struct Stamp {
        std::filesystem::file_time_type certificate, key;
        bool operator==(const Stamp&) const = default;
    };

    explicit ServerTls(TlsFiles files) : files_(std::move(files)) {}
    static Result<Context> make_context(const TlsFiles& files);
    Stamp stamp() const;
    void reload();

    const TlsFiles files_;
    std::mutex mutex_;
    Context context_;
    Stamp loaded_;
};

}  // namespace carrot::http::detail
