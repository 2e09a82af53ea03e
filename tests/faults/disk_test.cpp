// A disk that is full, or can't be written to, costs time, and nothing else.
#include <gtest/gtest.h>

#include <ostream>

#include "faults/places.hpp"
#include "faults/small_disk.hpp"
#include "faults/world.hpp"

namespace carrot::tests {
namespace {

constexpr const char* job_code = "echo made > /output/x";

struct Disk {
    const char* name;
    const char* folder;
};
std::ostream& operator<<(std::ostream& out, const Disk& disk) { return out << disk.name; }

class FullDisk : public testing::TestWithParam<Disk> {
protected:
    ~FullDisk() override { world.kill({Part::worker}); }

    /// The worker finds its folders on these disks when it starts.
    World world{Parts{Part::engine, Part::node, Part::store}};
    const SmallDisk disk{world.folder() / GetParam().folder};
};

TEST_P(FullDisk, LetsTheWorkerGoOnWhenThereIsRoomAgain) {
    world.start({Part::worker});
    for (const auto& place : all_places()) {
        SCOPED_TRACE(name_of(place));
        const auto job = world.post(job_code);
        world.worker().run_until(place, job);
        disk.fill();
        world.worker().let_fail(job);
        disk.free();
        world.worker().finish(job);
        world.expect_completed(job, "made\n");
    }
}

TEST_P(FullDisk, LetsAnotherWorkerTakeUpTheJobWhenThereIsRoomAgain) {
    world.start({Part::worker});
    for (const auto& place : all_places()) {
        if (place.moment == Moment::before) continue;
        SCOPED_TRACE(name_of(place));
        const auto job = world.post(job_code);
        world.worker().run_until(place, job);
        disk.fill();
        world.kill({Part::worker});
        world.start({Part::worker});
        world.worker().let_fail(job);
        disk.free();
        world.kill({Part::worker});
        world.start({Part::worker});
        world.worker().finish(job);
        world.expect_completed(job, "made\n");
    }
}

TEST_P(FullDisk, ThatIsReadOnlyEndsTheWorkerAtItsStart) {
    world.start({Part::worker});
    const auto job = world.post(job_code);
    world.worker().run_until({Step::run, Moment::after}, job);
    world.kill({Part::worker});
    disk.set_read_only(true);
    world.start({Part::worker});
    EXPECT_EQ(world.worker().wait_for_end(), 1);
    EXPECT_TRUE(world.worker().log().contains("Read-only file system")) << world.worker().log();
    disk.set_read_only(false);
    world.start({Part::worker});
    world.worker().finish(job);
    world.expect_completed(job, "made\n");
}

INSTANTIATE_TEST_SUITE_P(Of, FullDisk,
                         testing::Values(Disk{"TheWorker", "worker"}, Disk{"TheStore", "store"}),
                         [](const auto& disk) { return disk.param.name; });

}  // namespace
}  // namespace carrot::tests
