#include "worker/worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class AWorker : public testing::Test, protected Workplace {
protected:
    ~AWorker() override { EXPECT_EQ(containers(), 0u); }
};

TEST_F(AWorker, RunsAScriptAndIsPaidOnce) {
    const auto job = completes(script("echo hello"));
    EXPECT_EQ(job.verdict, Verdict::completed);
    EXPECT_EQ(stored(chain.job(job.job_id).result_hash), "hello\n");
    EXPECT_EQ(chain.payments(job.job_id), 1);
    EXPECT_EQ(job.attempts, 1u);
}

TEST_F(AWorker, RunsAContainerImageWithItsArgumentsAndEnvironment) {
    const auto job = completes(fmt::format(
        R"({{"type":"docker-image","description":"t","image":"{}",
             "args":["sh","-c","echo $A $0","b c"],"env":{{"A":"x y"}}}})",
        tests::busybox_image));
    EXPECT_EQ(stored(job.result_hash), "x y b c\n");
}

TEST_F(AWorker, AnswersASimpleJobWithItsMessage) {
    const auto job = completes(R"({"type":"simple","description":"call me"})");
    EXPECT_EQ(stored(job.result_hash), "call me");
    EXPECT_EQ(job.attempts, 0u);
}

TEST_F(AWorker, HandsOutTheFilesThatAJobWrites) {
    const auto job = completes(script(
        "mkdir /output/d; echo 1 > /output/d/a; ln -s a /output/link; echo out; echo err >&2"));
    EXPECT_EQ(stored(job.result_hash, {"d", "a"}), "1\n");
    EXPECT_EQ(stored(job.result_hash, {"stdout.txt"}), "out\n");
    EXPECT_THAT(stored(job.result_hash, {"stderr.txt"}), HasSubstr("link: a symbolic link"));
}

TEST_F(AWorker, GivesAJobItsInputsReadOnly) {
    const auto input = need(store->put_bytes(as_bytes("seven"), {}, {}));
    const auto job = completes(
        script("cat /inputs/sub/n; echo x >> /inputs/sub/n || echo refused",
               fmt::format(R"(,"inputs":[{{"cid":"{}","path":"sub/n"}}])", input.to_string())));
    EXPECT_EQ(stored(job.result_hash), "sevenrefused\n");
}

TEST_F(AWorker, RunsAScriptThatIsStoredElsewhere) {
    const auto code = need(store->put_bytes(as_bytes("echo from afar"), {}, {}));
    const auto job = completes(fmt::format(
        R"({{"type":"python-script","description":"t","codeCid":"{}"}})", code.to_string()));
    EXPECT_EQ(stored(job.result_hash), "from afar\n");
}

TEST_F(AWorker, ReleasesAFailedJobWithItsReport) {
    const auto job = releases(script("echo secret > /output/a; echo oh no >&2; exit 3"));
    EXPECT_EQ(job.verdict, Verdict::released);
    EXPECT_EQ(job.exit_status, 3);
    EXPECT_EQ(chain.payments(job.job_id), 0);
    const auto report = stored(chain.job(job.job_id).result_hash);
    EXPECT_THAT(report, HasSubstr(R"("exitStatus":3)"));
    EXPECT_THAT(report, HasSubstr("oh no"));
}

TEST_F(AWorker, KillsAJobAndItsChildrenAtItsTimeLimit) {
    const auto job =
        releases(script("trap '' TERM; (sleep 1000) & echo up; while true; do sleep 1; done",
                        R"(,"timeoutSeconds":1)"));
    EXPECT_TRUE(job.out_of_time);
    EXPECT_EQ(job.reason, "killed at its time limit");
    EXPECT_LT(job.finished_at - job.started_at, 10s);
}

TEST_F(AWorker, DoesNotPayForAJobThatEndsWellOnlyWhenItsTimeIsUp) {
    const auto job = releases(
        script("trap 'exit 0' TERM; while true; do sleep 0.1; done", R"(,"timeoutSeconds":1)"));
    EXPECT_EQ(job.exit_status, 0);
    EXPECT_EQ(job.reason, "killed at its time limit");
}

TEST_F(AWorker, ReleasesAJobWhoseOutputIsDeclaredBeyondItsLimit) {
    // Sparse files take no space, but would have to be handed out.
    const auto job =
        releases(script("for i in 1 2 3; do dd if=/dev/zero of=/output/$i bs=1 count=1 "
                        "seek=1000000000; done 2>/dev/null; exit 0"));
    EXPECT_THAT(job.reason, HasSubstr("more than"));
}

TEST_F(AWorker, NeverClaimsWhatItCannotRun) {
    const auto bad = chain.post(0, R"({"type":"dance"})");
    const auto missing =
        chain.post(0, R"({"type":"docker-image","description":"t","image":"127.0.0.1:1/none:1"})");
    const auto nowhere = ipfs::Cid::of(ipfs::Codec::raw, as_bytes("nobody has this")).to_string();
    const auto no_input = chain.post(
        0, script("true", fmt::format(R"(,"inputs":[{{"cid":"{}","path":"a"}}])", nowhere)));
    options.start_limit = 0s;
    const auto good = chain.post(0, script("echo fine"));
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    for (const auto job : {bad, missing, no_input, good})
        wait_for(worker, job, Step::done);
    drain.request_stop();
    thread.join();
    EXPECT_EQ(chain.job(good).status, ChainStatus::completed);
    for (const auto job : {bad, missing, no_input}) {
        EXPECT_EQ(chain.job(job).status, ChainStatus::open);
        const auto record = need(worker.job(job));
        EXPECT_EQ(record.verdict, Verdict::refused) << record.reason;
        EXPECT_FALSE(record.reason.empty());
    }
}

TEST_F(AWorker, RunsOneJobAGpuAtATimeAndGpusSideBySide) {
    const auto first = chain.post(0, script("sleep 3"));
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    wait_for(worker, first, Step::run);
    const auto second = chain.post(0, script("true"));
    const auto other = chain.post(1, script("true"));
    for (const auto job : {first, second, other})
        wait_for(worker, job, Step::done);
    drain.request_stop();
    EXPECT_GE(need(worker.job(second)).started_at, need(worker.job(first)).finished_at);
    EXPECT_LT(need(worker.job(other)).started_at, need(worker.job(first)).finished_at);
}

TEST_F(AWorker, LeavesJobsOfOtherGpusAlone) {
    const auto others = chain.post(7, script("true"));
    completes(script("true"));
    EXPECT_EQ(chain.job(others).status, ChainStatus::open);
    EXPECT_EQ(open().job(others).error().code, ErrorCode::not_found);
}

TEST_F(AWorker, DropsAJobThatAnotherClaimsFirst) {
    const auto job = chain.post(0, script("true"));
    auto worker = open();
    std::stop_source drain;
    chain.lose_transactions(1);
    chain.on_lost = [&] { chain.change(job, ChainStatus::claimed, "GOTHER"); };
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    chain.wait_for(job, ChainStatus::claimed);
    drain.request_stop();
    thread.join();
    EXPECT_EQ(need(worker.job(job)).verdict, Verdict::lost);
}

TEST_F(AWorker, SignsAgainWhenTransactionsMissTheirLedgers) {
    chain.lose_transactions(2);
    const auto job = completes(script("echo hello"));
    EXPECT_EQ(chain.payments(job.job_id), 1);
}

TEST_F(AWorker, ClaimsForAsLongAsAJobIsOpen) {
    chain.lose_transactions(8);
    const auto job = completes(script("echo hello"));
    EXPECT_EQ(chain.payments(job.job_id), 1);
}

TEST_F(AWorker, LeavesItsGpuToOthersWhileItsClaimsMiss) {
    const auto unlucky = chain.post(0, script("true"));
    chain.lose_transactions_of(unlucky);
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    const auto other = chain.post(0, script("true"));
    chain.wait_for(other, ChainStatus::completed);
    EXPECT_EQ(chain.job(unlucky).status, ChainStatus::open);
    chain.lose_transactions_of(std::nullopt);
    chain.wait_for(unlucky, ChainStatus::completed);
    drain.request_stop();
}

TEST_F(AWorker, GoesOnWhenTheNetworkIsBack) {
    const auto job = chain.post(0, script("sleep 1; echo hello"));
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    wait_for(worker, job, Step::run);
    chain.set_reachable(false);
    wait_for(worker, job, Step::settle);  // it ends meanwhile, and can't be told
    EXPECT_EQ(chain.job(job).status, ChainStatus::claimed);
    chain.set_reachable(true);
    chain.wait_for(job, ChainStatus::completed);
    drain.request_stop();
    thread.join();
    EXPECT_EQ(need(worker.job(job)).attempts, 1u);
}

TEST_F(AWorker, LeavesARunningJobToItsSuccessor) {
    const auto job = chain.post(0, script("echo one; sleep 2; echo two"));
    {
        auto worker = open();
        std::stop_source leave;
        std::jthread thread([&] { need(worker.run({}, leave.get_token())); });
        chain.wait_for(job, ChainStatus::claimed);
        wait_for(worker, job, Step::run);
        leave.request_stop();
        thread.join();
    }
    EXPECT_EQ(containers(), 1u);
    const auto record = work_until(job, ChainStatus::completed);
    EXPECT_EQ(record.attempts, 1u);
    EXPECT_EQ(stored(record.result_hash), "one\ntwo\n");
}

TEST_F(AWorker, IsTheOnlyOneInItsFolder) {
    const auto first = open();
    const auto second = Worker::open(options, {chain, engine, *store, *clock});
    EXPECT_EQ(second.error().code, ErrorCode::failed_precondition);
}

class Processing : public AWorker {
protected:
    JobId claimed(std::string description) {
        const auto job = chain.post(0, std::move(description));
        chain.change(job, ChainStatus::claimed, chain.provider());
        return job;
    }
};

TEST_F(Processing, RunsAJobThatWasClaimedByHand) {
    const auto job = claimed(script("echo hello"));
    const auto record = open().process(job, script("echo hello"), {});
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_EQ(record->verdict, Verdict::completed);
    EXPECT_EQ(chain.payments(job), 1);
}

TEST_F(Processing, ReleasesAJobThatCannotRun) {
    const auto job = claimed(R"({"type":"dance"})");
    const auto record = open().process(job, R"({"type":"dance"})", {});
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_EQ(record->verdict, Verdict::released);
    EXPECT_EQ(chain.job(job).status, ChainStatus::cancelled);
}

TEST_F(Processing, RunsNothingButWhatTheChainSays) {
    auto worker = open();
    const auto job = claimed(script("echo hello"));
    EXPECT_EQ(worker.process(job, script("rm -rf /"), {}).error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(worker.process(99, "", {}).error().code, ErrorCode::not_found);
    const auto open_job = chain.post(0, script("true"));
    EXPECT_EQ(worker.process(open_job, script("true"), {}).error().code,
              ErrorCode::failed_precondition);
    chain.change(open_job, ChainStatus::claimed, "GOTHER");
    EXPECT_EQ(worker.process(open_job, script("true"), {}).error().code,
              ErrorCode::permission_denied);
}

}  // namespace
}  // namespace carrot::worker
