// The worker dies at every point of a job's way where it deals with the world, and its successor
// brings the job to its right end. tests/worker/network_test.cpp does the same to processes, for
// jobs that succeed, on a real ledger.
#include <gtest/gtest.h>

#include "sandbox/output_folder.hpp"
#include "worker/crashing_parts.hpp"
#include "worker/job_container.hpp"
#include "worker/job_runner.hpp"
#include "worker/retry.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

/// The end of the process, as far as the code under test can tell.
struct Crash {};

class DyingWorker : public testing::Test, protected Workplace {
protected:
    /// One life of a worker: takes up what the journal has, until it is done or dies; at the latest
    /// when it is to do this step.
    void live(Step last = Step::done) {
        CrashingChain mortal_chain(chain, crasher);
        auto journal = need(Journal::open(directory.path() / "journal.sqlite", *clock));
        auto images = need(ImageKeeper::open(options.directory, {options.python_image},
                                             options.images, mortal_engine, *clock));
        RunnerContext context(options, {mortal_chain, mortal_engine, *store, *clock}, journal,
                              images);
        for (const auto& record : need(journal.unfinished())) {
            JobRunner runner(record, context);
            while (runner.record().step != last) {
                const auto advanced = runner.advance({});
                if (!advanced && is_final(advanced.error())) need(advanced);
            }
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

    Crasher crasher{[] { throw Crash{}; }};
    CrashingEngine mortal_engine{engine, crasher};
};

class Restart : public DyingWorker, public testing::WithParamInterface<Crasher::Moment> {
protected:
    /// Lets the worker die at its first, second, third … deed of a new job each, until one job
    /// is done without a death. Returns how many deaths there were.
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
};

TEST_P(Restart, ReleasesAFailedJobWhereverTheWorkerDied) {
    const auto deaths = die_everywhere(script("echo oh >&2; exit 3"), [&](const JobRecord& job) {
        EXPECT_EQ(job.verdict, Verdict::released);
        EXPECT_EQ(job.exit_status, 3);
        EXPECT_EQ(chain.job(job.job_id).status, ChainStatus::cancelled);
        EXPECT_EQ(chain.payments(job.job_id), 0);
        EXPECT_NE(stored(job.result_hash).find("oh"), std::string::npos);
    });
    EXPECT_GT(deaths, 12);
}

INSTANTIATE_TEST_SUITE_P(OfADeed, Restart,
                         testing::Values(Crasher::Moment::before, Crasher::Moment::after),
                         [](const auto& moment) {
                             return moment.param == Crasher::Moment::before ? "Before" : "After";
                         });

/// Deaths at a chosen step, and what a restart of the machine does meanwhile.
class Interruption : public DyingWorker {
protected:
    void die_at(JobId job, Step step) {
        enter(job);
        live(step);
        ASSERT_EQ(record_of(job).step, step);
    }

    /// As the engine makes it after our death.
    void make_late_container(JobId job) {
        sandbox::ContainerConfig late;
        late.name = container_name(chain, job);
        late.labels = market_labels(chain);
        late.labels["carrot.job"] = std::to_string(job);
        late.image = tests::busybox_image;
        late.command = {"true"};
        need(engine.create_container(late));
    }

    void expect_second_run(JobId job) {
        live();
        const auto record = record_of(job);
        EXPECT_EQ(record.verdict, Verdict::completed) << record.reason;
        EXPECT_EQ(record.attempts, 2u);
        EXPECT_EQ(chain.payments(job), 1);
        EXPECT_EQ(stored(record.result_hash, {"x"}), "made\n");
        EXPECT_EQ(containers(), 0u);
    }
};

TEST_F(Interruption, RunsAJobAgainWhoseContainerWasKilledUnseen) {
    const auto job = chain.post(
        0, script("test -e /output/x && exit 9; echo made > /output/x; echo up; sleep 2"));
    die_at(job, Step::run);
    const auto found = need(engine.list({{"carrot.contract", chain.marketplace()}}));
    ASSERT_EQ(found.size(), 1u);
    need(engine.start(found[0].id));
    need(engine.stop(found[0].id, std::chrono::seconds(0)));
    expect_second_run(job);
}

TEST_F(Interruption, RunsAJobAgainWhoseOutputARestartOfTheMachineTook) {
    const auto job = chain.post(0, script("echo made > /output/x"));
    die_at(job, Step::collect);
    need(sandbox::unmount_below(options.directory));
    expect_second_run(job);
}

TEST_F(Interruption, StartsNoContainerWhoseFilesAPowerFailureMayHaveTaken) {
    const auto job = chain.post(0, script("echo hello"));
    die_at(job, Step::run);
    const JobFolder folder(options.directory, job);
    need(write_unflushed(folder.script() / script_name, {}));
    need(write_unflushed(folder.root / "prepared", as_bytes("another boot")));
    live();
    EXPECT_EQ(record_of(job).verdict, Verdict::completed);
    EXPECT_EQ(stored(record_of(job).result_hash), "hello\n");
}

TEST_F(Interruption, RunsAJobAgainWhoseContainerWasRemovedByOthers) {
    const auto job = chain.post(0, script("echo made > /output/x"));
    die_at(job, Step::collect);
    for (const auto& container : need(engine.list({{"carrot.contract", chain.marketplace()}})))
        need(engine.remove(container.id));
    expect_second_run(job);
}

TEST_F(Interruption, RemovesAContainerThatWasMadeForAClaimThatDidNotLand) {
    const auto job = chain.post(0, script("true"));
    enter(job);
    chain.lose_transactions(1);
    chain.on_lost = [&] { chain.change(job, ChainStatus::claimed, "GOTHER"); };
    mortal_engine.starts = 0;
    live();
    EXPECT_EQ(record_of(job).verdict, Verdict::lost);
    EXPECT_EQ(mortal_engine.starts, 0);
    EXPECT_EQ(containers(), 0u);
}

TEST_F(Interruption, StartsNoContainerOfAJobThatAnotherClaimedMeanwhile) {
    const auto job = chain.post(0, script("true"));
    die_at(job, Step::claim);
    make_late_container(job);
    chain.change(job, ChainStatus::claimed, "GOTHER");
    mortal_engine.starts = 0;
    live();
    EXPECT_EQ(record_of(job).verdict, Verdict::lost);
    EXPECT_EQ(mortal_engine.starts, 0);
    EXPECT_EQ(containers(), 0u);
}

TEST_F(Interruption, RemovesAContainerThatWasMadeAfterItsJobHadEnded) {
    const auto job = chain.post(0, script("true"));
    enter(job);
    live();
    make_late_container(job);
    std::filesystem::create_directories(options.directory);
    std::filesystem::copy_file(directory.path() / "journal.sqlite",
                               options.directory / "journal.sqlite",
                               std::filesystem::copy_options::overwrite_existing);
    completes(script("true"));
    EXPECT_EQ(containers(), 0u);
}

}  // namespace
}  // namespace carrot::worker
