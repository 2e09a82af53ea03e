#include "worker/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;

class JournalFile : public testing::Test {
protected:
    Journal open() {
        auto journal = Journal::open(directory.path() / "journal.sqlite", clock);
        if (!journal) throw std::runtime_error(journal.error().message);
        return std::move(*journal);
    }

    static JobRecord job(JobId id) {
        JobRecord record;
        record.job_id = id;
        record.gpu_id = 3;
        record.consumer = "G";
        record.description = "{}";
        record.compute_hours = 2;
        return record;
    }

    tests::TemporaryDirectory directory;
    ManualClock clock{TimePoint(1000ms)};
};

TEST_F(JournalFile, RemembersAJobAcrossAReopening) {
    auto written = job(7);
    written.step = Step::settle;
    written.verdict = Verdict::released;
    written.reason = "exit status 3";
    written.call = SignedCall{"ab", {1, 2, 3}, 99};
    written.image_id = "sha256:1";
    written.container_id = "c";
    written.attempts = 2;
    written.exit_status = 3;
    written.out_of_memory = true;
    written.out_of_time = true;
    written.started_at = TimePoint(5ms);
    written.finished_at = TimePoint(6ms);
    written.result_hash = "ipfs://x";
    ASSERT_TRUE(open().add(written));

    const auto read = open().find(7);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->gpu_id, 3u);
    EXPECT_EQ(read->compute_hours, 2u);
    EXPECT_EQ(read->step, Step::settle);
    EXPECT_EQ(read->verdict, Verdict::released);
    EXPECT_EQ(read->reason, "exit status 3");
    EXPECT_EQ(read->call, written.call);
    EXPECT_EQ(read->image_id, "sha256:1");
    EXPECT_EQ(read->container_id, "c");
    EXPECT_EQ(read->attempts, 2u);
    EXPECT_EQ(read->exit_status, 3);
    EXPECT_TRUE(read->out_of_memory);
    EXPECT_TRUE(read->out_of_time);
    EXPECT_EQ(read->started_at, TimePoint(5ms));
    EXPECT_EQ(read->finished_at, TimePoint(6ms));
    EXPECT_EQ(read->result_hash, "ipfs://x");
    EXPECT_EQ(read->updated_at, TimePoint(1000ms));
}

TEST_F(JournalFile, NotesEachStepOnceAndWhen) {
    auto journal = open();
    auto record = job(1);
    ASSERT_TRUE(journal.add(record));
    clock.advance(10ms);
    record.step = Step::claim;
    ASSERT_TRUE(journal.write(record));
    record.attempts = 1;
    ASSERT_TRUE(journal.write(record));
    const auto steps = *journal.steps(1);
    ASSERT_EQ(steps.size(), 2u);
    EXPECT_EQ(steps[0].step, Step::prepare);
    EXPECT_EQ(steps[1].step, Step::claim);
    EXPECT_EQ(steps[1].at, TimePoint(1010ms));
}

TEST_F(JournalFile, TellsWhatIsUnfinished) {
    auto journal = open();
    for (const JobId id : {3u, 1u, 2u})
        ASSERT_TRUE(journal.add(job(id)));
    auto done = job(1);
    done.step = Step::done;
    ASSERT_TRUE(journal.write(done));
    std::vector<JobId> unfinished;
    for (const auto& record : *journal.unfinished())
        unfinished.push_back(record.job_id);
    EXPECT_THAT(unfinished, testing::ElementsAre(2, 3));
    EXPECT_EQ(journal.recent(2)->size(), 2u);
}

TEST_F(JournalFile, TakesAJobOnlyOnce) {
    auto journal = open();
    ASSERT_TRUE(journal.add(job(1)));
    EXPECT_EQ(journal.add(job(1)).error().code, ErrorCode::already_exists);
    EXPECT_EQ(journal.write(job(2)).error().code, ErrorCode::not_found);
    EXPECT_EQ(journal.find(2).error().code, ErrorCode::not_found);
}

TEST_F(JournalFile, RemembersHowFarTheChainWasRead) {
    EXPECT_EQ(*open().cursor(), 0u);
    ASSERT_TRUE(open().set_cursor(41));
    ASSERT_TRUE(open().set_cursor(42));
    EXPECT_EQ(*open().cursor(), 42u);
}

TEST_F(JournalFile, OfANewerCarrotIsNotTouched) {
    {
        auto database = sqlite::Database::open(directory.path() / "journal.sqlite");
        ASSERT_TRUE(database->execute("PRAGMA user_version = 99"));
    }
    const auto journal = Journal::open(directory.path() / "journal.sqlite", clock);
    EXPECT_EQ(journal.error().code, ErrorCode::failed_precondition);
}

TEST(Names, OfStepsAndVerdictsAreReadBack) {
    for (const auto step : {Step::prepare, Step::claim, Step::start, Step::run, Step::collect,
                            Step::settle, Step::clean, Step::done})
        EXPECT_EQ(step_from(name_of(step)), step);
    for (const auto verdict : {Verdict::undecided, Verdict::completed, Verdict::released,
                               Verdict::refused, Verdict::lost})
        EXPECT_EQ(verdict_from(name_of(verdict)), verdict);
    EXPECT_EQ(step_from("nonsense"), std::nullopt);
}

}  // namespace
}  // namespace carrot::worker
