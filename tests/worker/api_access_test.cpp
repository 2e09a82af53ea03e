#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "stellar/signed_message.hpp"
#include "worker/api_fixture.hpp"
#include "worker/log_access.hpp"

namespace carrot::worker {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

/// A worker at noon of a day, a consumer with a key, and a job of theirs that has written "hello".
class ApiAccessControl : public testing::Test, protected ApiOfAWorker {
protected:
    ApiAccessControl() {
        serve();
        chain.consumer = consumer.account().to_string();
        job = processed(script("echo hello"));
    }

    std::uint64_t in(seconds time) const { return unix_seconds(clock->now() + time); }

    LogAccess signed_by(const stellar::KeyPair& key, JobId for_job, std::uint64_t expires) const {
        const auto message = log_access_message(chain.marketplace(), for_job, expires);
        return {key.account().to_string(), expires, to_base64(sign_message(key, message))};
    }

    Answer get_log(const LogAccess& access, JobId of_job) {
        return get_as(format_log_access(access), fmt::format("/jobs/{}/logs", of_job));
    }

    std::string read_log_as(const LogAccess& access) {
        auto asked = request(http::Method::get, fmt::format("/jobs/{}/logs", job));
        asked.headers.set("Authorization", format_log_access(access));
        return read_log(std::move(asked));
    }

    const stellar::KeyPair consumer = stellar::KeyPair::generate();
    const stellar::KeyPair stranger = stellar::KeyPair::generate();
    JobId job = 0;
};

TEST_F(ApiAccessControl, NeedsTheTokenForEverythingButHealthAndItsDocument) {
    for (const auto* open : {"/health", "/openapi.json"})
        EXPECT_EQ(get_as("", open).first, 200) << open;
    for (const auto* closed :
         {"/metrics", "/check-docker", "/check-gpu", "/jobs", "/jobs/0", "/jobs/99", "/jobs/x",
          "/jobs/0/logs", "/jobs/99/logs", "/jobs/x/logs"})
        for (const auto& given : {std::string(), "Bearer " + std::string(token.size(), 'x'),
                                  "Bearer " + token.substr(1), "Basic " + token}) {
            const auto [status, answer] = get_as(given, closed);
            EXPECT_EQ(status, 401) << closed;
            EXPECT_EQ(answer.at("error").at("code"), "permission_denied");
        }
    for (auto [method, path] : {std::pair(http::Method::post, "/process-job"),
                                std::pair(http::Method::delete_, "/jobs/0")}) {
        auto asked = request(method, path);
        asked.headers.remove("Authorization");
        const auto response = send(asked);
        EXPECT_EQ(response.status, 401);
        EXPECT_EQ(response.headers.find("WWW-Authenticate"), "Bearer");
    }
}

TEST_F(ApiAccessControl, OpensALogToTheAddressThatPostedTheJob) {
    EXPECT_EQ(read_log_as(signed_by(consumer, job, in(seconds(60)))),
              "stdout:hello\n|end:complete|");
    EXPECT_EQ(read_log_as(signed_by(consumer, job, in(log_access_limit)-5)),
              "stdout:hello\n|end:complete|");
}

TEST_F(ApiAccessControl, TakesTheSignatureInTheQueryToo) {
    const auto access = signed_by(consumer, job, in(seconds(60)));
    std::string signature;
    for (const char c : access.signature)
        signature += c == '+' ? "%2B" : c == '/' ? "%2F" : std::string(1, c);
    auto asked =
        request(http::Method::get, fmt::format("/jobs/{}/logs?address={}&expires={}&signature={}",
                                               job, access.address, access.expires, signature));
    asked.headers.remove("Authorization");
    EXPECT_EQ(read_log(std::move(asked)), "stdout:hello\n|end:complete|");
    const auto half = fmt::format("/jobs/{}/logs?address={}", job, access.address);
    EXPECT_EQ(get_as("", half).first, 401);
}

TEST_F(ApiAccessControl, RefusesASignatureThatIsNotOfThisJobMarketplaceOrKey) {
    const auto expires = in(seconds(60));
    auto other_job = signed_by(consumer, job + 1, expires);
    auto other_expiry = signed_by(consumer, job, expires + 1);
    other_expiry.expires = expires;
    auto other_market = signed_by(consumer, job, expires);
    other_market.signature =
        to_base64(sign_message(consumer, log_access_message("CELSEWHERE", job, expires)));
    auto forged = signed_by(stranger, job, expires);
    forged.address = consumer.account().to_string();
    auto no_address = signed_by(consumer, job, expires);
    no_address.address = "GNOBODY";
    auto no_signature = signed_by(consumer, job, expires);
    no_signature.signature = "AAAA";
    for (const auto& access :
         {other_job, other_expiry, other_market, forged, no_address, no_signature}) {
        const auto [status, answer] = get_log(access, job);
        EXPECT_EQ(status, 403);
        EXPECT_THAT(std::string(answer.at("error").at("message").as_string()),
                    HasSubstr("signature"));
    }
}

TEST_F(ApiAccessControl, RefusesASignatureThatHasExpiredOrLastsTooLong) {
    EXPECT_EQ(get_log(signed_by(consumer, job, in(seconds(-1))), job).first, 401);
    EXPECT_EQ(get_log(signed_by(consumer, job, 1), job).first, 401);
    EXPECT_EQ(get_log(signed_by(consumer, job, in(log_access_limit + seconds(60))), job).first,
              403);
    EXPECT_EQ(get_log(signed_by(consumer, job, ~std::uint64_t{0}), job).first, 403);
}

TEST_F(ApiAccessControl, TellsAStrangerNothingOfOthersJobs) {
    const auto expires = in(seconds(60));
    const auto [status, answer] = get_log(signed_by(stranger, job, expires), job);
    EXPECT_EQ(status, 403);
    const auto [status_of_none, answer_of_none] =
        get_log(signed_by(stranger, job + 7, expires), job + 7);
    EXPECT_EQ(status_of_none, 403);
    EXPECT_EQ(answer.at("error").at("message"), "job 0 was not posted by this address");
    EXPECT_EQ(answer_of_none.at("error").at("message"), "job 7 was not posted by this address");
}

TEST_F(ApiAccessControl, TellsAConsumerThatTheirJobHasNotBegun) {
    const auto posted = chain.post(0, script("true"));
    EXPECT_EQ(get_log(signed_by(consumer, posted, in(seconds(60))), posted).first, 404);
}

TEST_F(ApiAccessControl, OpensNothingElseToAConsumer) {
    const auto access = format_log_access(signed_by(consumer, job, in(seconds(60))));
    for (const auto* closed : {"/jobs", "/jobs/0", "/metrics", "/check-gpu"})
        EXPECT_EQ(get_as(access, closed).first, 401) << closed;
}

}  // namespace
}  // namespace carrot::worker
