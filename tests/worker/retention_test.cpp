// What is left of old jobs, and of none else.
#include "worker/retention.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "ipfs/content_path.hpp"
#include "support/need.hpp"
#include "support/temporary_directory.hpp"
#include "worker/job_files.hpp"
#include "worker/memory_chain.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;
using tests::need;

class RetentionTest : public testing::Test {
protected:
    /// A job that has ended with this result, here and on chain.
    JobId ends(std::string_view result, ChainStatus status = ChainStatus::completed) {
        auto id = chain.post(0, "{}");
        chain.change(id, status, chain.provider());
        JobRecord job;
        job.job_id = id;
        job.step = Step::done;
        job.verdict = Verdict::completed;
        job.result_hash = hash_of(
            need(store->put_bytes(as_bytes(result), {.name = fmt::format("job {}", id)}, {})));
        need(journal.add(job));
        need(make_directories(log_file(directory.path(), id).parent_path()));
        need(write_file(log_file(directory.path(), id), as_bytes("log")));
        return id;
    }

    static std::string hash_of(const ipfs::Cid& cid) { return "ipfs://" + cid.to_string(); }

    void pass(std::chrono::hours time) {
        clock.advance(time);
        chain.set_ledger_time(clock.now());
    }

    bool is_kept(JobId job) {
        bool has_log = std::filesystem::exists(log_file(directory.path(), job));
        EXPECT_EQ(journal.find(job).has_value(), has_log);
        return has_log;
    }

    std::size_t pins() { return need(store->pins()).size(); }

    Retention open() {
        return need(Retention::open(directory.path(), 24h * 30, {chain, journal, *store, clock}));
    }

    tests::TemporaryDirectory directory;
    ManualClock clock{TimePoint(std::chrono::days(20'000))};
    MemoryChain chain;
    std::unique_ptr<ipfs::ResultStore> store =
        need(ipfs::open_embedded_store(directory.path() / "ipfs", clock));
    Journal journal = need(Journal::open(directory.path() / "journal.sqlite", clock));
};

TEST_F(RetentionTest, RemovesWhatItsJobsLeftAfterIt) {
    pass(0h);
    auto old = ends("old");
    EXPECT_EQ(open().sweep({}).value(), 0u);
    pass(24h * 20);
    auto young = ends("young");
    EXPECT_EQ(open().sweep({}).value(), 0u);
    pass(24h * 10);
    EXPECT_EQ(open().sweep({}).value(), 1u);
    EXPECT_FALSE(is_kept(old));
    EXPECT_TRUE(is_kept(young));
    EXPECT_EQ(pins(), 1u);
}

TEST_F(RetentionTest, KeepsAResultThatAYoungerJobHasToo) {
    pass(0h);
    auto old = ends("same");
    need(open().sweep({}));
    pass(24h * 29);
    ends("same");
    need(open().sweep({}));
    pass(24h * 2);
    EXPECT_EQ(open().sweep({}).value(), 1u);
    EXPECT_FALSE(is_kept(old));
    EXPECT_EQ(pins(), 1u);
    pass(24h * 30);
    EXPECT_EQ(open().sweep({}).value(), 1u);
    EXPECT_EQ(pins(), 0u);
}

TEST_F(RetentionTest, KeepsWhatTheChainHasNotEnded) {
    pass(0h);
    auto claimed = ends("result", ChainStatus::claimed);
    need(open().sweep({}));
    pass(24h * 60);
    EXPECT_EQ(open().sweep({}).value(), 0u);
    EXPECT_TRUE(is_kept(claimed));
}

TEST_F(RetentionTest, DoesNothingByAClockThatHasJumped) {
    pass(0h);
    auto job = ends("result");
    need(open().sweep({}));
    clock.jump(24h * 365);
    EXPECT_EQ(open().sweep({}).error().code, ErrorCode::failed_precondition);
    clock.jump(-24h * 365);
    EXPECT_EQ(open().sweep({}).value(), 0u);
    EXPECT_TRUE(is_kept(job));
}

TEST_F(RetentionTest, DoesNotCountFromAnEndThatAWrongClockWroteDown) {
    pass(0h);
    clock.jump(-24h * 365);
    auto job = ends("result");
    clock.jump(24h * 365);
    EXPECT_EQ(open().sweep({}).value(), 0u);
    EXPECT_TRUE(is_kept(job));
}

TEST_F(RetentionTest, FreesTheDiskOfResultsThatAreKeptNoLonger) {
    pass(0h);
    const auto old = need(ipfs::ContentPath::parse(journal.find(ends("old"))->result_hash));
    auto retention = open();
    need(retention.sweep_if_due({}));
    EXPECT_TRUE(store->blocks().get(old.root));
    pass(24h * 31);
    need(retention.sweep_if_due({}));
    EXPECT_EQ(store->blocks().get(old.root).error().code, ErrorCode::not_found);
}

TEST_F(RetentionTest, FreesTheDiskOfWhatNobodyPinnedOnceADay) {
    pass(0h);
    auto retention = open();
    need(retention.sweep_if_due({}));
    const auto cid = need(store->put_bytes(as_bytes("left over"), {}, {}));
    need(store->unpin(cid));
    pass(23h);
    need(retention.sweep_if_due({}));
    EXPECT_TRUE(store->blocks().get(cid));
    pass(1h);
    need(retention.sweep_if_due({}));
    EXPECT_FALSE(store->blocks().get(cid));
}

TEST_F(RetentionTest, SweepsOnceAnHour) {
    pass(0h);
    auto retention = open();
    auto job = ends("result");
    need(retention.sweep_if_due({}));
    pass(24h * 30);
    need(retention.sweep_if_due({}));
    EXPECT_FALSE(is_kept(job));
    chain.set_reachable(false);
    EXPECT_TRUE(retention.sweep_if_due({})) << "not due: nobody is asked";
    clock.advance(1h);
    EXPECT_FALSE(retention.sweep_if_due({}));
}

}  // namespace
}  // namespace carrot::worker
