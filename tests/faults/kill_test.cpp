// Each part of the world is killed at each step of a job, alone, with each other, and all at once.
#include <gtest/gtest.h>

#include "faults/places.hpp"
#include "faults/world.hpp"

namespace carrot::tests {
namespace {

/// The job runs still when what was killed at its start is back.
const char* duration_at(const Place& place, const Parts& victims) {
    return place.step == Step::run && victims.contains(Part::engine) ? "3" : "0.3";
}

std::string code_for(const Place& place, const Parts& victims) {
    return fmt::format("echo hello; sleep {}; echo made > /output/x", duration_at(place, victims));
}

std::string failing_code_for(const Place& place, const Parts& victims) {
    return fmt::format("sleep {}; echo oh no >&2; exit 3", duration_at(place, victims));
}

/// Of two victims another half of the places than of one of them.
std::size_t turn_of(const Parts& victims) {
    std::size_t turn = 0;
    for (const auto part : victims)
        turn += static_cast<std::size_t>(part) + 1;
    return turn;
}

/// A world is made once for all tests of a suite.
template <Restore restore>
class InAWorld : public testing::TestWithParam<Parts> {
protected:
    static void SetUpTestSuite() { world = std::make_unique<World>(restore); }
    static void TearDownTestSuite() { world.reset(); }
    void TearDown() override {
        if (!this->HasFailure()) world->expect_gpu_free();
    }

    static JobId post_and_kill(const std::string& code, const Place& place, const Parts& victims) {
        const auto job = world->post(code);
        world->worker().run_until(place, job);
        world->kill(victims);
        auto others = victims;
        if (others.erase(Part::worker) > 0) world->start({Part::worker});
        if (!others.empty()) world->worker().let_fail(job);
        world->start(others);
        world->worker().finish(job);
        return job;
    }

    template <class Deed>
    static void everywhere(Deed deed, std::size_t one_of = 2) {
        for (const auto& place : chosen_places(turn_of(GetParam()), one_of)) {
            SCOPED_TRACE(fmt::format("{} killed {}", name_of(GetParam()), name_of(place)));
            deed(place);
        }
    }

    static inline std::unique_ptr<World> world;
};

using Kill = InAWorld<Restore::kills>;

TEST_P(Kill, LetsTheJobEndRightAndBePaidOnce) {
    everywhere([](const Place& place) {
        const auto code = code_for(place, GetParam());
        world->expect_completed(post_and_kill(code, place, GetParam()), "made\n");
    });
}

TEST_P(Kill, LetsAFailedJobBeReleasedOnce) {
    everywhere(
        [](const Place& place) {
            world->expect_released(
                post_and_kill(failing_code_for(place, GetParam()), place, GetParam()), "oh no");
        },
        4);
}

const auto name_of_parts = [](const auto& parts) { return name_of(parts.param); };
INSTANTIATE_TEST_SUITE_P(OfOne, Kill,
                         testing::Values(Parts{Part::worker}, Parts{Part::engine},
                                         Parts{Part::node}, Parts{Part::store}),
                         name_of_parts);
INSTANTIATE_TEST_SUITE_P(
    OfTwo, Kill,
    testing::Values(Parts{Part::worker, Part::engine}, Parts{Part::worker, Part::node},
                    Parts{Part::worker, Part::store}, Parts{Part::engine, Part::node},
                    Parts{Part::engine, Part::store}, Parts{Part::node, Part::store}),
    name_of_parts);

using KillOfAnEngineThatKeepsContainers = InAWorld<Restore::keeps>;

TEST_P(KillOfAnEngineThatKeepsContainers, LeavesTheJobRunningToItsEnd) {
    const Place running{Step::run, Moment::after};
    const auto job = post_and_kill(code_for(running, GetParam()), running, GetParam());
    world->expect_completed(job, "made\n");
    EXPECT_EQ(world->worker().record(job).attempts, 1u);
}

INSTANTIATE_TEST_SUITE_P(OfOneAndTwo, KillOfAnEngineThatKeepsContainers,
                         testing::Values(Parts{Part::engine}, Parts{Part::worker, Part::engine},
                                         Parts{Part::engine, Part::store}),
                         name_of_parts);

/// As Kill, and what lies in memory is lost too.
class CrashOfTheMachine : public Kill {
protected:
    static JobId post_and_crash(const std::string& code, const Place& place) {
        const auto job = world->post(code);
        world->worker().run_until(place, job);
        world->crash_machine();
        world->start(GetParam());
        world->worker().finish(job);
        return job;
    }
};

TEST_P(CrashOfTheMachine, LetsTheJobEndRightAndBePaidOnce) {
    everywhere([](const Place& place) {
        world->expect_completed(post_and_crash(code_for(place, {}), place), "made\n");
    });
}

TEST_P(CrashOfTheMachine, LetsAFailedJobBeReleasedOnce) {
    everywhere([](const Place& place) {
        world->expect_released(post_and_crash(failing_code_for(place, {}), place), "oh no");
    });
}

INSTANTIATE_TEST_SUITE_P(OfAll, CrashOfTheMachine,
                         testing::Values(Parts{Part::worker, Part::engine, Part::node,
                                               Part::store}),
                         name_of_parts);

}  // namespace
}  // namespace carrot::tests
