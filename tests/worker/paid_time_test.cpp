// What was paid for is measured by a clock that nobody sets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;

class PaidTime : public testing::Test, protected Workplace {
protected:
    PaidTime() { clock = &manual; }
    ~PaidTime() override { EXPECT_EQ(containers(), 0u); }

    /// The run loop and the job's watchdog.
    void wait_until_watched() { manual.wait_for_sleepers(2); }

    sandbox::ContainerStatus container() {
        const auto found = need(engine.list({{"carrot.contract", chain.marketplace()}}));
        return found.at(0).status;
    }

    ManualClock manual{TimePoint(1'700'000'000s)};
};

TEST_F(PaidTime, EndsWhenItHasPassed) {
    const auto job = chain.post(0, script("sleep 1000"), 2);
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    wait_until_watched();
    manual.advance(2h - 1ms);
    wait_until_watched();
    EXPECT_EQ(container(), sandbox::ContainerStatus::running);
    manual.advance(1ms);
    chain.wait_for(job, ChainStatus::cancelled);
    wait_for(worker, job, Step::done);
    EXPECT_EQ(need(worker.job(job)).reason, "killed at its time limit");
    drain.request_stop();
}

TEST_F(PaidTime, DoesNotPassWhenTheClockIsSet) {
    const auto job = chain.post(0, script("sleep 1000"), 2);
    auto worker = open();
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    for (const auto jump : {48h, -96h}) {
        wait_until_watched();
        manual.jump(jump);
        manual.advance(1min);
        wait_until_watched();
        EXPECT_EQ(container(), sandbox::ContainerStatus::running);
    }
    manual.advance(2h);
    chain.wait_for(job, ChainStatus::cancelled);
    drain.request_stop();
}

class PaidTimeOfASuccessor : public PaidTime {
protected:
    JobId begin(const std::string& description) {
        const auto job = chain.post(0, description, 2);
        auto worker = open();
        std::stop_source leave;
        std::jthread thread([&] { need(worker.run({}, leave.get_token())); });
        wait_until_watched();
        leave.request_stop();
        thread.join();
        EXPECT_EQ(container(), sandbox::ContainerStatus::running);
        return job;
    }
};

TEST_F(PaidTimeOfASuccessor, IsWhatIsLeft) {
    const auto job = begin(script("sleep 1000"));
    manual.advance(2h);
    EXPECT_EQ(work_until(job, ChainStatus::cancelled).reason, "killed at its time limit");
}

TEST_F(PaidTimeOfASuccessor, IsNotShortenedByAClockThatWasSetMeanwhile) {
    const auto job = begin(script("echo one; sleep 2; echo two"));
    manual.jump(48h);
    const auto record = work_until(job, ChainStatus::completed);
    EXPECT_EQ(record.attempts, 1u);
    EXPECT_EQ(stored(record.result_hash), "one\ntwo\n");
}

}  // namespace
}  // namespace carrot::worker
