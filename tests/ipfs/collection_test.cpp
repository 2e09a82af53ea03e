#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "content.hpp"
#include "ipfs/car_reader.hpp"
#include "ipfs/car_writer.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::ipfs::tests {
namespace {

using std::chrono::hours;

struct Collection : testing::Test {
    TemporaryDirectory folder;
    ManualClock clock{TimePoint(std::chrono::seconds(1'000'000))};
    std::unique_ptr<BlockStore> blocks = BlockStore::open(folder.path()).value();
    std::unique_ptr<ResultStore> store = open_embedded_store(folder.path(), clock).value();

    Cid put(std::string_view text, std::optional<TimePoint> expires_at = {}) {
        return store->put_bytes(as_bytes(text), {.name = "x", .expires_at = expires_at}, {})
            .value();
    }

    bool has(const Cid& cid) const { return blocks->contains(cid); }

    Collected collect() { return store->collect({}).value(); }

    std::size_t files_in(const char* name) const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path() / name))
            count += entry.is_regular_file();
        return count;
    }
};

TEST_F(Collection, RemovesWhatIsNotPinnedAndCountsIt) {
    const auto kept = put("kept");
    const auto gone = put("given up");
    ASSERT_TRUE(store->unpin(gone));
    const auto collected = collect();
    EXPECT_EQ(collected.removed_blocks, 1U);
    EXPECT_EQ(collected.removed_bytes, 8U);
    EXPECT_EQ(collected.kept_blocks, 1U);
    EXPECT_EQ(collected.kept_bytes, 4U);
    EXPECT_TRUE(has(kept));
    EXPECT_FALSE(has(gone));
}

TEST_F(Collection, KeepsEveryBlockOfAPinnedTree) {
    const auto content = pseudo_random_bytes(3'000'000, 1);
    write_test_file(folder.path() / "out/a/large", content);
    write_test_file(folder.path() / "out/small", as_bytes("x"));
    const auto tree = store->put_directory(folder.path() / "out", {}, {}).value();
    EXPECT_EQ(collect().removed_blocks, 0U);
    EXPECT_EQ(read_content(*blocks, {tree, {"a", "large"}}, 4 << 20).value(), content);
}

TEST_F(Collection, KeepsBlocksThatAPinnedTreeSharesWithOneThatWasGivenUp) {
    const auto content = pseudo_random_bytes(2'500'000, 2);
    const auto kept = store->put_bytes(content, {}, {}).value();
    const auto longer = store->put_bytes(pseudo_random_bytes(3'000'000, 2), {}, {}).value();
    ASSERT_TRUE(store->unpin(longer));
    EXPECT_GT(collect().removed_blocks, 0U);
    EXPECT_EQ(read_content(*blocks, {kept, {}}, 4 << 20).value(), content);
}

TEST_F(Collection, TakesAPinThatHasExpired) {
    const auto cid = put("for an hour", clock.now() + hours(1));
    clock.advance(hours(1) - std::chrono::milliseconds(1));
    collect();
    EXPECT_TRUE(has(cid));
    clock.advance(std::chrono::milliseconds(1));
    EXPECT_THAT(store->pins().value(), testing::IsEmpty());
    collect();
    EXPECT_FALSE(has(cid));
}

TEST_F(Collection, LeavesABatchItsBlocksUntilItGoes) {
    auto batch = blocks->begin();
    const auto cid = batch.put(Codec::raw, as_bytes("published")).value();
    ASSERT_TRUE(batch.commit());
    auto hold = batch.hold();
    {
        const auto ended = std::move(batch);
    }
    collect();
    EXPECT_TRUE(has(cid));
    hold.reset();
    collect();
    EXPECT_FALSE(has(cid));
}

TEST_F(Collection, LeavesABatchWhatItFoundInTheStore) {
    const auto cid = put("there already");
    ASSERT_TRUE(store->unpin(cid));
    auto batch = blocks->begin();
    ASSERT_TRUE(batch.put(Codec::raw, as_bytes("there already")));
    collect();
    EXPECT_TRUE(has(cid));
}

// What import_car() gives back keeps the CAR's blocks, and those that it relied on, until the pin.
TEST_F(Collection, LeavesAnImportItsBlocksUntilItGoes) {
    const TemporaryStore elsewhere;
    const auto content = pseudo_random_bytes(2'500'000, 4);
    const auto root = add_bytes(*elsewhere, content)->cid;
    Bytes car = car_header(root);
    const auto first = DagWalk(*elsewhere, root).next().value();
    const auto section = car_section(*first);
    car.insert(car.end(), section.begin(), section.end());
    // The leaves are here already, and nobody keeps them.
    ASSERT_TRUE(store->unpin(store->put_bytes(content, {}, {}).value()));
    auto imported = import_car(*blocks, bytes_in(car)).value();
    collect();
    EXPECT_EQ(read_content(*blocks, root, 4 << 20), content);
    imported.hold.reset();
    EXPECT_EQ(collect().kept_blocks, 0U);
}

TEST_F(Collection, LeavesTheStagingOfLivingBatchesAlone) {
    auto batch = blocks->begin();
    const auto cid = batch.put(Codec::raw, as_bytes("on its way")).value();
    collect();
    ASSERT_TRUE(batch.commit());
    EXPECT_TRUE(has(cid));
}

// The pins are read before the batch ends and its root is pinned.
TEST_F(Collection, KeepsWhatIsPinnedWhileItRuns) {
    std::optional<Cid> cid;
    ASSERT_TRUE(blocks->collect([&]() -> Result<std::vector<Cid>> {
        cid = put("added meanwhile");
        return std::vector<Cid>{};
    }));
    EXPECT_TRUE(has(*cid));
    EXPECT_EQ(files_in("batches"), 1U);
    collect();
    EXPECT_TRUE(has(*cid));
    EXPECT_EQ(files_in("batches"), 0U);
}

TEST_F(Collection, RunsAloneAndSaysSo) {
    ASSERT_TRUE(blocks->collect([&]() -> Result<std::vector<Cid>> {
        EXPECT_EQ(store->collect({}).error().code, ErrorCode::unavailable);
        EXPECT_EQ(store->verify(DamagedBlocks::leave, {}, {}).error().code, ErrorCode::unavailable);
        return std::vector<Cid>{};
    }));
}

TEST_F(Collection, RemovesNothingWhenAPinnedTreeIsDamaged) {
    const auto tree = store->put_bytes(pseudo_random_bytes(3'000'000, 3), {}, {}).value();
    const auto garbage = put("garbage");
    ASSERT_TRUE(store->unpin(garbage));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path()))
        if (entry.is_regular_file() && entry.file_size() < 1000 &&
            tree.names(read_file(entry.path(), 1000).value()))
            std::filesystem::remove(entry.path());
    const auto collected = store->collect({});
    ASSERT_FALSE(collected);
    EXPECT_EQ(collected.error().code, ErrorCode::not_found);
    EXPECT_THAT(collected.error().message, testing::HasSubstr(tree.to_string()));
    EXPECT_TRUE(has(garbage));
}

TEST_F(Collection, LeavesAnAddOfAnotherProcessAloneUntilThatDies) {
    int said[2];
    ASSERT_EQ(::pipe(said), 0);
    const auto child = ::fork();
    if (child == 0) {
        auto own = BlockStore::open(folder.path()).value();
        auto batch = own->begin();
        const auto published = batch.put(Codec::raw, as_bytes("of another")).value();
        if (!batch.commit() || !batch.put(Codec::raw, as_bytes("staged")) ||
            ::write(said[1], published.to_string().data(), 59) != 59)
            ::_exit(1);
        for (;;)
            ::pause();
    }
    std::string text(59, '\0');
    ASSERT_EQ(::read(said[0], text.data(), 59), 59);
    const auto cid = Cid::parse(text).value();
    collect();
    EXPECT_TRUE(has(cid));
    EXPECT_EQ(files_in("staging"), 1U);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    collect();
    EXPECT_FALSE(has(cid));
    EXPECT_EQ(files_in("staging"), 0U);
    EXPECT_EQ(files_in("batches"), 0U);
}

TEST_F(Collection, NeverTakesWhatIsBeingAddedAndGivenUpAllTheTime) {
    std::atomic<bool> done = false;
    std::jthread collector([&] {
        while (!done)
            ASSERT_TRUE(store->collect({}));
    });
    std::vector<std::jthread> adders;
    std::atomic<int> good = 0;
    for (std::uint32_t adder = 0; adder < 3; ++adder)
        adders.emplace_back([&, adder] {
            for (std::uint32_t round = 0; round < 40; ++round) {
                const auto own = pseudo_random_bytes(1'200'000, adder * 100 + round % 5);
                const auto cid = store->put_bytes(own, {}, {}).value();
                good += read_content(*blocks, {cid, {}}, 2 << 20) == own;
                if (round % 5 != 4) ASSERT_TRUE(store->unpin(cid));
            }
        });
    adders.clear();
    done = true;
    collector.join();
    EXPECT_EQ(good, 120);
    EXPECT_THAT(store->verify(DamagedBlocks::leave, {}, {})->faults, testing::IsEmpty());
}

}  // namespace
}  // namespace carrot::ipfs::tests
