// A worker whose provider's key opens with a passphrase alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "e2e/worker_under_test.hpp"

namespace carrot::tests {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr long long earned = 20'000'000 * 95 / 100;  // of an hour at 2 XLM

std::string members(const std::string& key, const std::string& passphrase_file) {
    return "key = \"" + key + "\"\npassphrase_file = \"" + passphrase_file + "\"";
}

TEST(EncryptedKey, LetsAWorkerClaimAJobAndBePaid) {
    auto& market = shared_market();
    const auto provider = make_provider(market, "erin");
    WorkerUnderTest worker(market, "erin", members("erin", provider.passphrase_file));
    worker.start();
    const auto balance = market.balance_stroops("erin");
    auto script = market.script("erin.py", "print('run for erin')\n");
    auto posted = market.ask({"job", "post", script, "--gpu", provider.gpu_id, "--key", "alice"});
    auto job = market.wait_for_status(posted.at("job_id").as_int64(), "completed");
    EXPECT_EQ(job.at("provider"), json::value(provider.address));
    const auto gain = market.balance_stroops("erin") - balance;
    EXPECT_LE(gain, earned);
    EXPECT_GT(gain, earned - 2'000'000) << "less what Stellar charged for claim and completion";

    const auto status = worker.ask({"worker", "status"}).at("health").as_object();
    EXPECT_EQ(status.at("endedJobs").at("completed"), 1);
    EXPECT_EQ(status.at("gpus").at(0).at("problem"), "");
    EXPECT_THAT(worker.carrot({"worker", "status"}).out, HasSubstr("1 completed"));
    EXPECT_EQ(worker.stop(), 0);
    EXPECT_EQ(worker.carrot({"worker", "status"}).exit_code, 3);
}

TEST(EncryptedKey, WithAnotherPassphraseIsOneLineThatSaysSo) {
    auto& market = shared_market();
    const auto provider = make_provider(market, "ellen");
    const auto wrong = secret_file(market, "wrong.passphrase", "battery staple\n");
    const WorkerUnderTest worker(market, "ellen", members("ellen", wrong));
    const auto outcome = worker.carrot({"worker"});
    EXPECT_EQ(outcome.exit_code, 6);
    EXPECT_THAT(outcome.err, StartsWith("error: "));
    EXPECT_THAT(outcome.err, HasSubstr("ellen"));
    EXPECT_THAT(outcome.err, HasSubstr("passphrase"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("battery")));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
}

}  // namespace
}  // namespace carrot::tests
