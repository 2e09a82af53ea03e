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

TEST(SystemClock, StopsASleeperOnRequest) {
    std::stop_source stop;
    auto slept = std::async(std::launch::async,
                            [&] { return system_clock().sleep_for(24h, stop.get_token()); });
    stop.request_stop();
    EXPECT_FALSE(slept.get());
}

}  // namespace
}  // namespace carrot
