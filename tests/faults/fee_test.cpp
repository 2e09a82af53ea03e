// A network that wants more than the worker offers at first costs some stroops, up to the owner's
// limit, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "faults/fees.hpp"
#include "faults/lies.hpp"
#include "faults/world.hpp"
#include "support/need.hpp"

namespace carrot::tests {
namespace {

constexpr const char* job_code = "echo made > /output/x";

/// Ten times the least that a network takes.
constexpr std::int64_t dear_stroops = 1000;

class Network : public testing::Test {
protected:
    Network() {
        world.let_worker_use(node.url());
        world.kill({Part::worker});
    }

    void TearDown() override {
        node.behave_well();
        if (!HasFailure()) world.expect_gpu_free();
    }

    void start(std::uint32_t inclusion_fee_max_stroops = 1'000'000) {
        const auto limit = std::to_string(inclusion_fee_max_stroops);
        need(write_file(world.folder() / "inclusion-fee-max", as_bytes(limit)));
        world.start({Part::worker});
    }

    void expect_that_a_job_survives(Misbehaviour misbehaviour) {
        start();
        node.behave(std::move(misbehaviour));
        const auto job = world.post(job_code);
        world.worker().finish(job);
        EXPECT_GT(node.told(), 0);
        world.expect_completed(job, "made\n");
        EXPECT_EQ(world.worker().record(job).attempts, 1u);
    }

    World world;
    UnreliableNode node{world.rpc_url()};
};

TEST_F(Network, ThatRefusesTheFirstOfferIsOfferedMore) {
    expect_that_a_job_survives(expensive(dear_stroops));
}

TEST_F(Network, ThatPassesTheFirstOfferOverIsOfferedMore) {
    expect_that_a_job_survives(passing_over());
}

TEST_F(Network, ThatBansTheFirstOfferIsOfferedMore) {
    expect_that_a_job_survives(times(11, banning()));
}

TEST_F(Network, ThatWantsMoreThanTheLimitIsWaitedForAndTheOwnerKnowsWhy) {
    constexpr std::uint32_t limit = 500;
    const auto highest = std::make_shared<std::atomic<std::int64_t>>(0);
    start(limit);
    node.behave(expensive(dear_stroops, highest));
    const auto job = world.post(job_code);
    world.worker().run_until({Step::claim, Moment::after}, job);
    world.worker().let_fail(job);
    EXPECT_EQ(world.job(job).status, market::JobStatus::open);
    EXPECT_THAT(world.worker().log(),
                testing::HasSubstr("wants 2000 stroops for the inclusion, and at most 500 stroops "
                                   "may be offered: raise inclusion_fee_max_stroops"));
    EXPECT_GT(*highest, 100);
    EXPECT_LE(*highest, limit);
    node.behave_well();
    world.worker().finish(job);
    world.expect_completed(job, "made\n");
}

}  // namespace
}  // namespace carrot::tests
