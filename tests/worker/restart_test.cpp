// The worker dies at every point of a job's way where it deals with the world, and its successor
// brings the job to its right end.
#include <gtest/gtest.h>

#include "worker/job_runner.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

/// The end of the process, as far as the code under test can tell.
struct Crash {};

/// Counts what the worker asks of the world, and crashes before or after the deed.
class Crasher {
public:
    enum class Moment { before, after };

    void crash_at(int call, Moment moment) {
        count_ = 0;
        at_ = call;
        moment_ = moment;
    }
    void never() { at_ = -1; }
    bool has_crashed() const { return at_ >= 0 && count_ >= at_ && crashed_; }
    int count() const { return count_; }

    template <class Deed>
    auto operator()(Deed deed) {
        const bool here = ++count_ == at_;
        if (here && moment_ == Moment::before) crash();
        auto result = deed();
        if (here) crash();
        return result;
    }

private:
    [[noreturn]] void crash() {
        crashed_ = true;
        throw Crash{};
    }
    int count_ = 0;
    int at_ = -1;
    Moment moment_ = Moment::before;
    bool crashed_ = false;
};

class CrashingChain final : public Chain {
public:
    CrashingChain(Chain& chain, Crasher& crasher) : chain_(chain), crasher_(crasher) {}
    const std::string& network() const override { return chain_.network(); }
    const std::string& marketplace() const override { return chain_.marketplace(); }
    const std::string& provider() const override { return chain_.provider(); }
    Result<std::vector<GpuId>> fetch_gpus(std::stop_token stop) override {
        return chain_.fetch_gpus(stop);
    }
    Result<JobId> fetch_job_count(std::stop_token stop) override {
        return chain_.fetch_job_count(stop);
    }
    Result<std::vector<ChainJob>> fetch_jobs(JobId first, std::stop_token stop) override {
        return chain_.fetch_jobs(first, stop);
    }
    Result<ChainJob> fetch_job(JobId job, std::stop_token stop) override {
        return crasher_([&] { return chain_.fetch_job(job, stop); });
    }
    Result<SignedCall> sign(CallKind kind, JobId job, const std::string& hash,
                            std::stop_token stop) override {
        return crasher_([&] { return chain_.sign(kind, job, hash, stop); });
    }
    Result<void> settle(const SignedCall& call, std::stop_token stop) override {
        return crasher_([&] { return chain_.settle(call, stop); });
    }

private:
    Chain& chain_;
    Crasher& crasher_;
};

class CrashingOutput final : public sandbox::ContainerOutput {
public:
    CrashingOutput(std::unique_ptr<ContainerOutput> output, Crasher& crasher)
        : output_(std::move(output)), crasher_(crasher) {}
    Result<std::optional<sandbox::OutputChunk>> next(std::stop_token stop) override {
        return crasher_([&] { return output_->next(stop); });
    }

private:
    std::unique_ptr<ContainerOutput> output_;
    Crasher& crasher_;
};

class CrashingEngine final : public sandbox::ContainerEngine {
public:
    CrashingEngine(ContainerEngine& engine, Crasher& crasher)
        : engine_(engine), crasher_(crasher) {}

    Result<sandbox::EngineFacts> fetch_facts(std::stop_token stop) override {
        return engine_.fetch_facts(stop);
    }
    Result<sandbox::Image> inspect_image(std::string_view image, std::stop_token stop) override {
        return engine_.inspect_image(image, stop);
    }
    Result<sandbox::Image> pull_image(std::string_view image,
                                      const sandbox::OnPullProgress& progress,
                                      std::stop_token stop) override {
        return engine_.pull_image(image, progress, stop);
    }
    Result<sandbox::Image> import_image(std::string_view image, const std::filesystem::path& tar,
                                        std::stop_token stop) override {
        return engine_.import_image(image, tar, stop);
    }
    Result<sandbox::ContainerId> create_container(const sandbox::ContainerConfig& config,
                                                  std::stop_token stop) override {
        return crasher_([&] { return engine_.create_container(config, stop); });
    }
    Result<std::unique_ptr<sandbox::ContainerOutput>> attach(const sandbox::ContainerId& id,
                                                             std::stop_token stop) override {
        return crasher_([&]() -> Result<std::unique_ptr<sandbox::ContainerOutput>> {
            return std::make_unique<CrashingOutput>(TRY(engine_.attach(id, stop)), crasher_);
        });
    }
    Result<void> follow_logs(const sandbox::ContainerId& id, const sandbox::OnOutput& on_chunk,
                             std::stop_token stop) override {
        return crasher_([&] { return engine_.follow_logs(id, on_chunk, stop); });
    }
    Result<void> start(const sandbox::ContainerId& id, std::stop_token stop) override {
        ++starts;
        return crasher_([&] { return engine_.start(id, stop); });
    }
    Result<sandbox::ContainerState> wait(const sandbox::ContainerId& id,
                                         std::stop_token stop) override {
        return crasher_([&] { return engine_.wait(id, stop); });
    }
    Result<void> stop(const sandbox::ContainerId& id, std::chrono::seconds grace,
                      std::stop_token stop) override {
        return engine_.stop(id, grace, stop);
    }
    Result<sandbox::ContainerState> inspect(std::string_view id, std::stop_token stop) override {
        return crasher_([&] { return engine_.inspect(id, stop); });
    }
    Result<sandbox::CopySummary> copy_out(const sandbox::ContainerId& id, std::string_view folder,
                                          const std::filesystem::path& destination,
                                          const sandbox::CopyLimits& limits,
                                          std::stop_token stop) override {
        return crasher_([&] { return engine_.copy_out(id, folder, destination, limits, stop); });
    }
    Result<void> remove(const sandbox::ContainerId& id, std::stop_token stop) override {
        return crasher_([&] { return engine_.remove(id, stop); });
    }
    Result<std::vector<sandbox::ContainerState>> list(const sandbox::Labels& labels,
                                                      std::stop_token stop) override {
        return engine_.list(labels, stop);
    }

    int starts = 0;

private:
    ContainerEngine& engine_;
    Crasher& crasher_;
};

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

    Crasher crasher;
    CrashingEngine mortal_engine{engine, crasher};
};

TEST_P(Restart, CompletesTheJobAndIsPaidOnceWhereverTheWorkerDied) {
    const auto deaths = die_everywhere(script("echo hello"), [&](const JobRecord& job) {
        EXPECT_EQ(job.verdict, Verdict::completed) << job.reason;
        EXPECT_EQ(chain.job(job.job_id).status, ChainStatus::completed);
        EXPECT_EQ(chain.payments(job.job_id), 1);
        EXPECT_EQ(stored(job.result_hash), "hello\n");
        EXPECT_LE(job.attempts, 2u);
    });
    EXPECT_GT(deaths, 15);
}

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
