// What a worker is asked for from other threads: to process a job, to stop one, how it is.
#include <algorithm>

#include "worker/worker_impl.hpp"

namespace carrot::worker {

Result<void> Worker::Impl::check_request(const ChainJob& job, std::string_view description,
                                         std::stop_token stop) {
    const auto& provider = parts.chain.provider();
    if (job.status != ChainStatus::open && job.provider != provider)
        return fail(ErrorCode::permission_denied,
                    "could not process job {}: it is claimed by {}, and this worker's provider is "
                    "{}",
                    job.job_id, job.provider, provider);
    const auto& chosen = options.gpus;
    const auto owned = TRY(parts.chain.fetch_gpus(stop));
    const bool here = chosen.empty() || std::ranges::find(chosen, job.gpu_id) != chosen.end();
    if (!here || std::ranges::find(owned, job.gpu_id) == owned.end())
        return fail(ErrorCode::permission_denied,
                    "could not process job {}: its GPU {} is not one of this worker's", job.job_id,
                    job.gpu_id);
    if (job.description != description)
        return fail(ErrorCode::invalid_argument,
                    "could not process job {}: jobData is not the description that was posted",
                    job.job_id);
    return {};
}

Result<std::optional<JobRecord>> Worker::Impl::known(JobId job_id) {
    auto record = journal.find(job_id);
    if (record) return std::optional(std::move(*record));
    if (record.error().code == ErrorCode::not_found) return std::optional<JobRecord>();
    return std::unexpected(std::move(record.error()));
}

/// A job that this worker refused or lost, and that was claimed by hand since, begins anew; one
/// that was left at some step goes on there.
Result<void> Worker::Impl::begin(const ChainJob& job, const std::optional<JobRecord>& known) {
    const bool goes_on = known && known->step != Step::done;
    auto record = goes_on ? *known : new_record(job, Origin::request);
    const auto runner = std::make_shared<JobRunner>(record, context);
    if (!table.add(runner))
        return fail(ErrorCode::already_exists, "could not process job {}: it is running",
                    job.job_id);
    const auto entered = [&]() -> Result<void> {
        if (!runner->try_occupy())
            return fail(ErrorCode::already_exists,
                        "could not process job {}: another job of GPU {} is running", job.job_id,
                        job.gpu_id);
        if (goes_on) return {};
        return known ? journal.begin_again(record) : journal.add(record);
    }();
    if (!entered) {
        table.remove(job.job_id);
        return entered;
    }
    launch(runner);
    return {};
}

Result<JobRecord> Worker::Impl::process(JobId job_id, std::string_view description,
                                        std::stop_token stop,
                                        const std::function<void()>& on_begun) {
    if (context.drain.stop_requested())
        return fail(ErrorCode::unavailable,
                    "could not process job {}: the worker is ending, and takes no more jobs: try "
                    "again when it has started anew",
                    job_id);
    const auto job = TRY(parts.chain.fetch_job(job_id, stop));
    const auto record = TRY(known(job_id));
    const bool has_ended = record && record->step == Step::done &&
                           record->verdict != Verdict::refused && record->verdict != Verdict::lost;
    TRY(check_request(job, description, stop));
    if (has_ended) return *record;
    if (job.status != ChainStatus::claimed)
        return fail(ErrorCode::failed_precondition,
                    "could not process job {}: it is {}: claim it first", job_id,
                    name_of(job.status));
    if (!table.find(job_id)) TRY(begin(job, record));
    if (on_begun) on_begun();
    table.wait_until_gone(job_id, stop);
    auto now = TRY(journal.find(job_id));
    if (now.step != Step::done)
        return fail(ErrorCode::cancelled,
                    "job {} is at step {}, and goes on without this request: see /jobs/{}", job_id,
                    name_of(now.step), job_id);
    return now;
}

Result<void> Worker::Impl::cancel(JobId job_id, std::string reason) {
    if (reason.empty()) reason = "stopped by the provider";
    TRY(journal.note_stop(job_id, reason));
    if (const auto runner = table.find(job_id)) runner->stop(std::move(reason));
    return {};
}

WorkerStatus Worker::Impl::status() {
    WorkerStatus status;
    for (const auto& runner : table.all())
        status.running.push_back(runner->state());
    status.pulls = images.pull_counts();
    status.draining = context.drain.stop_requested();
    status.chain_failure = board.chain_failure();
    status.ended = board.ended();
    status.started_at = board.started_at();
    status.uptime = board.uptime();
    status.ledger = board.ledger();
    status.last_trouble = board.last_trouble();
    if (parts.gpu_guard != nullptr) status.gpus = parts.gpu_guard->gpus();
    return status;
}

Result<DiskUse> Worker::Impl::disk_use() {
    DiskUse use {
        .images_bytes = TRY(images.kept_bytes())
        , .images_budget_bytes = options.images.disk_budget_bytes
    };
    std::error_code error;
    const auto space = std::filesystem::space(options.directory, error);
    if (error)
        return fail(ErrorCode::unavailable, "could not look at the disk of {}: {}",
                    options.directory.string(), error.message());
    use.free_bytes = space.available;
    use.size_bytes = space.capacity;
    return use;
}

}  // namespace carrot::worker
