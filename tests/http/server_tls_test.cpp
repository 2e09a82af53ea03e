// The server's https with the client of this house, and with OpenSSL's own where that can't be made
// to ask for something odd.
#include <gmock/gmock.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <fstream>

#include "http/client.hpp"
#include "http/server.hpp"
#include "raw_connection.hpp"
#include "support/as_nobody.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_certificate.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using tests::SignedKey;

class ServerTls : public ::testing::Test {
protected:
    ServerTls() { SignedKey("IP:127.0.0.1").write(files.certificate, files.key); }

    Router make_router() {
        Router router;
        router.route(Method::post, "/echo",
                     [](const Request& request) { return text_response(200, request.body); },
                     {.body_limit_bytes = 8 << 20});
        router.route(Method::get, "/events", [](const Request&) {
            auto events = std::make_shared<EventStream>();
            for (int i = 0; i < 100; ++i)
                events->push({.id = fmt::format("{}", i), .data = std::string(1000, 'x')});
            events->close();
            return event_response(events);
        });
        router.route(Method::get, "/blocks", [](const Request&) {
            auto left = std::make_shared<std::size_t>(3'000'000);
            return Response{.body = BlockBody{
                                .read = [left](std::span<std::uint8_t> out) -> Result<std::size_t> {
                                    const auto size = std::min(*left, out.size());
                                    std::ranges::fill(out.first(size), 'b');
                                    *left -= size;
                                    return size;
                                }}};
        });
        return router;
    }

    Server start(ServerOptions options = {}) {
        options.tls = files;
        return Server::start(make_router(), std::move(options)).value();
    }

    Error refusal() {
        auto started = Server::start(make_router(), {.tls = files});
        EXPECT_FALSE(started);
        return started ? Error{} : started.error();
    }

    /// Another certificate in the same files, as certbot does it.
    void renew(const SignedKey& renewed) {
        const auto later = std::filesystem::last_write_time(files.certificate) + 1s;
        renewed.write(files.certificate, files.key);
        std::filesystem::last_write_time(files.certificate, later);
    }

    Client trusting() { return Client({.ca_file = files.certificate}); }

    const tests::TemporaryDirectory directory;
    const TlsFiles files{directory.path() / "chain.pem", directory.path() / "key.pem"};
};

TEST_F(ServerTls, ServesAKeptConnection) {
    auto server = start();
    EXPECT_THAT(server.url(), ::testing::StartsWith("https://127.0.0.1:"));
    auto client = trusting();
    for (int i = 0; i < 3; ++i) {
        const auto response = client.post(server.url() + "/echo", "hello", "text/plain");
        ASSERT_TRUE(response) << response.error().message;
        EXPECT_EQ(response->body, "hello");
    }
    EXPECT_EQ(server.statistics().connections_accepted, 1);
}

TEST_F(ServerTls, CarriesLargeBodiesBothWays) {
    auto server = start();
    auto client = trusting();
    const std::string body(5 << 20, 'x');
    const auto echoed = client.post(server.url() + "/echo", body, "text/plain");
    ASSERT_TRUE(echoed) << echoed.error().message;
    EXPECT_TRUE(echoed->body == body);
    EXPECT_EQ(client.get(server.url() + "/blocks")->body.size(), 3'000'000);
}

TEST_F(ServerTls, CarriesEventStreams) {
    auto server = start();
    auto client = trusting();
    int events = 0;
    const auto ended = client.read_events({.url = Url::parse(server.url())->at("/events")}, {},
                                          [&](const Event& event) {
                                              EXPECT_EQ(event.id, fmt::format("{}", events++));
                                              return true;
                                          });
    EXPECT_TRUE(ended) << ended.error().message;
    EXPECT_EQ(events, 100);
}

TEST_F(ServerTls, AStalledHandshakeEndsAndHoldsUpNobody) {
    auto server = start({.header_timeout = 100ms});
    testing::RawConnection stalled(server.port());
    stalled.send("\x16\x03\x01");
    EXPECT_TRUE(trusting().post(server.url() + "/echo", "x", "text/plain"));
    EXPECT_TRUE(stalled.ends());
}

TEST_F(ServerTls, StopsWithAHandshakeOnItsWay) {
    auto server = start();
    testing::RawConnection stalled(server.port());
    stalled.send("\x16\x03\x01");
    // The answered request shows that the connection before it was accepted, too.
    EXPECT_TRUE(trusting().post(server.url() + "/echo", "x", "text/plain"));
    server.stop();
    EXPECT_TRUE(stalled.ends());
}

TEST_F(ServerTls, TellsWhoeverSpeaksPlainHttp) {
    auto server = start();
    testing::RawConnection connection(server.port());
    connection.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto response = connection.read_all();
    EXPECT_EQ(testing::status_of_response(response), 400);
    EXPECT_THAT(response, HasSubstr("speaks https"));
}

TEST_F(ServerTls, TakesUpRenewedFilesWithoutARestart) {
    auto server = start();
    EXPECT_TRUE(trusting().post(server.url() + "/echo", "x", "text/plain"));
    renew(SignedKey("IP:127.0.0.1"));
    const auto response = trusting().post(server.url() + "/echo", "x", "text/plain");
    EXPECT_TRUE(response) << response.error().message;
}

TEST_F(ServerTls, KeepsItsCertificateWhileTheRenewedFilesDoNotFit) {
    auto server = start();
    const auto trusted = directory.path() / "trusted.pem";
    std::filesystem::copy_file(files.certificate, trusted);
    const SignedKey renewed("IP:127.0.0.1");
    renewed.write_certificate(files.certificate);
    std::filesystem::last_write_time(files.certificate,
                                     std::filesystem::last_write_time(trusted) + 1s);
    EXPECT_TRUE(Client({.ca_file = trusted}).post(server.url() + "/echo", "x", "text/plain"));
    renewed.write_key(files.key);
    std::filesystem::last_write_time(files.key, std::filesystem::last_write_time(trusted) + 2s);
    EXPECT_TRUE(trusting().post(server.url() + "/echo", "x", "text/plain"));
}

TEST_F(ServerTls, SpeaksHttp11AndTls12OrLater) {
    auto server = start();
    const auto negotiate = [&](int highest_version, std::string_view protocols) {
        using Context = std::unique_ptr<SSL_CTX, tests::Releaser<::SSL_CTX_free>>;
        const Context context(::SSL_CTX_new(::TLS_client_method()));
        ::SSL_CTX_set_security_level(context.get(), 0);
        ::SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
        ::SSL_CTX_set_max_proto_version(context.get(), highest_version);
        ::SSL_CTX_set_alpn_protos(context.get(),
                                  reinterpret_cast<const unsigned char*>(protocols.data()),
                                  static_cast<unsigned>(protocols.size()));
        using Bio = std::unique_ptr<BIO, tests::Releaser<::BIO_free_all>>;
        const Bio bio(::BIO_new_ssl_connect(context.get()));
        ::BIO_set_conn_hostname(bio.get(), fmt::format("127.0.0.1:{}", server.port()).c_str());
        std::string outcome = "refused";
        if (::BIO_do_connect(bio.get()) == 1) {
            SSL* ssl = nullptr;
            ::BIO_get_ssl(bio.get(), &ssl);
            const unsigned char* chosen = nullptr;
            unsigned size = 0;
            ::SSL_get0_alpn_selected(ssl, &chosen, &size);
            outcome = fmt::format("{} {}", ::SSL_get_version(ssl),
                                  std::string_view(reinterpret_cast<const char*>(chosen), size));
        }
        ::ERR_clear_error();
        return outcome;
    };
    constexpr std::string_view both("\x02h2\x08http/1.1");
    EXPECT_EQ(negotiate(TLS1_3_VERSION, both), "TLSv1.3 http/1.1");
    EXPECT_EQ(negotiate(TLS1_2_VERSION, both), "TLSv1.2 http/1.1");
    EXPECT_EQ(negotiate(TLS1_3_VERSION, ""), "TLSv1.3 ");
    EXPECT_EQ(negotiate(TLS1_3_VERSION, "\x02h2"), "refused");
    EXPECT_EQ(negotiate(TLS1_1_VERSION, both), "refused");
}

TEST_F(ServerTls, NamesAMissingFile) {
    std::filesystem::remove(files.certificate);
    EXPECT_EQ(refusal().code, ErrorCode::not_found);
    EXPECT_THAT(refusal().message, HasSubstr("the TLS certificate"));
    EXPECT_THAT(refusal().message, HasSubstr(files.certificate.string()));
}

TEST_F(ServerTls, NamesAFileThatIsNoCertificateOrNoKey) {
    std::filesystem::copy_file(files.certificate, files.key,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(refusal().code, ErrorCode::invalid_argument);
    EXPECT_THAT(refusal().message, HasSubstr(files.key.string()));
    std::ofstream(files.certificate) << "hello";
    EXPECT_THAT(refusal().message, HasSubstr("not a chain of certificates"));
}

TEST_F(ServerTls, RefusesAChainThatBreaksOff) {
    std::ofstream(files.certificate, std::ios::app) << "-----BEGIN CERTIFICATE-----\nMIIB";
    EXPECT_THAT(refusal().message, HasSubstr("not a chain of certificates"));
}

TEST_F(ServerTls, NamesAKeyOfAnotherCertificate) {
    SignedKey("IP:127.0.0.1").write_key(files.key);
    EXPECT_EQ(refusal().code, ErrorCode::failed_precondition);
    EXPECT_THAT(refusal().message, HasSubstr("is not that of the certificate"));
}

TEST_F(ServerTls, AsksForNoPassphrase) {
    SignedKey("IP:127.0.0.1").write_key(files.key, "secret");
    EXPECT_THAT(refusal().message, HasSubstr("has a passphrase"));
}

TEST_F(ServerTls, NamesAnUnreadableFile) {
    std::filesystem::permissions(directory.path(), std::filesystem::perms(0755));
    ::chmod(files.certificate.c_str(), 0644);
    ::chmod(files.key.c_str(), 0);
    tests::as_nobody([this] {
        EXPECT_EQ(refusal().code, ErrorCode::permission_denied);
        EXPECT_THAT(refusal().message, HasSubstr(files.key.string()));
    });
}

}  // namespace
}  // namespace carrot::http
