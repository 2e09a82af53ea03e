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
#include "worker/image_policy.hpp"
#include "worker/job_log.hpp"
#include "worker/journal.hpp"

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

    /// Cards that jobs get, by NVML's UUID; a GPU without one gives its jobs none.
    std::map<GpuId, std::string> gpu_uuids{};
    std::string runtime{};  ///< an OCI runtime such as "runsc"; empty: the engine's own

    std::chrono::milliseconds poll_interval{1000};  ///< between two looks at the chain
    std::chrono::seconds stop_grace{10};            ///< between SIGTERM and SIGKILL at a limit
    /// A claimed job that can't be started for so long is released.
    std::chrono::seconds start_limit{60};
    std::chrono::milliseconds retry_first{500};  ///< after a failure that may pass; doubles
    std::chrono::milliseconds retry_last{30'000};
};

/// What a worker works with; all of it outlives the worker.
struct WorkerParts {
    Chain& chain;
    sandbox::ContainerEngine& engine;
    ipfs::ResultStore& store;
    Clock& clock;
};

class Worker {
public:
    /// Opens the folder. failed_precondition when another worker has it open.
    static Result<Worker> open(WorkerOptions options, WorkerParts parts);

    Worker(Worker&&) noexcept;
    Worker& operator=(Worker&&) = delete;
    ~Worker();

    /// Takes up what the journal has, then claims and runs jobs, one a GPU at a time. On `drain`
    /// nothing new is claimed, and it returns when the running jobs have ended; on `leave` it
    /// returns at once: containers go on, and the next run finds them. Failures of a job are in its
    /// record; an error here is one of the worker's own folder.
    Result<void> run(std::stop_token drain, std::stop_token leave);

    /// Runs a job that this provider has claimed by hand, in the thread of the caller, up to its
    /// end. `description` must be the posted one. Errors: not_found (no such job),
    /// permission_denied (not this provider's), failed_precondition (not Claimed),
    /// invalid_argument (another description), already_exists (it runs, or its GPU is busy).
    Result<JobRecord> process(JobId job, std::string_view description, std::stop_token stop);

    Result<std::vector<JobRecord>> jobs(std::size_t limit);
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
