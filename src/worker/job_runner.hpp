// Takes one job from step to step. Each step begins with what the journal says, may be begun again
// after a crash at any point of it, and ends by writing the next one:
//
//   prepare  everything that could fail is tried before the claim: spec, engine, image, inputs;
//            then it waits for its GPU
//   claim    a signed transaction is in the journal: sending it twice claims once. Meanwhile the
//            container is made; one whose claim doesn't land is removed as it is
//   start    make the container, where that hasn't happened yet: its name is the job's, so that the
//            engine refuses a second one
//   run      found by its id: created, running or ended
//   collect  output or report to the store; what is stored twice has the same CID. The GPU is free
//            afterwards
//   settle   as claim; the chain pays once. Left out where the chain can't sign
//   clean    what is removed already is no error
//
// Where journal and chain disagree, the chain is right.
#pragma once

#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "market/job_spec.hpp"
#include "worker/account_calls.hpp"
#include "worker/container_run.hpp"
#include "worker/gpu_slots.hpp"
#include "worker/image_keeper.hpp"
#include "worker/job_files.hpp"
#include "worker/job_log.hpp"
#include "worker/journal.hpp"
#include "worker/runner_context.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

class JobRunner {
public:
    /// The record stands in the journal, or will before advance() is called.
    JobRunner(JobRecord record, RunnerContext& context);

    /// Takes the job's GPU; false when it is full. Without it, the job waits for its GPU before it
    /// is claimed or started.
    bool try_occupy();

    /// Does the step that the record names. After an error, which is one that may pass, the same
    /// step can be tried again.
    Result<void> advance(std::stop_token stop);

    /// What the step waits for to pass, for state().
    void note_failure(const Error& error);

    /// Whether it must not go on for now: the worker drains, and the job is not claimed.
    bool is_held_back() const;

    bool is_done() const { return record_.step == Step::done; }
    const JobRecord& record() const { return record_; }

    // From any thread:

    RunningJob state() const;

    /// Of the run under way, or the last.
    std::shared_ptr<JobLog> log() const;

    /// Ends the job for this reason, which stands in the journal.
    void stop(std::string reason);

    /// Ends the job because it isn't ours any more, the chain says.
    void abandon(std::string reason);

private:
    Result<void> prepare(std::stop_token stop);
    Result<void> claim(std::stop_token stop);
    Result<void> start(std::stop_token stop);
    Result<void> run(std::stop_token stop);
    Result<void> collect(std::stop_token stop);
    Result<void> settle(std::stop_token stop);
    Result<void> clean(std::stop_token stop);

    Result<void> make_ready(std::stop_token stop);
    Result<std::string> find_card() const;
    Result<void> pin_image(std::stop_token stop);
    void note_pull(const sandbox::PullProgress& progress);
    bool fetches_files() const;
    Result<void> occupy(std::stop_token stop);
    Result<void> check_description(const ChainJob& job);
    bool is_mine(Landing landing) const;
    Result<void> claimed();
    Result<void> claim_again(std::stop_token stop);

    Result<sandbox::ContainerId> make_container(std::stop_token stop);
    Result<sandbox::ContainerId> create_container(std::stop_token stop);
    Result<sandbox::ContainerId> awaited_container();
    Result<std::optional<sandbox::ContainerState>> find_container(std::stop_token stop);
    Result<void> remove_container(std::stop_token stop);
    Result<sandbox::ContainerState> find_run(std::stop_token stop);
    void note_start();
    Result<bool> output_is_lost(std::stop_token stop);
    Result<void> run_again(std::stop_token stop);
    Result<void> run_failed(const Error& reason, std::chrono::milliseconds patience,
                            std::stop_token stop);
    Result<void> note_end(const ContainerEnd& end);
    std::string card_loss() const;

    Result<void> end_stopped();
    Result<void> collected();
    bool is_private() const;
    Result<std::string> store_output(std::stop_token stop);
    Result<std::string> store_failure(std::stop_token stop);
    Result<std::vector<std::string>> copy_output(std::stop_token stop);
    Result<void> seal_result(std::stop_token stop);
    Result<std::string> store_sealed(const std::filesystem::path& file, std::string name,
                                     std::stop_token stop);
    Result<void> load_log();
    void start_log();

    Result<void> sign(CallKind kind, Step step, std::stop_token stop);
    bool is_ours(const ChainJob& job) const;
    bool needs_container() const;
    std::string stop_reason() const;
    std::string lost_reason() const;

    Result<void> note(JobRecord next);
    Result<void> go_to(Step step);
    Result<void> confirm(const std::string& reason);
    Result<void> conclude(Verdict verdict, std::string reason);
    Result<void> end_as(Verdict verdict, std::string reason);
    Result<void> end_failed(std::string reason);
    Result<void> end_or_retry(const Error& error, Verdict verdict,
                              std::chrono::milliseconds patience);
    Verdict failing_verdict() const;

    JobRecord record_;  ///< what the journal has, and what the step under way found out
    JobRecord noted_;   ///< what the journal has
    RunnerContext& context_;
    JobFolder folder_;
    Result<market::JobSpec> spec_;
    AccountCalls calls_;
    std::optional<GpuSlots::Slot> slot_;
    /// While it is prepared without waiting for others.
    std::optional<GpuSlots::Announcement> announcement_;
    int conclusions_ = 0;  ///< answers of the chain that would end the job, see confirm()
    std::optional<std::chrono::milliseconds> failing_since_;

    // What this process knows, and needs not ask again.
    std::optional<PinnedImage> image_;
    bool may_have_container_ = true;  ///< from another life of the worker
    bool just_made_ = false;          ///< the container, and nobody has started it
    bool landed_ = false;             ///< the transaction that settles it
    bool watched_ = false;            ///< the container to its end

    std::stop_source interrupt_;
    mutable std::mutex shared_mutex_;  // guards what follows: other threads look at it
    std::shared_ptr<JobLog> log_ = std::make_shared<JobLog>();
    RunningJob state_;
    std::string stop_reason_, lost_reason_;

    /// The container in the making; the last member: it uses the others.
    std::future<Result<sandbox::ContainerId>> making_;
};

}  // namespace carrot::worker
