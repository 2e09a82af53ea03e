// worker: runs the jobs that consumers post for a provider's GPUs, and is paid for them. It watches
// the chain, claims what it can run, runs it in the sandbox, stores the result and completes the
// job; a job that fails is released with its report.
//
//   auto worker = TRY(Worker::open(options, {chain, engine, store, clock}));
//   Router router;
//   add_worker_routes(router, worker, token);               // worker/api.hpp
//   auto server = TRY(Server::start(std::move(router), {.port = 3001}));
//   TRY(worker.run(drain, leave));                          // until a stop is requested
//
// Killed at any moment, the next worker on the same folder finishes what this one began: see
// worker/journal.hpp and worker/job_runner.hpp.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ipfs/result_store.hpp"
#include "sandbox/container_engine.hpp"
#include "worker/chain.hpp"
#include "worker/gpu_guard.hpp"
#include "worker/image_keeper.hpp"
#include "worker/image_policy.hpp"
#include "worker/job_log.hpp"
#include "worker/journal.hpp"
#include "worker/metrics.hpp"
#include "worker/status_board.hpp"

namespace carrot::worker {

struct WorkerOptions {
    std::filesystem::path directory;  ///< journal, job folders, logs; absolute

    /// Only these of the provider's GPUs, where several machines work for one; empty: all.
    std::vector<GpuId> gpus{};

    std::string python_image = "carrot/python:1";
    /// Imported under that name when the engine doesn't have it; empty: it must be there. Beside it
    /// lie the other images that Carrot builds: carrot/NAME:1 is NAME.tar.
    std::filesystem::path python_image_tar{};

    ImagePolicy images{};

    /// Cards that jobs get where there is no guard, by NVML's UUID; a GPU without one gives its
    /// jobs none.
    std::map<GpuId, std::string> gpu_uuids{};
    std::string runtime{};  ///< an OCI runtime such as "runsc"; empty: the engine's own

    unsigned jobs_per_gpu = 1;  ///< side by side, from 1 on

    /// Between two looks at the chain; while each GPU has a job that waits, they may be a second
    /// apart. A look asks for one ledger entry, unless there are new jobs: short intervals cost
    /// little where the node is near, and are for networks whose ledgers close at once.
    std::chrono::milliseconds poll_interval{1000};
    std::chrono::seconds watch_interval{30};   ///< between two looks at running jobs on chain
    std::chrono::seconds ledger_interval{10};  ///< between two looks at the latest ledger
    std::chrono::seconds stop_grace{10};       ///< between SIGTERM and SIGKILL
    /// A job that can't be prepared or started for so long is refused, or released where claimed.
    std::chrono::seconds start_limit{60};
    std::chrono::milliseconds retry_first{500};  ///< after a failure that may pass; doubles
    std::chrono::milliseconds retry_last{30'000};

    /// How long the result, the log and the row of a job that has ended are kept.
    std::chrono::hours retention{24 * 30};
};

/// What a worker works with; all of it outlives the worker.
struct WorkerParts {
    Chain& chain;
    sandbox::ContainerEngine& engine;
    ipfs::ResultStore& store;
    Clock& clock;
    /// Says which card a job gets, instead of WorkerOptions::gpu_uuids; the worker runs it. Null:
    /// nobody looks whether there is one.
    GpuGuard* gpu_guard = nullptr;
};

/// A job that is not done.
struct RunningJob {
    JobId job_id = 0;
    GpuId gpu_id = 0;
    Origin origin = Origin::chain;
    Step step = Step::prepare;
    TimePoint since;       ///< when the step began
    std::string progress;  ///< what the step waits for, in words, where that is known
};

struct WorkerStatus {
    std::vector<RunningJob> running;            ///< by id
    bool draining = false;                      ///< no job is claimed or processed any more
    std::optional<ChainFailure> chain_failure;  ///< until it answers
    std::map<Verdict, std::uint64_t> ended;     ///< all jobs of this folder that are done

    TimePoint started_at;
    std::chrono::milliseconds uptime{};
    std::optional<SeenLedger> ledger;     ///< none before the first look
    std::optional<Trouble> last_trouble;  ///< since the start
    std::vector<GuardedGpu> gpus;         ///< those that are looked after
    PullCounts pulls;
};

/// What the worker takes of disks.
struct DiskUse {
    std::uint64_t free_bytes = 0;  ///< where the worker's folder is
    std::uint64_t size_bytes = 0;
    std::uint64_t images_bytes = 0;  ///< of what counts against the images' budget
    std::uint64_t images_budget_bytes = 0;
};

class Worker {
public:
    /// Opens the folder. failed_precondition when another worker has it open.
    static Result<Worker> open(WorkerOptions options, WorkerParts parts);

    Worker(Worker&&) noexcept;
    Worker& operator=(Worker&&) = delete;
    ~Worker();

    /// Takes up what the journal has, then claims and runs jobs, as many a GPU at a time as the
    /// options say. A worker whose chain can't sign claims nothing: it ends what process() began.
    /// On `drain` nothing new is claimed or processed, and it returns when the running jobs have
    /// ended; on `leave` it returns at once: containers go on, and the next worker finds them.
    /// Failures of a job are in its record; an error here is one of the worker's own folder. Call
    /// it once.
    Result<void> run(std::stop_token drain, std::stop_token leave);

    /// Runs a job that this provider has claimed by other means, and waits for its end; on `stop`
    /// the waiting ends (cancelled), and the job goes on. A worker whose chain can sign completes
    /// or releases the job, another leaves that to whoever claimed it. A job that runs is
    /// waited for, and one that has ended is not run again: its record is the answer. `description`
    /// must be the posted one. Errors: not_found (no such job), permission_denied (not this
    /// provider's, or on a GPU that is not this worker's), failed_precondition (not Claimed),
    /// invalid_argument (another description), already_exists (its GPU is busy), unavailable (the
    /// worker drains). `on_begun` is called when the job runs, or is found running.
    Result<JobRecord> process(JobId job, std::string_view description, std::stop_token stop,
                              const std::function<void()>& on_begun = {});

    /// Ends a job that runs: its container gets SIGTERM, and SIGKILL after the grace; the job is
    /// released with its report and this reason (one that can't be claimed yet is refused). Returns
    /// when that is in the journal. not_found, or failed_precondition when it does not run.
    Result<void> cancel(JobId job, std::string reason);

    /// What it does at this moment.
    WorkerStatus status();

    Result<DiskUse> disk_use();

    /// What it has counted of its work.
    const Metrics& metrics() const;

    Result<std::vector<JobRecord>> jobs(const JobQuery& query);
    Result<JobRecord> job(JobId job);
    Result<std::vector<StepRecord>> steps(JobId job);

    /// Live while the job runs, else from the file. not_found when there is none.
    Result<std::shared_ptr<const JobLog>> log_of(JobId job);

    const WorkerOptions& options() const;
    const WorkerParts& parts() const;

private:
    struct Impl;
    explicit Worker(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace carrot::worker
