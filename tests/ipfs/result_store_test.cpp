#include "ipfs/result_store.hpp"

#include <gmock/gmock.h>

#include "content.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

struct EmbeddedStore : testing::Test {
    TemporaryDirectory folder;
    ManualClock clock{TimePoint(std::chrono::seconds(1'000'000))};
    std::unique_ptr<ResultStore> store = open();

    std::unique_ptr<ResultStore> open() {
        return open_embedded_store(folder.path() / "store", clock).value();
    }

    std::vector<std::string> pin_names() {
        std::vector<std::string> names;
        for (const auto& pin : store->pins().value())
            names.push_back(pin.name);
        return names;
    }
};

TEST_F(EmbeddedStore, PinsWhatIsPutAndGivesItBack) {
    const auto cid = store->put_bytes(as_bytes("result"), {.name = "job 1"}, {});
    ASSERT_TRUE(cid) << cid.error().message;
    EXPECT_EQ(as_text(read_content(store->blocks(), *cid, 100).value()), "result");
    const auto pins = store->pins().value();
    ASSERT_EQ(pins.size(), 1U);
    EXPECT_EQ(pins[0].cid, *cid);
    EXPECT_EQ(pins[0].name, "job 1");
    EXPECT_EQ(pins[0].pinned_at, clock.now());
}

TEST_F(EmbeddedStore, PutsFilesAndDirectories) {
    write_test_file(folder.path() / "out/picture.png", as_bytes("png"));
    const auto file = store->put_file(folder.path() / "out/picture.png", {}, {}).value();
    const auto directory = store->put_directory(folder.path() / "out", {}, {}).value();
    EXPECT_EQ(resolve(store->blocks(), {directory, {"picture.png"}})->cid, file);
}

TEST_F(EmbeddedStore, KeepsPinsAndContentAcrossARestart) {
    const auto cid = store->put_bytes(as_bytes("result"), {.name = "job 1"}, {}).value();
    store.reset();
    store = open();
    EXPECT_THAT(pin_names(), testing::ElementsAre("job 1"));
    EXPECT_TRUE(read_content(store->blocks(), cid, 100));
}

TEST_F(EmbeddedStore, GivesTheSameContentOnePinUnderItsLastName) {
    ASSERT_TRUE(store->put_bytes(as_bytes("result"), {.name = "job 1"}, {}));
    ASSERT_TRUE(store->put_bytes(as_bytes("result"), {.name = "job 2"}, {}));
    EXPECT_THAT(pin_names(), testing::ElementsAre("job 2"));
}

TEST_F(EmbeddedStore, PinsOnlyWhatIsWhole) {
    const auto cid = Cid::of(Codec::raw, as_bytes("absent"));
    EXPECT_EQ(store->pin(cid, "x").error().code, ErrorCode::not_found);
    EXPECT_THAT(pin_names(), testing::IsEmpty());
}

TEST_F(EmbeddedStore, UnpinsWhatIsPinned) {
    const auto cid = store->put_bytes(as_bytes("result"), {}, {}).value();
    ASSERT_TRUE(store->unpin(cid));
    EXPECT_EQ(store->unpin(cid).error().code, ErrorCode::not_found);
    ASSERT_TRUE(store->pin(cid, "again"));
    EXPECT_THAT(pin_names(), testing::ElementsAre("again"));
}

TEST_F(EmbeddedStore, ForgetsAPinThatHasExpired) {
    using std::chrono::hours;
    ASSERT_TRUE(store->put_bytes(as_bytes("result"),
                                 {.name = "an hour", .expires_at = clock.now() + hours(1)}, {}));
    EXPECT_THAT(pin_names(), testing::ElementsAre("an hour"));
    clock.advance(hours(1));
    EXPECT_THAT(pin_names(), testing::IsEmpty());
}

TEST_F(EmbeddedStore, NeverEndsAPinEarlierBecauseAnotherWantsItForLess) {
    const auto cid = store->put_bytes(as_bytes("result"), {.name = "job 1"}, {}).value();
    ASSERT_TRUE(store->pin(cid, "an hour", clock.now() + std::chrono::hours(1)));
    EXPECT_EQ(store->pins()->front().expires_at, std::nullopt);
}

TEST_F(EmbeddedStore, PutsOffTheEndOfAPinThatIsPinnedAgain) {
    using std::chrono::hours;
    const auto start = clock.now();
    const auto cid =
        store->put_bytes(as_bytes("result"), {.name = "x", .expires_at = start + hours(1)}, {});
    for (const auto later : {hours(3), hours(2)})
        ASSERT_TRUE(store->pin(*cid, "x", start + later));
    EXPECT_EQ(store->pins()->front().expires_at, start + hours(3));
    ASSERT_TRUE(store->pin(*cid, "for good"));
    EXPECT_EQ(store->pins()->front().expires_at, std::nullopt);
}

TEST_F(EmbeddedStore, RefusesALongPinNameBeforeItStoresAnything) {
    EXPECT_EQ(store->put_bytes(as_bytes("x"), {.name = std::string(256, 'n')}, {}).error().code,
              ErrorCode::invalid_argument);
    EXPECT_FALSE(store->blocks().get(Cid::of(Codec::raw, as_bytes("x"))));
}

}  // namespace
}  // namespace carrot::ipfs::tests
