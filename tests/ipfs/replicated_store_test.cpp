// Copies at several services, by the rule that says how many must be there. The services answer as
// Kubo, Pinata and the Pinning Service API do; the servers are this test's.
#include <gmock/gmock.h>

#include "content.hpp"
#include "ipfs/pinning_service.hpp"
#include "recorded_server.hpp"

namespace carrot::ipfs::tests {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string kubo_import = "POST /api/v0/dag/import";
const std::string kubo_pins = "POST /api/v0/pin/ls";
const std::string pinata_upload = "POST /v3/files";
const std::string pinata_search = "GET /v3/files/public";

struct Copies : testing::Test {
    TemporaryDirectory folder;
    HastyClock clock;
    RecordedServer kubo, pinata, pinning;
    const std::string cid = Cid::of(Codec::raw, as_bytes("result")).to_string();
    CopyRule rule;

    http::Response imported() const {
        return RecordedServer::json(
            fmt::format(R"({{"Root":{{"Cid":{{"/":"{}"}},"PinErrorMsg":""}}}})", cid));
    }
    http::Response uploaded() const {
        return RecordedServer::json(fmt::format(R"({{"data":{{"cid":"{}"}}}})", cid));
    }
    http::Response pinned() const {
        return RecordedServer::json(fmt::format(
            R"({{"requestid":"1","status":"pinned","pin":{{"cid":"{}"}},"delegates":[]}})", cid));
    }

    Copies() {
        kubo.answer(kubo_import, {imported()});
        pinata.answer(pinata_upload, {uploaded()});
        pinning.answer("GET /pins", {RecordedServer::json(R"({"count":0,"results":[]})")});
        pinning.answer("POST /pins", {pinned()});
    }

    std::unique_ptr<ResultStore> store() {
        std::vector<std::unique_ptr<PinningService>> services;
        services.push_back(
            connect_pinning_api(
                {.url = pinning.url(), .access_token = "t", .origins = {}, .node = nullptr}, clock)
                .value());
        services.push_back(connect_kubo({.url = kubo.url(), .bearer_token = {}}, clock).value());
        services.push_back(
            connect_pinata({.jwt = "j", .url = pinata.url(), .api_url = pinata.url()}, clock)
                .value());
        return replicate(open_embedded_store(folder.path() / "store").value(), std::move(services),
                         rule, clock);
    }
    Result<Cid> put() { return store()->put_bytes(as_bytes("result"), {.name = "job 1"}, {}); }
};

TEST_F(Copies, AllServicesKeepAResult) {
    const auto kept = put();
    ASSERT_TRUE(kept) << kept.error().message;
    EXPECT_EQ(kept->to_string(), cid);
    EXPECT_EQ(kubo.requests(kubo_import).size(), 1U);
    EXPECT_EQ(pinata.requests(pinata_upload).size(), 1U);
    EXPECT_EQ(pinning.requests("POST /pins").size(), 1U);
}

TEST_F(Copies, OneThatRefusesIsNamedAndTheOthersStillGetTheirCopies) {
    pinata.answer(pinata_upload, {http::text_response(401, "no")});
    const auto refused = put();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::permission_denied);
    EXPECT_THAT(refused.error().message, HasSubstr("2 of 3 services keep " + cid + ", 3 must"));
    EXPECT_THAT(refused.error().message, HasSubstr("to Pinata: 401"));
    EXPECT_EQ(pinning.requests("POST /pins").size(), 1U);
}

TEST_F(Copies, AnErrorThatMayPassDecidesTheCode) {
    pinata.answer(pinata_upload, {http::text_response(401, "no")});
    kubo.answer(kubo_import, {http::text_response(502, "away")});
    const auto refused = put();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_THAT(refused.error().message, HasSubstr("Kubo at " + kubo.url()));
}

TEST_F(Copies, TheRuleSaysHowManyAreEnough) {
    pinata.answer(pinata_upload, {http::text_response(401, "no")});
    rule.copies = 2;
    EXPECT_TRUE(put());
    kubo.answer(kubo_import, {http::text_response(400, "no CAR")});
    EXPECT_FALSE(put());
    rule.copies = 1;
    EXPECT_TRUE(put());
}

TEST_F(Copies, ASilentServiceHoldsNothingUpWhenThereAreEnough) {
    kubo.never_answer(kubo_import);
    rule = {.copies = 1, .grace = 1min};
    const auto kept = put();
    EXPECT_TRUE(kept) << kept.error().message;
}

TEST_F(Copies, APutThatIsRepeatedAsksOnlyThoseThatLackIt) {
    kubo.answer(
        kubo_pins,
        {RecordedServer::json(fmt::format(R"({{"Keys":{{"{}":{{"Type":"recursive"}}}}}})", cid))});
    pinata.answer(
        pinata_search,
        {RecordedServer::json(fmt::format(
            R"({{"data":{{"files":[{{"id":"1","cid":"{}"}}],"next_page_token":""}}}})", cid))});
    const auto kept = put();
    EXPECT_TRUE(kept) << kept.error().message;
    EXPECT_TRUE(kubo.requests(kubo_import).empty());
    EXPECT_TRUE(pinata.requests(pinata_upload).empty());
    EXPECT_EQ(pinata.requests(pinata_search).at(0).query_parameter("cid"), cid);
}

TEST_F(Copies, AnotherPinIsNotTakenForThisOne) {
    const auto other = Cid::of(Codec::raw, as_bytes("other")).to_string();
    kubo.answer(kubo_pins, {RecordedServer::json(fmt::format(
                               R"({{"Keys":{{"{}":{{"Type":"recursive"}}}}}})", other))});
    pinata.answer(
        pinata_search,
        {RecordedServer::json(fmt::format(R"({{"data":{{"files":[{{"cid":"{}"}}]}}}})", other))});
    EXPECT_TRUE(put());
    EXPECT_EQ(kubo.requests(kubo_import).size(), 1U);
    EXPECT_EQ(pinata.requests(pinata_upload).size(), 1U);
}

}  // namespace
}  // namespace carrot::ipfs::tests
