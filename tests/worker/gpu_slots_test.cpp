#include "worker/gpu_slots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

namespace carrot::worker {
namespace {

TEST(GpuSlots, HaveRoomForSoManyJobsAGpu) {
    GpuSlots slots(2);
    const auto first = slots.try_take(0);
    auto second = slots.try_take(0);
    EXPECT_TRUE(first && second);
    EXPECT_FALSE(slots.try_take(0));
    EXPECT_TRUE(slots.try_take(1));
    second.reset();
    EXPECT_TRUE(slots.try_take(0));
}

TEST(GpuSlots, AreGivenToTheOldestJobThatWaits) {
    GpuSlots slots(1);
    auto taken = slots.try_take(0);
    std::mutex mutex;
    std::vector<JobId> order;
    std::vector<std::jthread> waiting;
    for (const JobId job : {9u, 4u, 7u}) {
        waiting.emplace_back([&, job] {
            const auto slot = slots.wait_for(0, job, {});
            const std::lock_guard lock(mutex);
            order.push_back(job);
        });
    }
    while (slots.waiting(0) < 3)
        std::this_thread::yield();
    taken.reset();
    waiting.clear();
    EXPECT_THAT(order, testing::ElementsAre(4, 7, 9));
}

TEST(GpuSlots, AreKeptForAnOlderJobThatIsAboutToWait) {
    GpuSlots slots(1);
    const auto announced = slots.announce(0, 1);
    bool granted = false;
    std::jthread waiting([&] { granted = slots.wait_for(0, 2, {}).has_value(); });
    while (slots.waiting(0) < 2)
        std::this_thread::yield();
    {
        const auto first = slots.wait_for(0, 1, {});
        EXPECT_TRUE(first);
        EXPECT_EQ(slots.waiting(0), 1u);
    }
    waiting.join();
    EXPECT_TRUE(granted);
}

TEST(GpuSlots, AreNotKeptForAJobThatIsHeldUpOrIsYounger) {
    GpuSlots slots(1);
    auto older = std::optional(slots.announce(0, 1));
    const auto younger = slots.announce(0, 3);
    const auto of_another = slots.announce(1, 0);
    older.reset();
    EXPECT_TRUE(slots.wait_for(0, 2, {}));
}

TEST(GpuSlots, AreNotGivenToWhoWaitsNoLonger) {
    GpuSlots slots(1);
    auto taken = slots.try_take(0);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(slots.wait_for(0, 1, stop.get_token()));
    taken.reset();
    EXPECT_TRUE(slots.wait_for(0, 2, {}));
}

TEST(GpuSlots, AreTakenByAJobThatRunsAlreadyHoweverFullItsGpuIs) {
    GpuSlots slots(1);
    auto first = std::optional(slots.take(0));
    auto second = std::optional(slots.take(0));
    first.reset();
    EXPECT_FALSE(slots.try_take(0));
    second.reset();
    EXPECT_TRUE(slots.try_take(0));
}

}  // namespace
}  // namespace carrot::worker
