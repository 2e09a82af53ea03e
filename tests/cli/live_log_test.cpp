// A consumer's live log: what comes from a worker that may be cut off, silent, or hostile.
#include "cli/live_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "base/encoding.hpp"
#include "http/server.hpp"
#include "stellar/signed_message.hpp"
#include "support/capture.hpp"
#include "worker/log_access.hpp"

namespace carrot::cli {
namespace {

using http::Request;
using http::Response;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view marketplace = "CAC3KSAX5J3EFO4HJVLSSKRMEXUWNRISEHAA3WOFKZUKSZULYWJDQQO4";

Response events(const std::vector<http::Event>& list) {
    auto stream = std::make_shared<http::EventStream>();
    for (const auto& event : list)
        stream->push(event);
    stream->close();
    return http::event_response(std::move(stream));
}

class LiveLogTest : public testing::Test {
protected:
    using Answer = std::function<Response(const Request&)>;

    void serve(Answer answer) {
        http::Router router;
        router.route(http::Method::get, "/jobs/{id}/logs", std::move(answer));
        server.emplace(http::Server::start(std::move(router)).value());
        door.worker = http::Url::parse(server->url()).value();
    }

    Result<LogEnd> show(Follow follow = Follow::until_end) {
        Output output({.out = out.stream(), .err = err.stream()}, Format::text, Colour::never);
        LiveLog surroundings{
            .client = client, .clock = system_clock(), .output = output, .job_has_ended = [this] {
                return job_has_ended.load();
            }};
        return show_live_log(door, surroundings, follow, {});
    }

    tests::Capture out, err;
    http::Client client;
    std::optional<http::Server> server;
    LogDoor door{.job_id = 17, .worker = {}, .opens = PairingToken{.token = "T0K3N"}};
    std::atomic<bool> job_has_ended = false;
};

TEST_F(LiveLogTest, GoesOnWhereItWasCut) {
    std::vector<std::string> came_back_with;
    serve([&](const Request& request) {
        auto last = request.headers.find("Last-Event-ID");
        came_back_with.emplace_back(last.value_or("none"));
        if (!last) return events({{.id = "4", .name = "stdout", .data = "one\n"}});
        return events({{.id = "8", .name = "stderr", .data = "two\n"},
                       {.id = "8", .name = "end", .data = "complete"}});
    });
    EXPECT_EQ(show().value(), LogEnd::complete);
    EXPECT_EQ(out.text(), "one\ntwo\n");
    EXPECT_THAT(came_back_with, ElementsAre("none", "4"));
}

TEST_F(LiveLogTest, EndsWithTheJobWhenItsWorkerIsGone) {
    serve([](const Request&) { return events({{.id = "4", .name = "stdout", .data = "one\n"}}); });
    job_has_ended = true;
    EXPECT_EQ(show().value(), LogEnd::cut);
}

TEST_F(LiveLogTest, ShowsWhatThereIsWithoutWaiting) {
    serve([](const Request& request) {
        EXPECT_EQ(request.query_parameter("follow"), "false");
        return events({{.id = "4", .name = "stdout", .data = "one\n"},
                       {.id = "4", .name = "end", .data = "running"}});
    });
    EXPECT_EQ(show(Follow::no).value(), LogEnd::running);
}

TEST_F(LiveLogTest, IsOpenedByTheConsumersSignatureOfTheJobAndAnExpiry) {
    auto key = stellar::KeyPair::generate();
    door.opens = ConsumerKey{.key = key, .marketplace = std::string{marketplace}};
    serve([&](const Request& request) {
        auto header = std::string{request.headers.find("Authorization").value()};
        auto access = worker::parse_log_access(header).value();
        EXPECT_EQ(access.address, key.account().to_string());
        EXPECT_GT(access.expires, unix_seconds(system_clock().now()));
        auto message = worker::log_access_message(marketplace, 17, access.expires);
        EXPECT_TRUE(
            stellar::verify_message(key.account(), message, from_base64(access.signature).value()));
        return events({{.id = "0", .name = "end", .data = "complete"}});
    });
    EXPECT_EQ(show().value(), LogEnd::complete);
}

TEST_F(LiveLogTest, IsNoLogWhereTheWorkerRefusesOrSendsElsewhere) {
    std::atomic<int> asked = 0;
    serve([&](const Request&) {
        ++asked;
        return http::text_response(401, "no");
    });
    EXPECT_EQ(show().error().code, ErrorCode::permission_denied);
    EXPECT_EQ(asked, 1);
    serve([&](const Request&) {
        auto response = http::text_response(302, "");
        response.headers.set("Location", "http://127.0.0.1:1/elsewhere");
        return response;
    });
    EXPECT_THAT(show().error().message, HasSubstr("302"));
}

TEST_F(LiveLogTest, ThatFloodsIsCutOff) {
    serve([](const Request&) {
        auto stream = std::make_shared<http::EventStream>(std::size_t{80} << 20);
        for (int mib = 0; mib < 70; ++mib)
            stream->push({.id = "1", .name = "stdout", .data = std::string(1 << 20, 'x')});
        return http::event_response(std::move(stream));
    });
    EXPECT_EQ(show().error().code, ErrorCode::resource_exhausted);
}

TEST(Endpoint, OfAStrangerIsAWebAddressOutsideThisMachine) {
    EXPECT_TRUE(check_endpoint("https://gpu.example:3001", false));
    EXPECT_TRUE(check_endpoint("http://127.0.0.1:3001", true));
    for (auto refused : {"http://127.0.0.1:3001", "http://localhost", "http://[::1]:80",
                         "http://0.0.0.0:1", "unix:///var/run/docker.sock", "ftp://x", ""}) {
        EXPECT_FALSE(check_endpoint(refused, false)) << refused;
    }
    EXPECT_FALSE(check_endpoint("unix:///var/run/docker.sock", true));
}

}  // namespace
}  // namespace carrot::cli
