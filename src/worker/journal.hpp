// The worker's memory: what it is about to do with each job, written before it does it. After a
// crash the journal says where to go on, the engine what has run, and the chain what is true.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/sqlite.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

/// What is done next, in this order. The names stand in the journal: never rename one.
enum class Step : std::uint8_t {
    prepare,  ///< check the job, fetch its inputs and its image, sign the claim
    claim,    ///< send the claim
    start,    ///< make the container
    run,      ///< start the container, or find it running, and wait for its end
    collect,  ///< store its output, or the report of its failure
    settle,   ///< complete or release it on chain
    clean,    ///< remove the container and the job's files
    done,
};
std::string_view name_of(Step step);
std::optional<Step> step_from(std::string_view name);

/// How a job ends for this worker.
enum class Verdict : std::uint8_t {
    undecided,
    completed,  ///< its result is stored and the chain is told
    released,   ///< it failed, or can't be run: the consumer has the payment back
    refused,    ///< it was never claimed: `reason` says why
    lost,       ///< somebody else claimed, completed or cancelled it
    failed,     ///< as released, by a worker that can't sign: whoever claimed it releases it
};
std::string_view name_of(Verdict verdict);
std::optional<Verdict> verdict_from(std::string_view name);

/// Who asked for a job. The names stand in the journal: never rename one.
enum class Origin : std::uint8_t {
    chain,    ///< it was posted, and the worker claims it
    request,  ///< it was claimed by other means, and Worker::process() was called
};
std::string_view name_of(Origin origin);
std::optional<Origin> origin_from(std::string_view name);

/// One job's row.
struct JobRecord {
    JobId job_id = 0;
    GpuId gpu_id = 0;
    std::string consumer;
    std::string description;
    std::uint32_t compute_hours = 0;
    Origin origin = Origin::chain;
    Step step = Step::prepare;
    Verdict verdict = Verdict::undecided;
    std::string reason;       ///< of a release, failure, refusal or loss: one line
    std::string stop_reason;  ///< of whoever had the job stopped; see Journal::note_stop()

    std::optional<SignedCall> call;  ///< of the steps claim and settle
    std::string image_id;            ///< pinned before the claim
    std::string image_digest;        ///< "name@sha256:…"; empty for an image of this machine
    std::string container_id;
    std::uint32_t attempts = 0;  ///< containers started

    std::optional<int> exit_status;
    bool out_of_memory = false;
    bool out_of_time = false;
    TimePoint started_at;  ///< of the container, by the wall clock
    TimePoint finished_at;
    /// The same start as paid time is measured: Clock::since_boot(), in the boot of this id.
    std::chrono::milliseconds started_since_boot{};
    std::string boot_id;
    std::string result_hash;  ///< ipfs://… of the result or the report
    TimePoint updated_at;
};

/// What of a job that is done matters for keeping it.
struct EndedJob {
    JobId job_id = 0;
    std::string result_hash;  ///< empty when it left none
};

struct StepRecord {
    Step step = Step::prepare;
    TimePoint at;
};

/// Which jobs to list, by id from the highest down: ids only grow, so that a page's last id finds
/// the next page.
struct JobQuery {
    std::size_t limit = 100;
    std::optional<JobId> before{};  ///< only jobs below this one
    std::optional<bool> done{};     ///< only those that are, or are not
    std::optional<Verdict> verdict{};
};

/// journal.sqlite in the worker's folder. Every write is durable when it returns. Thread-safe.
class Journal {
public:
    static Result<Journal> open(const std::filesystem::path& file, Clock& clock);
    Journal(Journal&&) noexcept = default;

    /// already_exists when the job is in the journal.
    Result<void> add(const JobRecord& job);

    /// Replaces the job's row but for stop_reason, and notes the step when it is another than
    /// before.
    Result<void> write(const JobRecord& job);

    /// Begins a job again that has ended: its row and its steps are replaced.
    Result<void> begin_again(const JobRecord& job);

    /// Notes that the job is to be stopped. From any thread: the job's own never writes it.
    /// not_found; failed_precondition when its container has ended, or a stop stands there already.
    Result<void> note_stop(JobId job, std::string_view reason);

    /// not_found when the journal doesn't know it.
    Result<JobRecord> find(JobId job);

    /// Those that are not done, by id.
    Result<std::vector<JobRecord>> unfinished();

    Result<std::vector<JobRecord>> list(const JobQuery& query);

    Result<std::vector<StepRecord>> steps(JobId job);

    /// How many jobs are done, by their verdict.
    Result<std::map<Verdict, std::uint64_t>> count_done();

    /// Those that are done, by id.
    Result<std::vector<EndedJob>> ended();

    /// Removes a job that is done, with its steps. Success too when there is none.
    Result<void> forget(JobId job);

    /// The first job on chain that has not been looked at; 0 in a new journal.
    Result<JobId> cursor();
    Result<void> set_cursor(JobId next);

private:
    Journal(sqlite::Database database, Clock& clock);

    Result<void> insert(const JobRecord& job, std::int64_t now_ms);
    Result<std::vector<JobRecord>> select(std::string_view condition, std::int64_t parameter);

    std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
    sqlite::Database database_;
    Clock* clock_;
};

}  // namespace carrot::worker
