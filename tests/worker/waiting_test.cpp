// A job that does not get on says what it waits for.
#include <gtest/gtest.h>

#include <atomic>

#include "worker/forwarding_parts.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;

/// Its transactions end like this, as long as there is an error.
class RefusingChain final : public ForwardingChain {
public:
    explicit RefusingChain(Chain& chain) : ForwardingChain(chain) {}

    Result<void> settle(const SignedCall& call, std::stop_token stop) override {
        if (refuses) return fail(code, "the network wants more than it may get");
        return ForwardingChain::settle(call, stop);
    }

    ErrorCode code = ErrorCode::unavailable;
    std::atomic<bool> refuses = true;
};

class Waiting : public testing::Test, protected Workplace {
protected:
    /// Works until the job has ended.
    template <class During>
    JobRecord work(JobId job, During during) {
        auto worker = need(Worker::open(options, {refusing, engine, *store, *clock}));
        std::stop_source drain;
        std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
        during(worker);
        wait_for(worker, job, Step::done);
        drain.request_stop();
        thread.join();
        return need(worker.job(job));
    }

    /// The job waits at this step and says what for.
    static void wait_until_shown(Worker& worker, Step step) {
        const auto shown = [&] {
            const auto running = worker.status().running;
            return !running.empty() && running[0].step == step &&
                   running[0].progress.contains("the network wants more than it may get");
        };
        while (!shown())
            system_clock().sleep_for(5ms, {});
    }

    RefusingChain refusing{chain};
};

TEST_F(Waiting, ForAClaimShowsWhyItIsNotTaken) {
    const auto job = chain.post(0, script("true"));
    const auto record = work(job, [&](Worker& worker) {
        wait_until_shown(worker, Step::claim);
        EXPECT_EQ(chain.job(job).status, ChainStatus::open);
        refusing.refuses = false;
    });
    EXPECT_EQ(record.verdict, Verdict::completed);
}

TEST_F(Waiting, ForAClaimThatMissesItsLedgersShowsWhy) {
    refusing.code = ErrorCode::timed_out;
    const auto record = work(chain.post(0, script("true")), [&](Worker& worker) {
        wait_until_shown(worker, Step::prepare);
        refusing.refuses = false;
    });
    EXPECT_EQ(record.verdict, Verdict::completed);
}

TEST_F(Waiting, ForAClaimEndsWhenTheConsumerCancels) {
    refusing.code = ErrorCode::timed_out;
    const auto job = chain.post(0, script("true"));
    const auto record = work(job, [&](Worker& worker) {
        wait_until_shown(worker, Step::prepare);
        chain.change(job, ChainStatus::cancelled, "");
    });
    EXPECT_EQ(record.verdict, Verdict::lost);
}

}  // namespace
}  // namespace carrot::worker
