// The disk budget: what is in use stays, what was unused the longest goes, and what the machine's
// owner has is not touched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/test_registry.hpp"
#include "worker/image_shelf.hpp"
#include "worker/image_yard.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;
using tests::make_image;

constexpr std::size_t image_bytes = 1'000'000;

class ImageRoomOf : public testing::Test, protected ImageYard {
protected:
    /// Room for that many of the images that publish() makes.
    void allow_images(int count) {
        policy.disk_budget_bytes =
            static_cast<std::uint64_t>(count) * image_bytes + image_bytes / 2;
        policy.max_image_bytes = policy.disk_budget_bytes;
    }

    /// Pushes an image that no test had before; its name.
    std::string publish(std::size_t size_bytes = image_bytes) {
        static int count = 0;
        const auto repository = fmt::format("room{}", ++count);
        registry().push(repository, "1", make_image({layer(repository, size_bytes)}));
        return registry().name(repository + ":1");
    }

    void use(ImageKeeper& keeper, const std::string& image) {
        need(keeper.ensure(runs(image), {}, {}));
    }

    static tests::TestRegistry& registry() {
        static tests::TestRegistry registry;
        return registry;
    }
};

TEST_F(ImageRoomOf, EvictsWhatWasUnusedTheLongest) {
    allow_images(2);
    const auto one = publish(), two = publish(), three = publish();
    auto keeper = open();
    use(keeper, one);
    use(keeper, two);
    use(keeper, one);
    use(keeper, three);
    EXPECT_TRUE(has(one));
    EXPECT_FALSE(has(two));
    EXPECT_TRUE(has(three));
}

TEST_F(ImageRoomOf, RemembersTheOrderAfterARestart) {
    allow_images(2);
    const auto one = publish(), two = publish(), three = publish();
    {
        auto keeper = open();
        use(keeper, one);
        use(keeper, two);
    }
    auto keeper = open();
    use(keeper, three);
    EXPECT_FALSE(has(one));
    EXPECT_TRUE(has(two));
}

TEST_F(ImageRoomOf, KeepsWhatAJobHolds) {
    allow_images(2);
    const auto held = publish(), two = publish(), three = publish();
    auto keeper = open();
    const auto lease = need(keeper.ensure(runs(held), {}, {})).lease;
    use(keeper, two);
    use(keeper, three);
    EXPECT_TRUE(has(held));
    EXPECT_FALSE(has(two));
}

TEST_F(ImageRoomOf, KeepsWhatAContainerIsMadeOf) {
    allow_images(1);
    const auto used = publish(), two = publish(), three = publish();
    auto keeper = open();
    use(keeper, used);
    sandbox::ContainerConfig config;
    config.name = "keeps-its-image";
    config.image = used;
    config.command = {"/none"};
    config.user = "1:1";
    config.memory_bytes = 64 << 20;
    config.cpus = 1;
    config.pids = 8;
    config.log_file_bytes = 1 << 20;
    const auto container = need(engine.create_container(config));
    const auto refused = keeper.ensure(runs(two), {}, {});
    EXPECT_TRUE(has(used));
    EXPECT_FALSE(has(two));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::resource_exhausted);
    need(engine.remove(container));
    use(keeper, three);
    EXPECT_FALSE(has(used));
}

TEST_F(ImageRoomOf, RefusesAnImageThatUnpacksToMoreThanIsAllowed) {
    allow_images(1);
    const auto large = publish(3 * image_bytes);
    auto keeper = open();
    const auto refused = keeper.ensure(runs(large), {}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(refused.error().message, HasSubstr("are allowed"));
    EXPECT_FALSE(has(large));
}

TEST_F(ImageRoomOf, EndsAPullThatWouldLeaveTooLittleDisk) {
    policy.min_free_disk_bytes = std::uint64_t{1} << 60;
    const auto image = publish();
    auto keeper = open();
    const auto refused = keeper.ensure(runs(image), {}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::resource_exhausted);
    EXPECT_FALSE(has(image));
}

TEST_F(ImageRoomOf, NeverTouchesWhatTheOwnerPulled) {
    allow_images(1);
    const auto owners = publish(), two = publish(), three = publish();
    need(engine.pull_image(owners, {}, {}));
    auto keeper = open();
    use(keeper, owners);
    use(keeper, two);
    use(keeper, three);
    EXPECT_TRUE(has(owners));
    EXPECT_FALSE(has(two));
}

TEST_F(ImageRoomOf, LeavesAnImageThatTheOwnerHasUnderAnotherName) {
    allow_images(1);
    const auto layers = std::vector{layer("two names", image_bytes)};
    registry().push("theirs", "1", make_image(layers));
    registry().push("ours", "1", make_image(layers));
    const auto theirs = registry().name("theirs:1"), ours = registry().name("ours:1");
    need(engine.pull_image(theirs, {}, {}));
    auto keeper = open();
    use(keeper, ours);
    use(keeper, publish());
    use(keeper, publish());
    EXPECT_TRUE(has(theirs));
}

TEST_F(ImageRoomOf, EvictsWhatAPullLeftThatACrashCutOffFromItsRecord) {
    allow_images(1);
    const auto cut_off = publish(), two = publish();
    {
        auto shelf = need(ImageShelf::open(directory.path() / "images.sqlite"));
        need(shelf.intend(cut_off));
    }
    need(engine.pull_image(cut_off, {}, {}));
    auto keeper = open();
    use(keeper, two);
    EXPECT_FALSE(has(cut_off));
    EXPECT_TRUE(has(two));
}

TEST_F(ImageRoomOf, FinishesAnEvictionThatACrashCutShort) {
    allow_images(1);
    const auto half = publish(), two = publish(), three = publish();
    auto keeper = open();
    use(keeper, half);
    need(engine.remove_image(half));
    use(keeper, two);
    use(keeper, three);
    EXPECT_FALSE(has(two));
    EXPECT_TRUE(has(three));
}

TEST_F(ImageRoomOf, EvictsAnImageWhoseTagMovedAway) {
    allow_images(1);
    registry().push("drifts", "1", make_image({layer("drift one", image_bytes)}));
    const auto name = registry().name("drifts:1");
    auto keeper = open();
    const auto old_id = need(keeper.ensure(runs(name), {}, {})).image.id;
    registry().push("drifts", "1", make_image({layer("drift two", image_bytes)}));
    need(engine.pull_image(name, {}, {}));
    use(keeper, publish());
    EXPECT_FALSE(has(old_id));
    EXPECT_TRUE(has(name));
}

}  // namespace
}  // namespace carrot::worker
