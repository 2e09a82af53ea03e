// What ends before its time: a job that its provider, its consumer or the machine's owner stops.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::string_view endless = "trap 'echo told; exit 0' TERM; echo up; sleep 1000 & wait";

class Stopping : public testing::Test, protected Workplace {
protected:
    ~Stopping() override { EXPECT_EQ(containers(), 0u); }

    /// A worker at work, until `during` returns.
    template <class During>
    void work(During during) {
        auto worker = open();
        std::stop_source drain;
        std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
        during(worker);
        drain.request_stop();
    }

    /// Until the job's container writes.
    static void wait_for_output(Worker& worker, JobId job) {
        wait_for(worker, job, Step::run);
        while (need(worker.log_of(job))->size_bytes() == 0)
            system_clock().sleep_for(5ms, {});
    }
};

TEST_F(Stopping, ByTheProviderReleasesTheJobWithItsReport) {
    const auto job = chain.post(0, script(endless));
    work([&](Worker& worker) {
        wait_for_output(worker, job);
        need(worker.cancel(job, "the room is too hot"));
        chain.wait_for(job, ChainStatus::cancelled);
        wait_for(worker, job, Step::done);
        EXPECT_EQ(worker.cancel(job, "").error().code, ErrorCode::failed_precondition);
        const auto record = need(worker.job(job));
        EXPECT_EQ(record.verdict, Verdict::released);
        EXPECT_EQ(record.reason, "the room is too hot");
        EXPECT_THAT(stored(record.result_hash), HasSubstr("told"));
        EXPECT_EQ(chain.payments(job), 0);
    });
}

TEST_F(Stopping, KillsAJobThatDoesNotHeedIt) {
    options.stop_grace = 1s;
    const auto job = chain.post(0, script("trap '' TERM; echo up; while true; do sleep 1; done"));
    work([&](Worker& worker) {
        wait_for_output(worker, job);
        need(worker.cancel(job, ""));
        wait_for(worker, job, Step::done);
        EXPECT_EQ(need(worker.job(job)).reason, "stopped by the provider");
    });
}

TEST_F(Stopping, OfAPairedJobFailsIt) {
    chain.forget_key();
    const auto job = chain.post(0, script(endless));
    chain.change(job, ChainStatus::claimed, chain.provider());
    auto worker = open();
    auto asked =
        std::async(std::launch::async, [&] { return worker.process(job, script(endless), {}); });
    wait_for_output(worker, job);
    need(worker.cancel(job, ""));
    const auto record = need(asked.get());
    EXPECT_EQ(record.verdict, Verdict::failed);
    EXPECT_EQ(record.reason, "stopped by the provider");
}

TEST_F(Stopping, OutlivesTheWorker) {
    const auto job = chain.post(0, script(endless));
    {
        auto worker = open();
        std::stop_source leave;
        std::jthread thread([&] { need(worker.run({}, leave.get_token())); });
        wait_for_output(worker, job);
        leave.request_stop();
    }
    need(open().cancel(job, "enough"));
    EXPECT_EQ(work_until(job, ChainStatus::cancelled).reason, "enough");
}

TEST_F(Stopping, OfAJobThatWaitsForItsGpuRefusesIt) {
    const auto first = chain.post(0, script(endless));
    work([&](Worker& worker) {
        wait_for_output(worker, first);
        const auto second = chain.post(0, script("true"));
        wait_for(worker, second, Step::prepare);
        need(worker.cancel(second, "no"));
        wait_for(worker, second, Step::done);
        need(worker.cancel(first, ""));
        wait_for(worker, first, Step::done);
        EXPECT_EQ(need(worker.job(second)).verdict, Verdict::refused);
        EXPECT_EQ(chain.job(second).status, ChainStatus::open);
    });
}

TEST_F(Stopping, IsNotForJobsThatNobodyKnows) {
    EXPECT_EQ(open().cancel(9, "").error().code, ErrorCode::not_found);
}

TEST_F(Stopping, HappensToAJobThatTheChainTakesAway) {
    options.watch_interval = 0s;
    const auto job = chain.post(0, script(endless));
    work([&](Worker& worker) {
        wait_for_output(worker, job);
        chain.change(job, ChainStatus::cancelled, chain.provider());
        wait_for(worker, job, Step::done);
        const auto record = need(worker.job(job));
        EXPECT_EQ(record.verdict, Verdict::lost);
        EXPECT_EQ(record.reason, "it is cancelled");
    });
}

TEST_F(Stopping, TheWorkerLetsRunningJobsEndAndTakesNoOthers) {
    const auto job = chain.post(0, script("echo up; sleep 2; echo done"));
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    wait_for_output(worker, job);
    const auto waiting = chain.post(0, script("true"));
    wait_for(worker, waiting, Step::prepare);
    drain.request_stop();
    const auto claimed = chain.post(1, script("true"));
    chain.change(claimed, ChainStatus::claimed, chain.provider());
    EXPECT_EQ(worker.process(claimed, script("true"), {}).error().code, ErrorCode::unavailable);
    EXPECT_TRUE(worker.status().draining);
    thread.join();
    EXPECT_EQ(chain.job(job).status, ChainStatus::completed);
    EXPECT_EQ(chain.job(waiting).status, ChainStatus::open);
}

TEST_F(Stopping, AtOnceLeavesTheContainerToTheNextWorker) {
    const auto job = chain.post(0, script("echo one; sleep 3; echo two"));
    {
        auto worker = open();
        std::stop_source drain, leave;
        std::jthread thread([&] { need(worker.run(drain.get_token(), leave.get_token())); });
        wait_for_output(worker, job);
        drain.request_stop();
        const auto before = system_clock().since_boot();
        leave.request_stop();
        thread.join();
        EXPECT_LT(system_clock().since_boot() - before, 1s);
    }
    EXPECT_EQ(containers(), 1u);
    const auto record = work_until(job, ChainStatus::completed);
    EXPECT_EQ(record.attempts, 1u);
    EXPECT_EQ(stored(record.result_hash), "one\ntwo\n");
}

TEST_F(Stopping, TheStatusTellsWhatRunsAndWhatHasEnded) {
    const auto bad = chain.post(1, R"({"type":"dance"})");
    const auto job = chain.post(0, script(endless));
    work([&](Worker& worker) {
        wait_for(worker, bad, Step::done);
        wait_for_output(worker, job);
        chain.set_reachable(false);
        while (!worker.status().chain_failure)
            system_clock().sleep_for(5ms, {});
        const auto status = worker.status();
        ASSERT_EQ(status.running.size(), 1u);
        EXPECT_EQ(status.running[0].job_id, job);
        EXPECT_EQ(status.running[0].step, Step::run);
        EXPECT_FALSE(status.draining);
        EXPECT_THAT(status.chain_failure->message, HasSubstr("does not answer"));
        EXPECT_EQ(status.ended.at(Verdict::refused), 1u);
        chain.set_reachable(true);
        while (worker.status().chain_failure)
            system_clock().sleep_for(5ms, {});
        need(worker.cancel(job, ""));
        wait_for(worker, job, Step::done);
    });
    EXPECT_EQ(open().status().ended.at(Verdict::released), 1u);
}

}  // namespace
}  // namespace carrot::worker
