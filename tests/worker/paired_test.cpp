// A worker without the provider's key: somebody else claims and completes, and it runs what the
// chain says is claimed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class APairedWorker : public testing::Test, protected Workplace {
protected:
    APairedWorker() { chain.forget_key(); }
    ~APairedWorker() override { EXPECT_EQ(containers(), 0u); }

    JobId claimed(std::string description, GpuId gpu = 0) {
        const auto job = chain.post(gpu, std::move(description));
        chain.change(job, ChainStatus::claimed, chain.provider());
        return job;
    }
};

TEST_F(APairedWorker, RunsAClaimedJobAndLeavesItsCompletionToTheWallet) {
    const auto job = claimed(script("echo hello"));
    auto worker = open();
    const auto record = need(worker.process(job, script("echo hello"), {}));
    EXPECT_EQ(record.verdict, Verdict::completed);
    EXPECT_EQ(record.origin, Origin::request);
    EXPECT_EQ(stored(record.result_hash), "hello\n");
    EXPECT_EQ(chain.job(job).status, ChainStatus::claimed);
    EXPECT_EQ(chain.payments(job), 0);
}

TEST_F(APairedWorker, GivesTheReportOfAFailedJobToBeReleasedWith) {
    const auto job = claimed(script("echo oh no >&2; exit 3"));
    auto worker = open();
    const auto record = need(worker.process(job, script("echo oh no >&2; exit 3"), {}));
    EXPECT_EQ(record.verdict, Verdict::failed);
    EXPECT_EQ(record.reason, "exit status 3");
    EXPECT_THAT(stored(record.result_hash), HasSubstr("oh no"));
    EXPECT_EQ(chain.job(job).status, ChainStatus::claimed);
}

TEST_F(APairedWorker, FailsAtOnceWhatItCannotRun) {
    const auto job = claimed(R"({"type":"dance"})");
    auto worker = open();
    const auto record = need(worker.process(job, R"({"type":"dance"})", {}));
    EXPECT_EQ(record.verdict, Verdict::failed);
    EXPECT_THAT(stored(record.result_hash), HasSubstr("dance"));
}

TEST_F(APairedWorker, ClaimsNothingByItself) {
    const auto posted = chain.post(0, script("true"));
    const auto job = claimed(script("echo hello"));
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    need(worker.process(job, script("echo hello"), {}));
    drain.request_stop();
    thread.join();
    EXPECT_EQ(chain.job(posted).status, ChainStatus::open);
    EXPECT_EQ(worker.job(posted).error().code, ErrorCode::not_found);
}

TEST_F(APairedWorker, AnswersTheSameRequestTheSame) {
    const auto job = claimed(script("echo $RANDOM$$ > /output/x; exit 0"));
    auto worker = open();
    const auto code = script("echo $RANDOM$$ > /output/x; exit 0");
    const auto first = need(worker.process(job, code, {}));
    const auto second = need(worker.process(job, code, {}));
    EXPECT_EQ(second.result_hash, first.result_hash);
    EXPECT_EQ(second.attempts, 1u);
    chain.change(job, ChainStatus::completed, chain.provider());
    EXPECT_EQ(need(worker.process(job, code, {})).result_hash, first.result_hash);
}

TEST_F(APairedWorker, RefusesAJobWhoseGpuIsBusyAndWaitsForOneThatRuns) {
    const auto job = claimed(script("sleep 3"));
    const auto other = claimed(script("true"));
    auto worker = open();
    auto running =
        std::async(std::launch::async, [&] { return worker.process(job, script("sleep 3"), {}); });
    wait_for(worker, job, Step::run);
    EXPECT_EQ(worker.process(other, script("true"), {}).error().code, ErrorCode::already_exists);
    EXPECT_EQ(need(worker.process(job, script("sleep 3"), {})).attempts, 1u);
    EXPECT_TRUE(running.get());
    EXPECT_TRUE(worker.process(other, script("true"), {}));
}

TEST_F(APairedWorker, RefusesAJobOfAGpuThatIsNotItsProviders) {
    auto worker = open();
    const auto foreign = claimed(script("true"), 7);
    EXPECT_EQ(worker.process(foreign, script("true"), {}).error().code,
              ErrorCode::permission_denied);
}

TEST_F(APairedWorker, RefusesAJobOfAGpuThatIsOnAnotherMachine) {
    options.gpus = {1};
    auto worker = open();
    const auto elsewhere = claimed(script("true"), 0);
    EXPECT_EQ(worker.process(elsewhere, script("true"), {}).error().code,
              ErrorCode::permission_denied);
}

TEST_F(APairedWorker, GoesOnWithAJobWhoseCallerWentAway) {
    const auto code = script("echo one; sleep 1; echo two");
    const auto job = claimed(code);
    auto worker = open();
    std::stop_source caller;
    auto asked = std::async(std::launch::async,
                            [&] { return worker.process(job, code, caller.get_token()); });
    wait_for(worker, job, Step::run);
    caller.request_stop();
    EXPECT_EQ(asked.get().error().code, ErrorCode::cancelled);
    wait_for(worker, job, Step::done);
    const auto record = need(worker.process(job, code, {}));
    EXPECT_EQ(stored(record.result_hash), "one\ntwo\n");
    EXPECT_EQ(record.attempts, 1u);
}

TEST_F(APairedWorker, FinishesAfterARestartWhatItBegan) {
    const auto code = script("echo one; sleep 2; echo two");
    const auto job = claimed(code);
    {
        auto worker = open();
        std::stop_source leave;
        std::jthread thread([&] { need(worker.run({}, leave.get_token())); });
        auto asked = std::async(std::launch::async, [&] { return worker.process(job, code, {}); });
        wait_for(worker, job, Step::run);
        leave.request_stop();
        EXPECT_EQ(asked.get().error().code, ErrorCode::cancelled);
    }
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    wait_for(worker, job, Step::done);
    const auto record = need(worker.process(job, code, {}));
    drain.request_stop();
    EXPECT_EQ(record.attempts, 1u);
    EXPECT_EQ(stored(record.result_hash), "one\ntwo\n");
}

}  // namespace
}  // namespace carrot::worker
