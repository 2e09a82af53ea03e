// The worker dies at every point of a job's way where it deals with the world, and its successor
// brings the job to its right end. tests/worker/network_test.cpp does the same to processes, for
// jobs that succeed, on a real ledger.
#include <gtest/gtest.h>

#include "worker/crashing_parts.hpp"
#include "worker/job_runner.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

/// The end of the process, as far as the code under test can tell.
struct Crash {};

class Restart : public testing::TestWithParam<Crasher::Moment>, protected Workplace {
protected:
    /// One life of a worker: takes up what the journal has, until it is done or dies.
    void live() {
        CrashingChain mortal_chain(chain, crasher);
        auto journal = need(Journal::open(directory.path() / "journal.sqlite", *clock));
        std::mutex account;
        const RunnerContext context{
            options, {mortal_chain, mortal_engine, *store, *clock}, journal, account};
        for (const auto& record : need(journal.unfinished())) {
            JobRunner runner(record, context);
            while (!runner.is_done())
                need(runner.advance({}));
        }
    }

    JobRecord enter(JobId job_id) {
        const auto job = chain.job(job_id);
        JobRecord record;
        record.job_id = job_id;
        record.gpu_id = job.gpu_id;
        record.description = job.description;
        record.compute_hours = job.compute_hours;
        auto journal = need(Journal::open(directory.path() / "journal.sqlite", *clock));
        need(journal.add(record));
        return record;
    }

    JobRecord record_of(JobId job) {
        auto journal = need(Journal::open(directory.path() / "journal.sqlite", *clock));
        return need(journal.find(job));
    }

    /// Lets the worker die at its first, second, third … deed of a new job each, until one job is
    /// done without a death. Returns how many deaths there were.
    template <class Check>
    int die_everywhere(const std::string& description, Check check) {
        for (int call = 1;; ++call) {
            const auto job = chain.post(0, description);
            enter(job);
            crasher.crash_at(call, GetParam());
            bool died = false;
            try {
                live();
            } catch (const Crash&) {
                died = true;
            }
            crasher.never();
            if (died) live();
            SCOPED_TRACE(fmt::format("death at deed {}", call));
            check(record_of(job));
            EXPECT_EQ(containers(), 0u);
            EXPECT_FALSE(std::filesystem::exists(options.directory / "jobs" / std::to_string(job)));
            if (!died) return call - 1;
        }
    }

    Crasher crasher{[] { throw Crash{}; }};
    CrashingEngine mortal_engine{engine, crasher};
};

TEST_P(Restart, ReleasesAFailedJobWhereverTheWorkerDied) {
    const auto deaths = die_everywhere(script("echo oh >&2; exit 3"), [&](const JobRecord& job) {
        EXPECT_EQ(job.verdict, Verdict::released);
        EXPECT_EQ(job.exit_status, 3);
        EXPECT_EQ(chain.job(job.job_id).status, ChainStatus::cancelled);
        EXPECT_EQ(chain.payments(job.job_id), 0);
        EXPECT_NE(stored(job.result_hash).find("oh"), std::string::npos);
    });
    EXPECT_GT(deaths, 15);
}

INSTANTIATE_TEST_SUITE_P(OfADeed, Restart,
                         testing::Values(Crasher::Moment::before, Crasher::Moment::after),
                         [](const auto& moment) {
                             return moment.param == Crasher::Moment::before ? "Before" : "After";
                         });

class Interruption : public Restart {};

/// Dies while the job runs.
TEST_P(Interruption, RunsAJobAgainWhoseContainerWasKilledUnseen) {
    const auto job = chain.post(0, script("test -e /output/x && exit 9; echo > /output/x; echo up; "
                                          "sleep 3; echo over"));
    enter(job);
    // create, attach, start, two inspections; then the first piece of output.
    mortal_engine.starts = 0;
    for (int call = 1; mortal_engine.starts == 0 || record_of(job).step != Step::run; ++call) {
        crasher.crash_at(call, Crasher::Moment::after);
        try {
            live();
        } catch (const Crash&) {
        }
    }
    crasher.never();
    // The machine restarts: every process is killed, and what was kept in memory is gone.
    const auto found = need(engine.list({{"carrot.contract", chain.marketplace()}}));
    ASSERT_EQ(found.size(), 1u);
    need(engine.stop(found[0].id, std::chrono::seconds(0)));
    live();
    const auto record = record_of(job);
    EXPECT_EQ(record.verdict, Verdict::completed) << record.reason;
    EXPECT_EQ(record.attempts, 2u);
    EXPECT_EQ(chain.payments(job), 1);
}

INSTANTIATE_TEST_SUITE_P(Unseen, Interruption, testing::Values(Crasher::Moment::after));

}  // namespace
}  // namespace carrot::worker
