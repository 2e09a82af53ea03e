// Hours in which the node, or the worker's machine, is away: transactions have run out or are
// forgotten by the network, and the job ends right all the same.
#include <gtest/gtest.h>

#include "faults/lies.hpp"
#include "faults/places.hpp"
#include "faults/world.hpp"

namespace carrot::tests {
namespace {

using namespace std::chrono_literals;

constexpr const char* job_code = "sleep 0.2; echo made > /output/x";
constexpr const char* failing_code = "sleep 0.2; echo oh no >&2; exit 3";

constexpr Place running{Step::run, Moment::after};
constexpr Place stored{Step::collect, Moment::after};

/// A network that keeps its history for some seconds, where others keep it for a week.
constexpr std::uint32_t retention_ledgers = 4;

class LongOutage : public testing::Test {
protected:
    void TearDown() override {
        if (!HasFailure()) world.expect_gpu_free();
    }

    /// The job runs and ends meanwhile.
    void run_without_node(JobId job) {
        world.worker().run_until(running, job);
        world.kill({Part::node});
        world.worker().run_until(stored, job);
        world.pass(30h);
        world.start({Part::node});
        world.worker().finish(job);
    }

    World world{Restore::kills, retention_ledgers};
};

TEST_F(LongOutage, OfTheNodeWhileAJobRunsAndEndsLetsItBePaid) {
    const auto job = world.post(job_code);
    run_without_node(job);
    world.expect_completed(job, "made\n");
    EXPECT_EQ(world.worker().record(job).attempts, 1u);
}

TEST_F(LongOutage, OfTheNodeWhileAJobFailsLetsItBeReleased) {
    const auto job = world.post(failing_code);
    run_without_node(job);
    world.expect_released(job, "oh no");
}

TEST_F(LongOutage, OfTheNodeAnywhereLetsTheJobEndRight) {
    for (const auto& place : chosen_places(0)) {
        SCOPED_TRACE(name_of(place));
        const auto job = world.post(job_code);
        world.worker().run_until(place, job);
        world.kill({Part::node});
        world.worker().let_fail(job);
        world.pass(5h);
        world.start({Part::node});
        world.worker().finish(job);
        world.expect_completed(job, "made\n");
    }
}

TEST_F(LongOutage, OfTheMachineOutlivesWhatTheNetworkRemembers) {
    for (const auto& place : chosen_places(1)) {
        SCOPED_TRACE(name_of(place));
        const auto job = world.post(job_code);
        world.worker().run_until(place, job);
        world.kill({Part::worker});
        world.pass(30h);
        world.wait_until_forgotten();
        world.start({Part::worker});
        world.worker().finish(job);
        world.expect_completed(job, "made\n");
    }
}

/// The node is there, and for long of no use.
class LongTrouble : public LongOutage {
protected:
    LongTrouble() {
        world.let_worker_use(node.url());
        world.kill({Part::worker});
        world.start({Part::worker});
    }

    /// The job runs and ends meanwhile, and is tried to be settled some times.
    JobId run_during(Misbehaviour misbehaviour) {
        const auto job = world.post(job_code);
        world.worker().run_until(running, job);
        node.behave(std::move(misbehaviour));
        world.worker().run_until(stored, job);
        for (int i = 0; i < 10; ++i)
            world.worker().let_fail(job);
        return job;
    }

    UnreliableNode node{world.rpc_url()};
};

TEST_F(LongTrouble, ByANodeThatAsksForMinutesOfRestIsWaitedOutInSilence) {
    const auto job = run_during(busy(180s));
    // Those that were on their way together when it said so.
    EXPECT_LE(node.told(), 3);
    node.behave_well();
    world.pass(180s);
    world.worker().finish(job);
    world.expect_completed(job, "made\n");
}

TEST_F(LongTrouble, ByANodeThatHangsIsWaitedOut) {
    const auto job = run_during(silent());
    node.behave_well();
    world.worker().finish(job);
    world.expect_completed(job, "made\n");
}

}  // namespace
}  // namespace carrot::tests
