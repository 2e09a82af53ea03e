#include "base/clock.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace carrot {
namespace {

using namespace std::chrono_literals;

TEST(ManualClock, WakesASleeperOnlyWhenItsTimeHasCome) {
    ManualClock clock(TimePoint(1000ms));
    auto slept = std::async(std::launch::async, [&] { return clock.sleep_for(10s, {}); });
    clock.wait_for_sleepers(1);
    clock.advance(9999ms);
    EXPECT_EQ(clock.now(), TimePoint(10999ms));
    clock.advance(1ms);
    EXPECT_TRUE(slept.get());
}

TEST(ManualClock, StopsASleeperOnRequest) {
    ManualClock clock(TimePoint(0ms));
    std::stop_source stop;
    auto slept =
        std::async(std::launch::async, [&] { return clock.sleep_for(10s, stop.get_token()); });
    stop.request_stop();
    EXPECT_FALSE(slept.get());
}

TEST(ManualClock, DoesNotCountASleeperThatAnAdvanceHasWoken) {
    ManualClock clock(TimePoint(0ms));
    auto first = std::async(std::launch::async, [&] { return clock.sleep_for(1s, {}); });
    clock.wait_for_sleepers(1);
    clock.advance(1s);
    auto waiting = std::async(std::launch::async, [&] { clock.wait_for_sleepers(1); });
    auto second = std::async(std::launch::async, [&] { return clock.sleep_for(5s, {}); });
    waiting.get();
    clock.advance(5s);
    EXPECT_TRUE(first.get());
    EXPECT_TRUE(second.get());
}

TEST(ManualClock, JumpsWithoutWakingAnybody) {
    ManualClock clock(TimePoint(0ms));
    std::stop_source stop;
    auto slept =
        std::async(std::launch::async, [&] { return clock.sleep_for(1h, stop.get_token()); });
    clock.wait_for_sleepers(1);
    clock.jump(48h);
    EXPECT_EQ(clock.now(), TimePoint(48h));
    EXPECT_EQ(clock.since_boot(), 0ms);
    clock.wait_for_sleepers(1);
    stop.request_stop();
    EXPECT_FALSE(slept.get());
}

TEST(SystemClock, StopsASleeperOnRequest) {
    std::stop_source stop;
    auto slept = std::async(std::launch::async,
                            [&] { return system_clock().sleep_for(24h, stop.get_token()); });
    stop.request_stop();
    EXPECT_FALSE(slept.get());
}

}  // namespace
}  // namespace carrot
