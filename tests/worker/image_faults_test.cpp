// Pulls from a registry that hangs, refuses, lies and breaks off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "worker/bad_registry.hpp"
#include "worker/image_yard.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::make_image;

class ImageFaults : public testing::Test, protected ImageYard {
protected:
    /// An image that no test had before.
    std::string publish(std::size_t size_bytes = 1000) {
        static int count = 0;
        const auto repository = fmt::format("bad{}", ++count);
        image = make_image({layer(repository, size_bytes)});
        registry.add(repository, image);
        return registry.name(repository);
    }

    void hang_in_layers() {
        registry.on_layer = [this](const http::Request& request) { return registry.hang(request); };
    }

    /// The first `count` requests for the manifest are answered so; an attempt makes two, HEAD and
    /// GET.
    void answer_first(int count, int status, std::string body) {
        registry.on_manifest = [this, count, status,
                                body](const http::Request&) -> std::optional<http::Response> {
            if (static_cast<int>(registry.manifest_requests().size()) > count) return std::nullopt;
            return http::text_response(status, body, "application/json");
        };
    }

    auto ensure_aside(ImageKeeper& keeper, const std::string& name, std::stop_token stop = {}) {
        return std::async(std::launch::async,
                          [&keeper, name, stop] { return keeper.ensure(runs(name), {}, stop); });
    }

    BadRegistry registry;
    tests::RegistryImage image;
    ManualClock hands{TimePoint{}};
};

TEST_F(ImageFaults, ThatPassAreTriedAgain) {
    const auto name = publish();
    answer_first(2, 500, "{}");
    auto keeper = open();
    EXPECT_EQ(need(keeper.ensure(runs(name), {}, {})).image.id, image.image_id);
}

TEST_F(ImageFaults, OfTooManyRequestsAreWaitedOut) {
    const auto name = publish();
    answer_first(2, 429, R"({"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]})");
    auto keeper = open();
    EXPECT_EQ(need(keeper.ensure(runs(name), {}, {})).image.id, image.image_id);
    const auto asked = registry.manifest_requests();
    ASSERT_GE(asked.size(), 3u);
    EXPECT_GE(asked[2] - asked[1], policy.retry_last);
}

TEST_F(ImageFaults, ThatDoNotPassEndInOneClearError) {
    const auto name = publish();
    answer_first(100, 500, "{}");
    policy.pull_attempts = 3;
    auto keeper = open();
    const auto failed = keeper.ensure(runs(name), {}, {});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(failed.error().message, HasSubstr("gave up after 3 attempts"));
}

TEST_F(ImageFaults, LikeAHangEndAtThePullLimit) {
    const auto name = publish();
    hang_in_layers();
    policy.pull_limit = policy.stall_limit = 60s;
    clock = &hands;
    auto keeper = open();
    auto pulling = ensure_aside(keeper, name);
    registry.wait_until_it_hangs();
    hands.wait_for_sleepers(1);
    hands.advance(60s);
    const auto failed = pulling.get();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(failed.error().message, HasSubstr("within the pull limit of 60 s"));
    EXPECT_FALSE(has(name));
}

TEST_F(ImageFaults, LikeAStallAreTriedAgain) {
    const auto name = publish();
    hang_in_layers();
    policy.pull_limit = 1000s;
    policy.stall_limit = 30s;
    clock = &hands;
    auto keeper = open();
    auto pulling = ensure_aside(keeper, name);
    registry.wait_until_it_hangs();
    hands.wait_for_sleepers(1);
    registry.on_layer = {};
    hands.advance(30s);
    registry.let_go();
    while (pulling.wait_for(5ms) != std::future_status::ready)
        hands.advance(10ms);
    EXPECT_EQ(need(pulling.get()).image.id, image.image_id);
}

TEST_F(ImageFaults, LikeOtherBytesThanPromisedAreFinal) {
    const auto name = publish();
    registry.on_layer = [](const http::Request&) {
        return http::text_response(200, layer("something else"), "application/octet-stream");
    };
    auto keeper = open();
    const auto failed = keeper.ensure(runs(name), {}, {});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::corrupt_data);
    EXPECT_FALSE(has(name));
}

TEST_F(ImageFaults, LikeAHugeLayerEndThePullAtItsAnnouncement) {
    const auto name = publish();
    registry.on_layer = [](const http::Request& request) {
        auto sent = std::make_shared<std::size_t>(0);
        http::Response response;
        // Some, and then nothing more of very much.
        response.body = http::BlockBody{
            [sent, stop = request.stop](std::span<std::uint8_t> out) -> Result<std::size_t> {
                if (*sent > 4'000'000) system_clock().sleep_for(1h, stop);
                *sent += out.size();
                return out.size();
            },
            std::uint64_t{1} << 40};
        return response;
    };
    policy.max_image_bytes = 1 << 30;
    auto keeper = open();
    const auto failed = keeper.ensure(runs(name), {}, {});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(failed.error().message, HasSubstr("1099511627776 bytes"));
}

TEST_F(ImageFaults, LetACallerLeaveAtOnce) {
    const auto name = publish();
    hang_in_layers();
    auto keeper = open();
    std::stop_source stop;
    auto pulling = ensure_aside(keeper, name, stop.get_token());
    registry.wait_until_it_hangs();
    stop.request_stop();
    EXPECT_EQ(pulling.get().error().code, ErrorCode::cancelled);
}

TEST_F(ImageFaults, DoNotKeepThoseWhoWaitWhenAnotherLeaves) {
    const auto name = publish();
    hang_in_layers();
    auto keeper = open();
    std::stop_source stop;
    auto leaving = ensure_aside(keeper, name, stop.get_token());
    auto staying = ensure_aside(keeper, name);
    registry.wait_until_it_hangs();
    stop.request_stop();
    EXPECT_EQ(leaving.get().error().code, ErrorCode::cancelled);
    registry.let_go();
    EXPECT_EQ(need(staying.get()).image.id, image.image_id);
}

TEST_F(ImageFaults, DoNotOutliveTheKeeper) {
    const auto name = publish();
    hang_in_layers();
    std::stop_source stop;
    {
        auto keeper = open();
        auto pulling = ensure_aside(keeper, name, stop.get_token());
        registry.wait_until_it_hangs();
        stop.request_stop();
        EXPECT_FALSE(pulling.get());
    }
    EXPECT_FALSE(has(name));
}

}  // namespace
}  // namespace carrot::worker
