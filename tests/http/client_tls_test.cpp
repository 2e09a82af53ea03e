// https against OpenSSL's own server side, with certificates made for the test.
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>
#include <thread>

#include "http/client.hpp"
#include "raw_connection.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_certificate.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;

using tests::Releaser;
using Context = std::unique_ptr<SSL_CTX, Releaser<::SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Releaser<::SSL_free>>;

/// Serves two requests a connection over TLS.
class TlsServer {
public:
    explicit TlsServer(const char* name, long valid_s = 3600)
        : identity_(name, valid_s),
          context_(::SSL_CTX_new(::TLS_server_method())),
          server_([this](testing::RawConnection& connection) { serve(connection); }) {
        ::SSL_CTX_use_certificate(context_.get(), identity_.certificate.get());
        ::SSL_CTX_use_PrivateKey(context_.get(), identity_.key.get());
        identity_.write_certificate(ca_file());
    }

    std::string url(std::string_view host) const {
        return fmt::format("https://{}:{}/x", host, server_.port());
    }
    std::filesystem::path ca_file() const { return directory_.path() / "ca.pem"; }
    int connections() const { return server_.connections(); }
    const std::string& server_name() const { return server_name_; }

private:
    void serve(testing::RawConnection& connection) {
        const Session session(::SSL_new(context_.get()));
        BIO* in = ::BIO_new(::BIO_s_mem());
        BIO* out = ::BIO_new(::BIO_s_mem());
        ::SSL_set_bio(session.get(), in, out);
        ::SSL_set_accept_state(session.get());
        std::string text;
        std::array<std::uint8_t, 4096> block{};
        int answered = 0;
        while (answered < 2) {
            std::array<char, 4096> plain{};
            const int size = ::SSL_read(session.get(), plain.data(), int{plain.size()});
            if (size > 0) text.append(plain.data(), static_cast<std::size_t>(size));
            if (text.ends_with("\r\n\r\n")) {
                if (const char* name =
                        ::SSL_get_servername(session.get(), TLSEXT_NAMETYPE_host_name))
                    server_name_ = name;
                constexpr std::string_view answer =
                    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret";
                ::SSL_write(session.get(), answer.data(), int{answer.size()});
                text.clear();
                ++answered;
            }
            if (!flush(out, connection)) return;
            if (size > 0) continue;
            const auto received = connection.stream().read(block, {}, 5s);
            if (!received || *received == 0) return;
            ::BIO_write(in, block.data(), static_cast<int>(*received));
        }
        ::SSL_shutdown(session.get());
        flush(out, connection);
        ::ERR_clear_error();
    }

    static bool flush(BIO* out, testing::RawConnection& connection) {
        std::array<std::uint8_t, 4096> block{};
        for (int size = 0; (size = ::BIO_read(out, block.data(), int{block.size()})) > 0;)
            if (!connection.stream().write(BytesView(block).first(static_cast<std::size_t>(size))))
                return false;
        return true;
    }

    tests::TemporaryDirectory directory_;
    tests::SignedKey identity_;
    Context context_;
    std::string server_name_;
    testing::ScriptedServer server_;
};

TEST(ClientTls, TrustsAGivenCertificateForItsHost) {
    TlsServer server("DNS:localhost");
    {
        Client client({.ca_file = server.ca_file()});
        for (int i = 0; i < 2; ++i) {
            const auto response = client.get(server.url("localhost"));
            ASSERT_TRUE(response) << response.error().message;
            EXPECT_EQ(response->body, "secret");
        }
    }
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(server.server_name(), "localhost");
}

TEST(ClientTls, TrustsACertificateForAnAddress) {
    TlsServer server("IP:127.0.0.1");
    Client client({.ca_file = server.ca_file()});
    EXPECT_TRUE(client.get(server.url("127.0.0.1")));
}

TEST(ClientTls, RefusesUnknownWrongAndExpiredCertificates) {
    TlsServer server("DNS:localhost");
    TlsServer expired("DNS:localhost", -60);
    const auto error_of = [](ClientOptions options, const std::string& url) {
        Client client(std::move(options));
        const auto response = client.get(url);
        EXPECT_FALSE(response);
        return response ? Error{} : response.error();
    };
    const auto unknown = error_of({}, server.url("localhost"));
    EXPECT_EQ(unknown.code, ErrorCode::unavailable);
    EXPECT_NE(unknown.message.find("certificate is not trusted"), std::string::npos);
    const auto wrong_host = error_of({.ca_file = server.ca_file()}, server.url("127.0.0.1"));
    EXPECT_NE(wrong_host.message.find("mismatch"), std::string::npos) << wrong_host.message;
    const auto too_old = error_of({.ca_file = expired.ca_file()}, expired.url("localhost"));
    EXPECT_NE(too_old.message.find("expired"), std::string::npos) << too_old.message;
}

TEST(ClientTls, NamesServersThatDoNotSpeakTls) {
    const testing::ScriptedServer server([](testing::RawConnection& connection) {
        connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    Client client;
    const auto response = client.get(fmt::format("https://127.0.0.1:{}/", server.port()));
    EXPECT_EQ(response.error().code, ErrorCode::unavailable);
    EXPECT_NE(response.error().message.find("TLS handshake failed"), std::string::npos)
        << response.error().message;
}

TEST(ClientTls, AHandshakeThatStallsTimesOut) {
    const testing::ScriptedServer server(
        [](testing::RawConnection& connection) { connection.read_all(); });
    Client client;
    const auto response =
        client.get(fmt::format("https://127.0.0.1:{}/", server.port()), {.timeout = 50ms});
    EXPECT_EQ(response.error().code, ErrorCode::timed_out);
}

TEST(ClientTls, NamesAMissingCertificateFile) {
    const testing::ScriptedServer server([](testing::RawConnection&) {});
    Client client({.ca_file = "/nonexistent/ca.pem"});
    const auto response = client.get(fmt::format("https://127.0.0.1:{}/", server.port()));
    EXPECT_EQ(response.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(response.error().message.find("/nonexistent/ca.pem"), std::string::npos);
}

}  // namespace
}  // namespace carrot::http
