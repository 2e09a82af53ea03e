// Workers that end when told, workers that follow each other, and workers that don't know of each
// other.
#include <gtest/gtest.h>
#include <signal.h>

#include "base/file.hpp"
#include "faults/world.hpp"
#include "support/need.hpp"

namespace carrot::tests {
namespace {

constexpr Place running{Step::run, Moment::after};

class Succession : public testing::Test {
protected:
    World world;
};

TEST_F(Succession, OneSignalLetsTheRunningJobEndAndNothingNewBegin) {
    const auto job = world.post("sleep 1; echo made > /output/x");
    world.worker().run_until(running, job);
    const auto next = world.post("echo made > /output/x");
    world.worker().signal(SIGTERM);
    EXPECT_EQ(world.worker().wait_for_end(), 0);
    EXPECT_EQ(world.job(job).status, market::JobStatus::completed);
    EXPECT_EQ(world.job(next).status, market::JobStatus::open);
    world.start({Part::worker});
    world.worker().finish(next);
    EXPECT_EQ(world.job(next).status, market::JobStatus::completed);
}

TEST_F(Succession, TwoSignalsHandTheRunningContainerOver) {
    const auto job = world.post("sleep 3; echo made > /output/x");
    world.worker().run_until(running, job);
    world.worker().signal(SIGTERM);
    world.worker().signal(SIGINT);  // two equal ones at once may count as one
    EXPECT_EQ(world.worker().wait_for_end(), 0);
    EXPECT_EQ(world.job(job).status, market::JobStatus::claimed);
    world.start({Part::worker});
    world.worker().finish(job);
    world.expect_completed(job, "made\n");
    EXPECT_EQ(world.worker().record(job).attempts, 1u);
}

TEST_F(Succession, AWorkerRefusesAFolderThatAnotherWorksIn) {
    const auto job = world.post("sleep 1; echo made > /output/x");
    world.worker().run_until(running, job);
    WorkerUnderTest second(world.folder());
    second.start(world.rpc_url(), world.engine().socket(), world.pins_url());
    EXPECT_EQ(second.wait_for_end(), 1);
    EXPECT_TRUE(second.log().contains("another worker is at work there"));
    world.worker().finish(job);
    world.expect_completed(job, "made\n");
}

/// Two machines with one key, both set to work for the same GPU.
class TwoMachines : public testing::TestWithParam<Place> {
protected:
    TwoMachines() {
        need(make_directories(folder));
        for (const auto* file : {"market.toml", "provider"})
            std::filesystem::copy_file(world.folder() / file, folder / file);
        other.start(world.rpc_url(), engine.socket(), world.pins_url());
    }
    ~TwoMachines() override { other.kill(); }

    World world;
    const std::filesystem::path folder = world.folder() / "other";
    EngineUnderTest engine{folder / "engine", Restore::kills};
    WorkerUnderTest other{folder};
};

TEST_P(TwoMachines, RunAJobOnce) {
    const auto job = world.post("sleep 1; echo made > /output/x");
    other.run_until(GetParam(), job);
    world.worker().run_until(running, job);
    other.finish(job);
    EXPECT_EQ(other.record(job).verdict, worker::Verdict::lost) << other.record(job).reason;
    EXPECT_EQ(engine.take_runs().started, 0);
    world.worker().finish(job);
    world.expect_completed(job, "made\n");
}

INSTANTIATE_TEST_SUITE_P(InARace, TwoMachines,
                         testing::Values(Place{Step::prepare, Moment::before},
                                         Place{Step::prepare, Moment::after},
                                         Place{Step::claim, Moment::before}),
                         [](const auto& place) {
                             const auto moment =
                                 place.param.moment == Moment::before ? "Before" : "After";
                             return fmt::format("{}_{}", moment, name_of(place.param.step));
                         });

}  // namespace
}  // namespace carrot::tests
