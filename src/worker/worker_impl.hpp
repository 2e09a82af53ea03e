// Worker's insides: worker.cpp has its loop, worker_requests.cpp what it is asked for.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/posix.hpp"
#include "worker/image_keeper.hpp"
#include "worker/job_finder.hpp"
#include "worker/job_runner.hpp"
#include "worker/job_table.hpp"
#include "worker/runner_context.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

JobRecord new_record(const ChainJob& job, Origin origin);

struct Worker::Impl {
    Impl(WorkerOptions worker_options, WorkerParts worker_parts, FileDescriptor directory_lock,
         Journal opened_journal, ImageKeeper opened_images,
         std::map<Verdict, std::uint64_t> ended_jobs)
        : options(std::move(worker_options)),
          parts(worker_parts),
          lock(std::move(directory_lock)),
          journal(std::move(opened_journal)),
          images(std::move(opened_images)),
          context(options, parts, journal, images),
          finder(parts.chain, journal, options.gpus),
          board(parts.clock, std::move(ended_jobs)) {}

    Result<void> run(std::stop_token drain, std::stop_token leave);
    Result<void> take_up();
    std::jthread guard_gpus();
    Result<void> remove_leftovers(std::stop_token stop);
    Result<void> look(std::stop_token stop);
    bool needs_jobs() const;
    void watch(std::stop_token stop);
    Result<std::optional<ChainJob>> find_taken(JobId job_id, std::stop_token stop);
    void look_at_ledger(std::stop_token stop);
    void note_chain(const Result<void>& looked, const std::stop_token& stop);
    void warn(const Result<void>& outcome, const std::stop_token& stop);
    bool may_prepare(GpuId gpu) const;

    Result<JobRecord> process(JobId job_id, std::string_view description, std::stop_token stop,
                              const std::function<void()>& on_begun);
    Result<void> check_request(const ChainJob& job, std::string_view description,
                               std::stop_token stop);
    Result<void> begin(const ChainJob& job, const std::optional<JobRecord>& known);
    Result<std::optional<JobRecord>> known(JobId job_id);
    Result<void> cancel(JobId job_id, std::string reason);
    WorkerStatus status();
    Result<DiskUse> disk_use();

    void launch(const std::shared_ptr<JobRunner>& runner);
    void finish(JobRunner& runner, std::stop_token stop);

    const WorkerOptions options;
    const WorkerParts parts;
    const FileDescriptor lock;
    Journal journal;
    ImageKeeper images;
    RunnerContext context;
    // Used by run()'s thread alone.
    JobFinder finder;
    std::optional<std::chrono::milliseconds> looked_at;  // without a failure since

    StatusBoard board;

    JobTable table;  // last: its threads use the others
};

}  // namespace carrot::worker
