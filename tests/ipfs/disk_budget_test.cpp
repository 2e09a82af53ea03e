#include <gmock/gmock.h>

#include "content.hpp"
#include "ipfs/reader.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::ipfs::tests {
namespace {

struct DiskBudgetTest : testing::Test {
    TemporaryDirectory folder;

    std::unique_ptr<ResultStore> open(const DiskBudget& budget) const {
        return open_embedded_store(folder.path(), system_clock(), budget).value();
    }

    static Result<Cid> put(ResultStore& store, std::uint32_t seed) {
        return store.put_bytes(pseudo_random_bytes(400'000, seed), {}, {});
    }

    std::uint64_t counted() const {
        return BlockStore::open(folder.path()).value()->used_bytes().value();
    }
};

TEST_F(DiskBudgetTest, RefusesWhatDoesNotFitAndLeavesNothingOfIt) {
    const auto store = open({.bytes = 1'000'000, .when_full = WhenFull::refuse});
    ASSERT_TRUE(put(*store, 1));
    ASSERT_TRUE(put(*store, 2));
    const auto third = put(*store, 3);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, ErrorCode::resource_exhausted);
    EXPECT_THAT(third.error().message, testing::HasSubstr("800000 of the disk budget of 1000000"));
    EXPECT_EQ(counted(), 800'000U);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "staging"));
}

TEST_F(DiskBudgetTest, TakesWhatIsThereAlreadyHoweverFullItIs) {
    const auto store = open({.bytes = 400'000, .when_full = WhenFull::refuse});
    ASSERT_TRUE(put(*store, 1));
    EXPECT_TRUE(put(*store, 1));
}

TEST_F(DiskBudgetTest, CollectsWhatIsNotPinnedBeforeItRefuses) {
    const auto store = open({.bytes = 1'000'000, .when_full = WhenFull::collect});
    const auto first = put(*store, 1).value();
    ASSERT_TRUE(put(*store, 2));
    ASSERT_TRUE(store->unpin(first));
    EXPECT_TRUE(put(*store, 3));
    EXPECT_EQ(store->blocks().get(first).error().code, ErrorCode::not_found);
    EXPECT_EQ(put(*store, 4).error().code, ErrorCode::resource_exhausted);
}

// A batch stores 16,384 blocks before it asks whether the next fit.
TEST_F(DiskBudgetTest, LeavesNothingOfALargeAddThatIsRefusedHalfway) {
    const auto store = open({.bytes = 265'000, .when_full = WhenFull::collect});
    PutOptions options;
    options.profile.chunk_bytes = 16;
    const auto content = pseudo_random_bytes(std::size_t{17'000} * 16, 1);
    const auto piped = store->put(bytes_in(content, 1 << 20), options, {});
    ASSERT_FALSE(piped);
    EXPECT_EQ(piped.error().code, ErrorCode::resource_exhausted);
    EXPECT_EQ(counted(), 0U);
}

// A second attempt would find what the first has left of it, and store that as the whole.
TEST_F(DiskBudgetTest, ReadsAPipeOnceWhateverIsCollected) {
    const auto store = open({.bytes = 1'000'000, .when_full = WhenFull::collect});
    ASSERT_TRUE(store->unpin(put(*store, 1).value()));
    const auto piped = store->put(bytes_in(pseudo_random_bytes(900'000, 2)), {}, {});
    ASSERT_FALSE(piped);
    EXPECT_EQ(piped.error().code, ErrorCode::resource_exhausted);
    EXPECT_THAT(store->pins().value(), testing::IsEmpty());
}

TEST_F(DiskBudgetTest, CountsWhatOthersWrite) {
    const auto store = open({.bytes = 1'000'000, .when_full = WhenFull::refuse});
    ASSERT_TRUE(put(*open({}), 1));
    ASSERT_TRUE(put(*open({}), 2));
    EXPECT_EQ(put(*store, 3).error().code, ErrorCode::resource_exhausted);
}

TEST_F(DiskBudgetTest, MeasuresAStoreThatHasNoCount) {
    ASSERT_TRUE(put(*open({}), 1));
    std::filesystem::remove(folder.path() / "usage");
    EXPECT_EQ(counted(), 400'000U);
}

TEST_F(DiskBudgetTest, IsCountedAnewByACollection) {
    const auto store = open({});
    ASSERT_TRUE(put(*store, 1));
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder.path() / "blocks"))
        if (entry.is_regular_file()) std::filesystem::resize_file(entry.path(), 100);
    ASSERT_TRUE(store->collect({}));
    EXPECT_EQ(counted(), 100U);
}

}  // namespace
}  // namespace carrot::ipfs::tests
