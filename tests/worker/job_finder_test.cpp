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

}  // namespace
}  // namespace carrot::worker
