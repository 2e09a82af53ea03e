#include "worker/job_finder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"
#include "worker/memory_chain.hpp"

namespace carrot::worker {
namespace {

class FindingJobs : public testing::Test {
protected:
    /// What a new worker on the same folder finds, with these GPUs busy.
    std::vector<JobId> find(std::vector<GpuId> busy = {}, std::vector<GpuId> chosen = {}) {
        auto journal = Journal::open(directory.path() / "journal.sqlite", system_clock());
        JobFinder finder(chain, *journal, std::move(chosen));
        EXPECT_TRUE(finder.begin());
        EXPECT_TRUE(finder.look({}));
        std::vector<JobId> found;
        const auto is_free = [&](GpuId gpu) { return std::ranges::find(busy, gpu) == busy.end(); };
        while (const auto job = finder.take(is_free))
            found.push_back(job->job_id);
        EXPECT_TRUE(finder.save());
        return found;
    }

    tests::TemporaryDirectory directory;
    MemoryChain chain;
};

TEST_F(FindingJobs, FindsEachOpenJobOfItsGpusOnce) {
    chain.post(0, "a");
    chain.post(5, "of somebody else's GPU");
    chain.post(1, "b");
    chain.change(chain.post(1, "claimed"), ChainStatus::claimed, "GOTHER");
    EXPECT_THAT(find(), testing::ElementsAre(0, 2));
    EXPECT_THAT(find(), testing::IsEmpty());
    chain.post(0, "new");
    EXPECT_THAT(find(), testing::ElementsAre(4));
}

TEST_F(FindingJobs, ReadsManyPages) {
    for (int i = 0; i < 120; ++i)
        chain.post(0, "a");
    EXPECT_EQ(find().size(), 120u);
}

TEST_F(FindingJobs, FindsAJobThatWaitedForItsGpuAgain) {
    chain.post(0, "waits");
    chain.post(1, "runs");
    EXPECT_THAT(find({0}), testing::ElementsAre(1));
    EXPECT_THAT(find(), testing::ElementsAre(0, 1));  // the journal knows that 1 was taken
}

TEST_F(FindingJobs, HeedsTheChoiceOfGpus) {
    chain.post(0, "a");
    chain.post(1, "b");
    EXPECT_THAT(find({}, {1}), testing::ElementsAre(1));
}

TEST_F(FindingJobs, NoticesAGpuThatWasRegisteredAfterItsStart) {
    chain.gpus.push_back(9);
    chain.post(9, "a");
    EXPECT_THAT(find(), testing::ElementsAre(0));
}

class LookingAgain : public FindingJobs {
protected:
    LookingAgain() { EXPECT_TRUE(finder.begin()); }

    std::optional<ChainJob> look() {
        EXPECT_TRUE(finder.look({}));
        return finder.take([](GpuId) { return true; });
    }

    Result<Journal> journal = Journal::open(directory.path() / "journal.sqlite", system_clock());
    JobFinder finder{chain, *journal, {}};
};

TEST_F(LookingAgain, ReadsNoJobTwice) {
    chain.post(0, "a");
    EXPECT_TRUE(look());
    const auto read = chain.pages_read();
    EXPECT_FALSE(look());
    EXPECT_EQ(chain.pages_read(), read);
    chain.post(0, "b");
    EXPECT_TRUE(look());
}

TEST_F(LookingAgain, StaysWhereItWasWhenANodeLagsBehind) {
    chain.post(0, "a");
    chain.post(0, "b");
    EXPECT_TRUE(look());
    chain.tell_job_count(1);
    EXPECT_TRUE(look());
    EXPECT_FALSE(look());
    chain.tell_job_count(std::nullopt);
    EXPECT_FALSE(look());
}

TEST_F(LookingAgain, TakesTheOldestJobWhoseGpuIsFree) {
    chain.post(1, "a");
    chain.post(0, "b");
    chain.post(1, "c");
    EXPECT_TRUE(finder.look({}));
    EXPECT_EQ(finder.take([](GpuId gpu) { return gpu == 1; })->job_id, 0u);
    EXPECT_EQ(finder.take([](GpuId) { return true; })->job_id, 1u);
    EXPECT_EQ(finder.take([](GpuId) { return true; })->job_id, 2u);
    EXPECT_FALSE(finder.take([](GpuId) { return true; }));
}

TEST_F(LookingAgain, ReadsAgainWhatItCouldNotRead) {
    look();
    chain.post(5, "of a GPU that has to be asked about");
    chain.fail_next_gpus();
    EXPECT_FALSE(finder.look({}));
    chain.gpus.push_back(5);
    EXPECT_TRUE(look());
}

}  // namespace
}  // namespace carrot::worker
