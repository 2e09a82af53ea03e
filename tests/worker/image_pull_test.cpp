// Images come from a real registry into a real engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "support/test_registry.hpp"
#include "worker/image_yard.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::make_image;
using tests::RegistryAccess;
using tests::TestRegistry;

class ImagePull : public testing::Test, protected ImageYard {
protected:
    ErrorCode refusal(const std::string& image) {
        auto keeper = open();
        const auto pulled = keeper.ensure(runs(image), {}, {});
        EXPECT_FALSE(pulled) << image;
        words = pulled ? "" : pulled.error().message;
        return pulled ? ErrorCode::internal : pulled.error().code;
    }

    /// As `docker login` leaves it.
    void log_in(const TestRegistry& asking, std::string_view password) {
        const auto file = directory.path() / "config.json";
        const auto secret = fmt::format("{}:{}", TestRegistry::user, password);
        need(write_file(file, as_bytes(fmt::format(R"({{"auths":{{"{}":{{"auth":"{}"}}}}}})",
                                                   asking.host(), to_base64(as_bytes(secret))))));
        policy.login_files = {file};
    }

    static TestRegistry& open_registry() {
        static TestRegistry registry;
        return registry;
    }
    static TestRegistry& private_registry() {
        static TestRegistry registry(RegistryAccess::login);
        return registry;
    }

    TestRegistry& registry = open_registry();
    std::string words;
};

TEST_F(ImagePull, IsPinnedToTheDigestThatTheRegistryGives) {
    const auto image = make_image({layer("pinned")});
    registry.push("pinned", "1", image);
    auto keeper = open();
    const auto pinned = need(keeper.ensure(runs(registry.name("pinned:1")), {}, {}));
    EXPECT_EQ(pinned.image.id, image.image_id);
    EXPECT_EQ(pinned.digest, registry.name("pinned@" + image.digest()));
}

TEST_F(ImagePull, TellsItsProgressInBytes) {
    registry.push("progress", "1", make_image({layer("p1", 3 << 20), layer("p2", 2 << 20)}));
    auto keeper = open();
    sandbox::PullProgress last;
    need(keeper.ensure(runs(registry.name("progress:1")),
                       [&](const sandbox::PullProgress& progress) {
                           EXPECT_GE(progress.done_bytes, last.done_bytes);
                           last = progress;
                       },
                       {}));
    EXPECT_GT(last.total_bytes, 5u << 20);
    EXPECT_EQ(last.done_bytes, last.total_bytes);
}

TEST_F(ImagePull, TransfersOnlyTheLayersThatAreMissing) {
    const auto shared = layer("shared", 3 << 20);
    registry.push("base", "1", make_image({shared}));
    registry.push("derived", "1", make_image({shared, layer("more", 100'000)}));
    auto keeper = open();
    need(keeper.ensure(runs(registry.name("base:1")), {}, {}));
    std::uint64_t total_bytes = 0;
    need(keeper.ensure(runs(registry.name("derived:1")),
                       [&](const auto& progress) { total_bytes = progress.total_bytes; }, {}));
    EXPECT_GT(total_bytes, 0u);
    EXPECT_LT(total_bytes, 200'000u);
}

TEST_F(ImagePull, IsNotRepeatedForATagThatMoved) {
    const auto first = make_image({layer("first")});
    registry.push("moved", "1", first);
    auto keeper = open();
    need(keeper.ensure(runs(registry.name("moved:1")), {}, {}));
    registry.push("moved", "1", make_image({layer("second")}));
    EXPECT_EQ(need(keeper.ensure(runs(registry.name("moved:1")), {}, {})).image.id, first.image_id);
}

TEST_F(ImagePull, GivesAJobAfterARestartTheImageItHad) {
    const auto first = make_image({layer("before")}), second = make_image({layer("after")});
    const auto name = registry.name("pin:1");
    registry.push("pin", "1", first);
    ImagePin pin;
    {
        auto keeper = open();
        const auto pinned = need(keeper.ensure(runs(name), {}, {}));
        pin = {pinned.image.id, pinned.digest};
    }
    registry.push("pin", "1", second);
    need(engine.remove_image(name));
    auto keeper = open();
    EXPECT_EQ(need(keeper.ensure_again(runs(name), pin, {}, {})).image.id, first.image_id);
    EXPECT_EQ(need(keeper.ensure(runs(name), {}, {})).image.id, second.image_id);
}

TEST_F(ImagePull, TakesTheDigestThatAJobNames) {
    const auto old = make_image({layer("old")});
    registry.push("named", "1", old);
    registry.push("named", "1", make_image({layer("new")}));
    auto keeper = open();
    const auto name = registry.name("named:1@" + old.digest());
    const auto pinned = need(keeper.ensure(runs(name), {}, {}));
    EXPECT_EQ(pinned.image.id, old.image_id);
    EXPECT_EQ(pinned.digest, registry.name("named@" + old.digest()));
}

TEST_F(ImagePull, IsFinalWhereTheRegistryHasNoSuchImage) {
    EXPECT_EQ(refusal(registry.name("never/pushed:1")), ErrorCode::not_found);
    EXPECT_THAT(words, HasSubstr("never/pushed"));
}

TEST_F(ImagePull, GivesUpOnARegistryThatIsAway) {
    policy.pull_attempts = 2;
    EXPECT_EQ(refusal("127.0.0.1:1/a/b:c"), ErrorCode::failed_precondition);
    EXPECT_THAT(words, HasSubstr("gave up after 2 attempts"));
}

TEST_F(ImagePull, IsDeniedWithoutALoginAndWithAWrongOne) {
    auto& asking = private_registry();
    asking.push("secret", "1", make_image({layer("secret")}));
    EXPECT_EQ(refusal(asking.name("secret:1")), ErrorCode::permission_denied);
    log_in(asking, "wrong guess");
    EXPECT_EQ(refusal(asking.name("secret:1")), ErrorCode::permission_denied);
    EXPECT_THAT(words, Not(HasSubstr("wrong guess")));
}

TEST_F(ImagePull, UsesTheLoginOfTheEnginesCredentialStore) {
    auto& asking = private_registry();
    const auto image = make_image({layer("private")});
    asking.push("private", "1", image);
    log_in(asking, TestRegistry::password);
    auto keeper = open();
    EXPECT_EQ(need(keeper.ensure(runs(asking.name("private:1")), {}, {})).image.id, image.image_id);
}

TEST_F(ImagePull, RefusesWhatIsNotAllowedBeforeItAsksAnybody) {
    policy.allowed = {"docker.io/library/*", registry.name("allowed/*")};
    registry.push("allowed/tool", "1", make_image({layer("allowed")}));
    EXPECT_EQ(refusal(registry.name("other/tool:1")), ErrorCode::permission_denied);
    EXPECT_THAT(words, HasSubstr("allow-list"));
    auto keeper = open();
    need(keeper.ensure(runs(registry.name("allowed/tool:1")), {}, {}));
}

TEST_F(ImagePull, IsNeverTriedWhereOnlyLocalImagesAreAllowed) {
    policy.local = LocalImages::only;
    registry.push("remote", "1", make_image({layer("remote")}));
    EXPECT_EQ(refusal(registry.name("remote:1")), ErrorCode::not_found);
    auto keeper = open();
    need(keeper.ensure(runs(tests::busybox_image), {}, {}));
}

TEST_F(ImagePull, RefusesAnImageThatWasMadeOnThisMachine) {
    const auto archive = directory.path() / "made.tar";
    need(write_file(archive, as_bytes(layer("diary"))));
    need(engine.import_image("owner/diary:1", archive, {}));
    EXPECT_EQ(refusal("owner/diary:1"), ErrorCode::permission_denied);
    policy.local = LocalImages::any;
    auto keeper = open();
    EXPECT_EQ(need(keeper.ensure(runs("owner/diary:1"), {}, {})).digest, "");
    need(engine.remove_image("owner/diary:1"));
}

TEST_F(ImagePull, DoesNotTakeAnImageForItsId) {
    const auto id = need(engine.inspect_image(tests::busybox_image)).id.substr(7);
    EXPECT_EQ(refusal(id), ErrorCode::invalid_argument);
    policy.local = LocalImages::only;
    EXPECT_EQ(refusal(id.substr(0, 12)), ErrorCode::not_found);
}

TEST_F(ImagePull, UsesWhatItsOwnerPulledOnlyIfTheRegistryGivesItToCarrot) {
    auto& asking = private_registry();
    asking.push("owners", "1", make_image({layer("owners")}));
    const auto name = asking.name("owners:1");
    need(engine.pull_image(name,
                           {.login = sandbox::RegistryLogin{.server = asking.host(),
                                                            .username = TestRegistry::user,
                                                            .password = TestRegistry::password}},
                           {}));
    EXPECT_EQ(refusal(name), ErrorCode::permission_denied);
    log_in(asking, TestRegistry::password);
    auto keeper = open();
    need(keeper.ensure(runs(name), {}, {}));
}

}  // namespace
}  // namespace carrot::worker
