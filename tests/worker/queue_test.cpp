// Who gets a GPU that several jobs are posted for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/bad_registry.hpp"
#include "worker/forwarding_parts.hpp"
#include "worker/image_yard.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;

/// Tells in which order jobs were claimed.
class WatchedChain final : public ForwardingChain {
public:
    explicit WatchedChain(Chain& chain) : ForwardingChain(chain) {}

    Result<SignedCall> sign(CallKind kind, JobId job, const std::string& hash,
                            std::stop_token stop) override {
        if (kind == CallKind::claim) note(job);
        return ForwardingChain::sign(kind, job, hash, stop);
    }
    std::vector<JobId> claims() {
        const std::lock_guard lock(mutex_);
        return claims_;
    }

private:
    void note(JobId job) {
        const std::lock_guard lock(mutex_);
        claims_.push_back(job);
    }

    std::mutex mutex_;
    std::vector<JobId> claims_;
};

class Queue : public testing::Test, protected Workplace {
protected:
    Queue() { options.images = ImageYard().policy; }

    /// A worker at work, until `during` returns.
    template <class During>
    void work(During during) {
        auto worker = need(Worker::open(options, {watched, engine, *store, *clock}));
        std::stop_source drain;
        std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
        during(worker);
        drain.request_stop();
    }

    /// A job whose image no test had before.
    JobId post_image(std::string repository) {
        registry.add(repository, tests::make_image({layer(repository)}));
        return chain.post(0, fmt::format(R"({{"type":"docker-image","description":"test",)"
                                         R"("image":"{}"}})",
                                         registry.name(repository)));
    }

    BadRegistry registry;
    WatchedChain watched{chain};
};

TEST_F(Queue, IsServedInTheOrderOfThePosts) {
    std::vector<JobId> jobs;
    for (int i = 0; i < 8; ++i)
        jobs.push_back(chain.post(0, script("true")));
    work([&](Worker&) { chain.wait_for(jobs.back(), ChainStatus::completed); });
    EXPECT_EQ(watched.claims(), jobs);
}

TEST_F(Queue, IsSeldomLookedForWhileAJobWaits) {
    chain.gpus = {0};
    const auto runs = chain.post(0, script("sleep 60"));
    chain.post(0, script("true"));
    work([&](Worker& worker) {
        wait_for(worker, runs, Step::run);
        const auto begun = clock->since_boot();
        chain.wait_for_looks(chain.looks() + 2);
        EXPECT_GT(clock->since_boot() - begun, 900ms);
        need(worker.cancel(runs, "seen enough"));
    });
}

TEST_F(Queue, DoesNotWaitForImagesOfJobsBefore) {
    registry.on_layer = [this](const http::Request& request) { return registry.hang(request); };
    std::vector<JobId> slow;
    for (int i = 0; i < 6; ++i)
        slow.push_back(post_image(fmt::format("queue{}", i)));
    const auto ready = chain.post(0, script("true"));
    work([&](Worker& worker) {
        chain.wait_for(ready, ChainStatus::completed);
        for (const auto job : slow)
            EXPECT_EQ(need(worker.job(job)).step, Step::prepare);
        registry.let_go();
        for (const auto job : slow)
            wait_for(worker, job, Step::done);
    });
}

TEST_F(Queue, PullsAnImageThatSeveralJobsWantOnceAndCountsItOnce) {
    registry.on_layer = [this](const http::Request& request) { return registry.hang(request); };
    const std::vector jobs = {post_image("wanted"), post_image("wanted"), post_image("wanted")};
    work([&](Worker& worker) {
        const auto waits = [](const RunningJob& job) { return job.progress.contains("pulling"); };
        registry.wait_until_it_hangs();
        while (std::ranges::count_if(worker.status().running, waits) < 3)
            system_clock().sleep_for(5ms, {});
        registry.let_go();
        for (const auto job : jobs)
            wait_for(worker, job, Step::done);
        EXPECT_EQ(worker.status().pulls.pulled, 1u);
        EXPECT_EQ(worker.status().pulls.failed, 0u);
        EXPECT_GT(worker.status().pulls.pulled_bytes, 0u);
    });
}

TEST_F(Queue, CountsAPullThatFails) {
    const auto job = chain.post(0, fmt::format(R"({{"type":"docker-image","description":"test",)"
                                               R"("image":"{}"}})",
                                               registry.name("nowhere")));
    work([&](Worker& worker) {
        wait_for(worker, job, Step::done);
        EXPECT_EQ(worker.status().pulls.failed, 1u);
        EXPECT_EQ(worker.status().pulls.pulled, 0u);
    });
}

TEST_F(Queue, OfPaidJobsIsCountedInStroops) {
    const std::vector jobs = {chain.post(0, script("true")), chain.post(0, script("true")),
                              chain.post(0, script("exit 3"))};
    work([&](Worker& worker) {
        for (const auto job : jobs)
            wait_for(worker, job, Step::done);
        MetricsText text;
        worker.metrics().write(text);
        EXPECT_THAT(std::move(text).finish(),
                    testing::HasSubstr("\ncarrot_worker_earned_stroops_total 38000000\n"));
    });
}

}  // namespace
}  // namespace carrot::worker
