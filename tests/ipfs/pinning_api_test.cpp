// The client of the IPFS Pinning Service API 1.0.0 against a server that gives the specification's
// own shapes of answers, and Kubo's `id` and `swarm/connect`. The server is this test's.
#include <gmock/gmock.h>

#include "content.hpp"
#include "http/json.hpp"
#include "ipfs/pinning_service.hpp"
#include "recorded_server.hpp"

namespace carrot::ipfs::tests {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view token = "pin-t0ken";

struct PinningApi : testing::Test {
    HastyClock clock;
    RecordedServer server;
    MemoryBlocks blocks;
    Cid cid = blocks.add(Codec::raw, as_bytes("result"));
    PinningApiOptions options{.url = server.url() + "/psa",
                              .access_token = std::string(token),
                              .origins = {},
                              .node = nullptr};

    PinningApi() { finds_nothing(); }

    void finds_nothing() {
        server.answer("GET /psa/pins", {RecordedServer::json(R"({"count":0,"results":[]})")});
    }

    std::string status_text(std::string_view status, std::string_view pinned_cid,
                            std::string_view info = "{}") const {
        return fmt::format(R"({{"requestid":"7f 1","status":"{}",)"
                           R"("created":"2026-07-27T17:32:28.276Z","pin":{{"cid":"{}",)"
                           R"("name":"job 1","origins":[],"meta":{{}}}},)"
                           R"("delegates":["/dnsaddr/pin.example/p2p/Qm1"],"info":{}}})",
                           status, pinned_cid, info);
    }
    http::Response status(std::string_view status, std::string_view info = "{}") const {
        return RecordedServer::json(status_text(status, cid.to_string(), info), 202);
    }
    void tells(const std::string& what, std::vector<std::string_view> states) {
        RecordedServer::Answers answers;
        for (const auto state : states)
            answers.push_back(status(state));
        server.answer(what, std::move(answers));
    }

    Result<void> upload(std::stop_token stop = {}) {
        return connect_pinning_api(options, clock).value()->upload(blocks, cid, "job 1", stop);
    }
    Error failed_upload() {
        const auto result = upload();
        EXPECT_FALSE(result);
        return result ? Error{} : result.error();
    }
};

TEST_F(PinningApi, ARequestIsFollowedUntilItIsPinned) {
    options.origins = {"/ip4/203.0.113.5/tcp/4001/p2p/QmUs"};
    tells("POST /psa/pins", {"queued"});
    tells("GET /psa/pins/7f 1", {"queued", "pinning", "pinned"});
    const auto uploaded = upload();
    ASSERT_TRUE(uploaded) << uploaded.error().message;

    const auto posts = server.requests("POST /psa/pins");
    ASSERT_EQ(posts.size(), 1U);
    EXPECT_EQ(posts[0].headers.find("Authorization"), "Bearer " + std::string(token));
    const auto pin = http::parse_json(posts[0].body).value();
    EXPECT_EQ(pin.at("cid").as_string(), cid.to_string());
    EXPECT_EQ(pin.at("name").as_string(), "job 1");
    EXPECT_EQ(pin.at("origins").as_array().at(0).as_string(), options.origins[0]);
    EXPECT_THAT(clock.waits, ElementsAre(1s, 2s, 4s));
}

TEST_F(PinningApi, WhatWasPinnedBeforeIsNotAskedForAgain) {
    server.answer("GET /psa/pins",
                  {RecordedServer::json(fmt::format(R"({{"count":1,"results":[{}]}})",
                                                    status_text("pinned", cid.to_string())))});
    EXPECT_TRUE(upload());
    EXPECT_TRUE(server.requests("POST /psa/pins").empty());
}

TEST_F(PinningApi, ARequestThatWasInterruptedIsFoundAgain) {
    server.answer("GET /psa/pins",
                  {RecordedServer::json(fmt::format(R"({{"count":1,"results":[{}]}})",
                                                    status_text("pinning", cid.to_string())))});
    tells("GET /psa/pins/7f 1", {"pinned"});
    const auto uploaded = upload();
    EXPECT_TRUE(uploaded) << uploaded.error().message;
    EXPECT_TRUE(server.requests("POST /psa/pins").empty());
}

TEST_F(PinningApi, AFailedRequestSaysWhy) {
    tells("POST /psa/pins", {"queued"});
    server.answer("GET /psa/pins/7f 1",
                  {status("failed", R"({"status_details":"no provider\nfound"})")});
    const auto error = failed_upload();
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.message, HasSubstr("\"failed\"; status_details: no provider?found"));
    EXPECT_THAT(error.message, HasSubstr("the pinning service at http://127.0.0.1"));
}

TEST_F(PinningApi, AnotherCidIsRefused) {
    const auto other = Cid::of(Codec::raw, as_bytes("other")).to_string();
    server.answer("POST /psa/pins", {RecordedServer::json(status_text("pinned", other), 202)});
    EXPECT_EQ(failed_upload().code, ErrorCode::corrupt_data);
}

TEST_F(PinningApi, AQueueThatDoesNotMoveIsLeftToTheServiceInTheEnd) {
    tells("POST /psa/pins", {"queued"});
    tells("GET /psa/pins/7f 1", {"queued"});
    options.patience = 10min;
    const auto error = failed_upload();
    EXPECT_EQ(error.code, ErrorCode::timed_out);
    EXPECT_THAT(error.message, HasSubstr("still queued after 600 s"));
}

TEST_F(PinningApi, ARefusedTokenIsNeverShown) {
    server.answer(
        "GET /psa/pins",
        {RecordedServer::json(
            R"({"error":{"reason":"UNAUTHORIZED","details":"Access token is bad"}})", 401)});
    const auto error = failed_upload();
    EXPECT_EQ(error.code, ErrorCode::permission_denied);
    EXPECT_THAT(error.message, HasSubstr("set a valid token"));
    EXPECT_THAT(error.message, Not(HasSubstr(std::string(token))));
}

TEST_F(PinningApi, TroubleOnTheWayIsWaitedFor) {
    auto later = http::text_response(429, "slow down");
    later.headers.set("Retry-After", "7");
    server.answer("POST /psa/pins", {later, RecordedServer::cut(), http::text_response(503, "busy"),
                                     status("pinned")});
    const auto uploaded = upload();
    EXPECT_TRUE(uploaded) << uploaded.error().message;
    EXPECT_THAT(clock.waits, ElementsAre(7s, 2s, 4s));
}

TEST_F(PinningApi, AnswersThatAreNoneAreRefused) {
    for (const std::string body : {"", "{}", "[]", "<html>", R"({"requestid":1})",
                                   R"({"requestid":"a","status":"queued"})"}) {
        server.answer("POST /psa/pins", {RecordedServer::json(body)});
        EXPECT_THAT(failed_upload().message, HasSubstr("could not pin"));
    }
    server.answer(
        "POST /psa/pins",
        {RecordedServer::json(fmt::format(
            R"({{"requestid":"","status":"queued","pin":{{"cid":"{}"}}}})", cid.to_string()))});
    EXPECT_EQ(failed_upload().code, ErrorCode::corrupt_data);
}

TEST_F(PinningApi, AStopEndsTheWait) {
    tells("POST /psa/pins", {"queued"});
    std::stop_source stop;
    stop.request_stop();
    const auto result = upload(stop.get_token());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

TEST_F(PinningApi, KubosAddressesAreTheOriginsAndItMeetsTheDelegates) {
    server.answer("POST /api/v0/id",
                  {RecordedServer::json(R"({"ID":"QmUs","Addresses":[)"
                                        R"("/ip4/127.0.0.1/tcp/4001/p2p/QmUs",)"
                                        R"("/ip4/203.0.113.5/tcp/4001/p2p/QmUs"]})")});
    options.node = meet_by_kubo({.url = server.url(), .bearer_token = {}}).value();
    tells("POST /psa/pins", {"queued"});
    tells("GET /psa/pins/7f 1", {"pinned"});
    const auto uploaded = upload();
    ASSERT_TRUE(uploaded) << uploaded.error().message;
    const auto pin = http::parse_json(server.requests("POST /psa/pins").at(0).body).value();
    EXPECT_EQ(http::format_json(pin.at("origins")), R"(["/ip4/203.0.113.5/tcp/4001/p2p/QmUs"])");
    const auto meetings = server.requests("POST /api/v0/swarm/connect");
    ASSERT_EQ(meetings.size(), 1U);
    EXPECT_EQ(meetings[0].query_parameter("arg"), "/dnsaddr/pin.example/p2p/Qm1");
}

TEST_F(PinningApi, AServiceWithoutATokenIsRefused) {
    for (const std::string bad : {"", "two words"}) {
        options.access_token = bad;
        const auto service = connect_pinning_api(options);
        ASSERT_FALSE(service);
        EXPECT_EQ(service.error().code, ErrorCode::permission_denied);
    }
}

}  // namespace
}  // namespace carrot::ipfs::tests
