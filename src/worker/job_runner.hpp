// Takes one job from step to step. Each step begins with what the journal says, may be begun again
// after a crash at any point of it, and ends by writing the next one:
//
//   prepare  everything that could fail is tried before the claim: spec, engine, image, inputs
//   claim    a signed transaction is in the journal: sending it twice claims once
//   start    the container's name is the job's, so that the engine refuses a second one
//   run      found by its id: created, running or ended
//   collect  output or report to the store; what is stored twice has the same CID
//   settle   as claim; the chain pays once
//   clean    what is removed already is no error
//
// Where journal and chain disagree, the chain is right.
#pragma once

#include <memory>
#include <mutex>
#include <stop_token>

#include "base/result.hpp"
#include "market/job_spec.hpp"
#include "worker/account_calls.hpp"
#include "worker/container_run.hpp"
#include "worker/image_keeper.hpp"
#include "worker/job_files.hpp"
#include "worker/job_log.hpp"
#include "worker/journal.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// What all runners of a worker share; it outlives them.
struct RunnerContext {
    const WorkerOptions& options;
    WorkerParts parts;
    Journal& journal;
    std::mutex& account;  ///< for AccountCalls
    ImageKeeper& images;
};

class JobRunner {
public:
    /// The record stands in the journal already.
    JobRunner(JobRecord record, const RunnerContext& context);

    /// Does the step that the record names. After an error, which is one that may pass, the same
    /// step can be tried again.
    Result<void> advance(std::stop_token stop);

    /// Gives the job up: released where it is claimed, else refused.
    Result<void> give_up(const Error& reason);

    bool is_done() const { return record_.step == Step::done; }
    const JobRecord& record() const { return record_; }

    /// Of the run under way, or the last.
    std::shared_ptr<JobLog> log() const;

private:
    Result<void> prepare(std::stop_token stop);
    Result<void> claim(std::stop_token stop);
    Result<void> start(std::stop_token stop);
    Result<void> run(std::stop_token stop);
    Result<void> collect(std::stop_token stop);
    Result<void> settle(std::stop_token stop);
    Result<void> clean(std::stop_token stop);

    Result<void> make_ready(std::stop_token stop);
    Result<void> pin_image(std::stop_token stop);
    Result<sandbox::ContainerId> make_container(std::stop_token stop);
    Result<std::optional<sandbox::ContainerState>> find_container(std::stop_token stop);
    Result<bool> output_is_lost(std::stop_token stop);
    Result<void> run_again(std::stop_token stop);
    Result<void> note_end(const ContainerEnd& end);
    Result<std::string> store_output(std::stop_token stop);
    Result<void> load_log();
    void start_log();

    Result<void> sign(CallKind kind, Step step, std::stop_token stop);
    bool is_ours(const ChainJob& job) const;
    bool needs_container() const;

    Result<void> go_to(Step step);
    Result<void> end_as(Verdict verdict, std::string reason);

    JobRecord record_;
    RunnerContext context_;
    JobFolder folder_;
    Result<market::JobSpec> spec_;
    AccountCalls calls_;
    std::optional<PinnedImage> image_;  ///< kept until its container exists
    int claims_ = 0;

    mutable std::mutex log_mutex_;
    std::shared_ptr<JobLog> log_ = std::make_shared<JobLog>();
};

}  // namespace carrot::worker
