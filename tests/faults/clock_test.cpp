// A wall clock that jumps days ahead or back, between two steps or during one, changes nothing.
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "faults/places.hpp"
#include "faults/world.hpp"
#include "support/need.hpp"

namespace carrot::tests {
namespace {

using namespace std::chrono_literals;

class JumpingClock : public testing::Test {
protected:
    void TearDown() override {
        if (!HasFailure()) world.expect_gpu_free();
    }

    void set_clock(std::chrono::milliseconds offset) {
        need(write_file(world.folder() / "clock-offset", as_bytes(std::to_string(offset.count()))));
    }

    void jump_everywhere(std::chrono::milliseconds from, std::chrono::milliseconds to,
                         std::size_t turn) {
        for (const auto& place : chosen_places(turn)) {
            SCOPED_TRACE(name_of(place));
            set_clock(from);
            const auto job = world.post("sleep 0.2; echo made > /output/x");
            world.worker().run_until(place, job);
            set_clock(to);
            world.worker().finish(job);
            world.expect_completed(job, "made\n");
        }
    }

    World world;
};

TEST_F(JumpingClock, AheadLetsTheJobEndRight) { jump_everywhere(0h, 48h, 0); }

TEST_F(JumpingClock, BackLetsTheJobEndRight) { jump_everywhere(0h, -48h, 1); }

TEST_F(JumpingClock, BackToTheTruthLetsTheJobEndRight) { jump_everywhere(48h, 0h, 1); }

}  // namespace
}  // namespace carrot::tests
