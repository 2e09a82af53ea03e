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
    written.origin = Origin::request;
    written.image_digest = "alpine@sha256:2";
    written.boot_id = "b";
    written.started_since_boot = 7ms;
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
    EXPECT_EQ(read->origin, Origin::request);
    EXPECT_EQ(read->image_digest, "alpine@sha256:2");
    EXPECT_EQ(read->boot_id, "b");
    EXPECT_EQ(read->started_since_boot, 7ms);
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
}

TEST_F(JournalFile, ListsJobsFromTheNewestOn) {
    auto journal = open();
    for (const JobId id : {1u, 2u, 3u, 4u, 5u}) {
        auto record = job(id);
        record.step = id < 4 ? Step::done : Step::settle;
        record.verdict = id == 3 ? Verdict::released : Verdict::completed;
        ASSERT_TRUE(journal.add(record));
    }
    const auto ids = [&](const JobQuery& query) {
        std::vector<JobId> found;
        for (const auto& record : *journal.list(query))
            found.push_back(record.job_id);
        return found;
    };
    using testing::ElementsAre;
    EXPECT_THAT(ids({}), ElementsAre(5, 4, 3, 2, 1));
    EXPECT_THAT(ids({.limit = 2}), ElementsAre(5, 4));
    EXPECT_THAT(ids({.limit = 2, .before = 4}), ElementsAre(3, 2));
    EXPECT_THAT(ids({.done = false}), ElementsAre(5, 4));
    EXPECT_THAT(ids({.done = true, .verdict = Verdict::completed}), ElementsAre(2, 1));
    EXPECT_THAT(ids({.verdict = Verdict::lost}), testing::IsEmpty());
}

TEST_F(JournalFile, TakesAJobOnlyOnce) {
    auto journal = open();
    ASSERT_TRUE(journal.add(job(1)));
    EXPECT_EQ(journal.add(job(1)).error().code, ErrorCode::already_exists);
    EXPECT_EQ(journal.write(job(2)).error().code, ErrorCode::not_found);
    EXPECT_EQ(journal.find(2).error().code, ErrorCode::not_found);
}

TEST_F(JournalFile, KeepsAStopThatAnotherThreadNoted) {
    auto journal = open();
    auto record = job(1);
    ASSERT_TRUE(journal.add(record));
    ASSERT_TRUE(journal.note_stop(1, "enough"));
    record.step = Step::run;
    ASSERT_TRUE(journal.write(record));
    EXPECT_EQ(journal.find(1)->stop_reason, "enough");
    EXPECT_EQ(journal.note_stop(1, "again").error().code, ErrorCode::failed_precondition);
    EXPECT_EQ(journal.note_stop(2, "enough").error().code, ErrorCode::not_found);
}

TEST_F(JournalFile, StopsNothingThatHasEnded) {
    auto journal = open();
    auto record = job(1);
    record.step = Step::collect;
    ASSERT_TRUE(journal.add(record));
    EXPECT_EQ(journal.note_stop(1, "enough").error().code, ErrorCode::failed_precondition);
}

TEST_F(JournalFile, ForgetsWhatWasOfAJobThatBeginsAgain) {
    auto journal = open();
    auto record = job(1);
    ASSERT_TRUE(journal.add(record));
    ASSERT_TRUE(journal.note_stop(1, "enough"));
    record.step = Step::done;
    record.verdict = Verdict::refused;
    ASSERT_TRUE(journal.write(record));
    ASSERT_TRUE(journal.begin_again(job(1)));
    EXPECT_EQ(journal.find(1)->stop_reason, "");
    EXPECT_EQ(journal.steps(1)->size(), 1u);
}

TEST_F(JournalFile, CountsTheEndsOfJobs) {
    auto journal = open();
    for (const JobId id : {1u, 2u, 3u}) {
        auto record = job(id);
        record.verdict = id == 3 ? Verdict::released : Verdict::completed;
        record.step = Step::done;
        ASSERT_TRUE(journal.add(record));
    }
    ASSERT_TRUE(journal.add(job(4)));
    const std::map<Verdict, std::uint64_t> expected = {{Verdict::completed, 2},
                                                       {Verdict::released, 1}};
    EXPECT_EQ(*journal.count_done(), expected);
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

/// What Carrot's first schema was, with a job in it.
constexpr const char* first_schema = R"(
CREATE TABLE job (job_id INTEGER PRIMARY KEY, gpu_id INTEGER NOT NULL, consumer TEXT NOT NULL,
    description TEXT NOT NULL, compute_hours INTEGER NOT NULL, step TEXT NOT NULL,
    verdict TEXT NOT NULL, reason TEXT NOT NULL, call_hash TEXT, call_envelope BLOB,
    call_not_after INTEGER, image_id TEXT NOT NULL, container_id TEXT NOT NULL,
    attempts INTEGER NOT NULL, exit_status INTEGER, out_of_memory INTEGER NOT NULL,
    out_of_time INTEGER NOT NULL, started_at_ms INTEGER NOT NULL, finished_at_ms INTEGER NOT NULL,
    result_hash TEXT NOT NULL, updated_at_ms INTEGER NOT NULL) STRICT;
CREATE TABLE step (job_id INTEGER NOT NULL REFERENCES job (job_id), step TEXT NOT NULL,
    at_ms INTEGER NOT NULL) STRICT;
CREATE TABLE cursor (one INTEGER PRIMARY KEY CHECK (one = 1),
    next_job_id INTEGER NOT NULL) STRICT;
INSERT INTO job VALUES (5, 3, 'G', '{}', 2, 'run', 'undecided', '', NULL, NULL, NULL, 'sha256:1',
    'c', 1, NULL, 0, 0, 0, 0, '', 1000);
INSERT INTO step VALUES (5, 'run', 1000);
INSERT INTO cursor VALUES (1, 6);
)";

class OldJournal : public JournalFile {
protected:
    void write_old(int version) {
        auto database = sqlite::Database::open(directory.path() / "journal.sqlite");
        ASSERT_TRUE(database->execute(first_schema));
        ASSERT_TRUE(database->execute(fmt::format("PRAGMA user_version = {}", version)));
    }

    void expect_its_job() {
        auto journal = open();
        auto record = *journal.find(5);
        EXPECT_EQ(record.step, Step::run);
        EXPECT_EQ(record.container_id, "c");
        EXPECT_EQ(record.image_digest, "");
        EXPECT_EQ(*journal.cursor(), 6u);
        record.origin = Origin::request;
        ASSERT_TRUE(journal.write(record));
        EXPECT_EQ(journal.find(5)->origin, Origin::request);
        EXPECT_EQ(journal.steps(5)->size(), 1u);
    }
};

TEST_F(OldJournal, IsCarriedOn) {
    write_old(1);
    EXPECT_EQ(open().find(5)->origin, Origin::chain);
    expect_its_job();
    expect_its_job();
}

TEST_F(OldJournal, WhoseVersionWasNeverNotedIsCarriedOn) {
    write_old(0);
    expect_its_job();
}

TEST(Names, OfStepsAndVerdictsAreReadBack) {
    for (const auto step : {Step::prepare, Step::claim, Step::start, Step::run, Step::collect,
                            Step::settle, Step::clean, Step::done})
        EXPECT_EQ(step_from(name_of(step)), step);
    for (const auto verdict : {Verdict::undecided, Verdict::completed, Verdict::released,
                               Verdict::refused, Verdict::lost, Verdict::failed})
        EXPECT_EQ(verdict_from(name_of(verdict)), verdict);
    for (const auto origin : {Origin::chain, Origin::request})
        EXPECT_EQ(origin_from(name_of(origin)), origin);
    EXPECT_EQ(step_from("nonsense"), std::nullopt);
}

}  // namespace
}  // namespace carrot::worker
