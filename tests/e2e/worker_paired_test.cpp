// The paired way at the command line: the provider claims and completes by hand, and the worker,
// which has no key, runs the job when it is told to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/worker_under_test.hpp"

namespace carrot::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string text(const json::value& value) { return std::string{value.as_string()}; }

class PairedWorker : public testing::Test {
protected:
    static void SetUpTestSuite() {
        auto& market = shared_market();
        provider = std::make_unique<ProviderUnderTest>(make_provider(market, "frank"));
        worker = std::make_unique<WorkerUnderTest>(
            market, "frank", "mode = \"paired\"\nprovider = \"" + provider->address + "\"");
        worker->start();
    }
    static void TearDownTestSuite() {
        worker.reset();
        provider.reset();
    }

    json::object post(const std::string& code) {
        auto script = market.script("paired.py", code);
        return market.ask({"job", "post", script, "--gpu", provider->gpu_id, "--key", "alice"});
    }

    /// As the provider, whose key is elsewhere than the worker.
    json::object as_provider(Arguments arguments) {
        arguments.insert(arguments.end(),
                         {"--key", "frank", "--passphrase-file", provider->passphrase_file});
        return market.ask(arguments);
    }

    http::ClientResponse process(long long job_id) {
        auto job = market.ask({"job", "show", std::to_string(job_id)});
        return worker->send(http::Method::post, "/process-job",
                            json::serialize(json::object{{"jobId", job_id},
                                                         {"jobType", "python-script"},
                                                         {"jobData", job.at("description")}}));
    }

    MarketUnderTest& market = shared_market();
    static inline std::unique_ptr<ProviderUnderTest> provider;
    static inline std::unique_ptr<WorkerUnderTest> worker;
};

TEST_F(PairedWorker, RunsAClaimedJobWhoseResultItsProviderDelivers) {
    const auto balance = market.balance_stroops("frank");
    const auto job_id = post("print('paired')\n").at("job_id").as_int64();
    const auto number = std::to_string(job_id);
    EXPECT_EQ(process(job_id).status, 409) << "nobody has claimed it";
    as_provider({"job", "claim", number});

    const auto answer = process(job_id);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto outcome = json::parse(answer.body).as_object();
    EXPECT_EQ(outcome.at("success"), true);
    EXPECT_THAT(text(outcome.at("logs")), HasSubstr("paired\n"));
    EXPECT_EQ(market.ask({"job", "show", number}).at("status"), "claimed");

    as_provider({"job", "complete", number, text(outcome.at("resultHash"))});
    EXPECT_EQ(market.ask({"job", "show", number}).at("status"), "completed");
    EXPECT_EQ(market.ask({"job", "logs", number}).at("stdout"), "paired\n");
    EXPECT_GT(market.balance_stroops("frank"), balance + 18'000'000);
}

TEST_F(PairedWorker, GivesAFailedJobsReportToReleaseItWith) {
    const auto posted = post("print('so far')\nraise SystemExit(3)\n");
    const auto number = std::to_string(posted.at("job_id").as_int64());
    const auto alice = market.balance_stroops("alice");
    as_provider({"job", "claim", number});

    const auto answer = process(posted.at("job_id").as_int64());
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto outcome = json::parse(answer.body).as_object();
    EXPECT_EQ(outcome.at("success"), false);
    EXPECT_EQ(outcome.at("exitStatus"), 3);
    EXPECT_THAT(text(outcome.at("logs")), HasSubstr("so far\n"));
    ASSERT_THAT(text(outcome.at("resultHash")), StartsWith("ipfs://"));

    as_provider({"job", "release", number, "--report", text(outcome.at("resultHash"))});
    EXPECT_EQ(market.balance_stroops("alice"), alice + 20'000'000);
    const auto report = market.ask({"job", "logs", number}).at("report").as_object();
    EXPECT_EQ(report.at("exit_status"), 3);
    EXPECT_THAT(text(report.at("log")), HasSubstr("so far"));
}

TEST_F(PairedWorker, RunsNothingForAStrangerOrForAnothersJob) {
    auto script = market.script("others.py", "import time\ntime.sleep(3)\n");
    auto others = market.ask({"job", "post", script, "--gpu", "0", "--key", "alice"});
    market.wait_for_status(others.at("job_id").as_int64(), "claimed");
    EXPECT_EQ(process(others.at("job_id").as_int64()).status, 403) << "bob's";
    auto status = market.carrot({"worker", "token", "--network", "frank", "--new"});
    ASSERT_EQ(status.exit_code, 0) << status.err;
    EXPECT_EQ(process(others.at("job_id").as_int64()).status, 401)
        << "the new token is the next start's";
    market.wait_for_status(others.at("job_id").as_int64(), "completed");
}

}  // namespace
}  // namespace carrot::tests
