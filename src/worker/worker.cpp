#include "worker/worker.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "worker/job_container.hpp"
#include "worker/job_files.hpp"
#include "worker/retention.hpp"
#include "worker/retry.hpp"
#include "worker/worker_impl.hpp"

namespace carrot::worker {
namespace {

Result<FileDescriptor> lock_directory(const std::filesystem::path& directory) {
    const auto file = directory / "worker.lock";
    FileDescriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock.valid()) return system_failure("open", file);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorCode::failed_precondition,
                    "could not open {}: another worker is at work there: stop it first",
                    directory.string());
    return lock;
}

/// Jobs of one GPU that wait for it at a time, or soon will.
constexpr std::size_t ready_limit = 4;
/// Those that are prepared at a time, downloads and failures included.
constexpr std::ptrdiff_t prepared_limit = 32;

/// While each GPU has a job that waits, another is in no hurry; but it may be for a GPU that has
/// been registered since.
constexpr std::chrono::seconds sated_look_interval{1};

}  // namespace

JobRecord new_record(const ChainJob& job, Origin origin) {
    JobRecord record;
    record.job_id = job.job_id;
    record.gpu_id = job.gpu_id;
    record.consumer = job.consumer;
    record.description = job.description;
    record.compute_hours = job.compute_hours;
    record.origin = origin;
    return record;
}

Result<void> Worker::Impl::run(std::stop_token drain, std::stop_token leave) {
    auto retention = TRY(Retention::open(options.directory, options.retention,
                                         {parts.chain, journal, parts.store, parts.clock}));
    TRY(finder.begin());
    TRY(take_up());
    const std::stop_callback draining(drain, [this] { context.drain.request_stop(); });
    const std::stop_callback leaving(leave, [this] {
        context.drain.request_stop();
        table.request_stop();
    });
    const auto stop = context.drain.get_token();
    const auto guard = guard_gpus();
    warn(remove_leftovers(stop), stop);
    auto watched_at = parts.clock.since_boot();
    auto asked_at = watched_at - options.ledger_interval;
    while (!stop.stop_requested()) {
        if (parts.chain.can_sign()) note_chain(look(stop), stop);
        if (parts.clock.since_boot() - asked_at >= options.ledger_interval) {
            look_at_ledger(stop);
            asked_at = parts.clock.since_boot();
        }
        if (parts.clock.since_boot() - watched_at >= options.watch_interval) {
            watch(stop);
            watched_at = parts.clock.since_boot();
        }
        warn(retention.sweep_if_due(stop), stop);
        table.reap();
        parts.clock.sleep_for(options.poll_interval, stop);
    }
    table.join();
    return {};
}

/// Until the last job has ended.
std::jthread Worker::Impl::guard_gpus() {
    if (parts.gpu_guard == nullptr) return {};
    return std::jthread([this](std::stop_token stop) {
        const auto stop_jobs = [this](GpuId gpu, const std::string& reason) {
            for (const auto& runner : table.all())
                if (const auto job = runner->state();
                    job.gpu_id == gpu && (job.step == Step::start || job.step == Step::run))
                    runner->stop(reason);
        };
        parts.gpu_guard->run(context.account, stop_jobs, stop);
    });
}

Result<void> Worker::Impl::take_up() {
    for (auto& record : TRY(journal.unfinished())) {
        log::info("worker", "taking up job {} at step {}", record.job_id, name_of(record.step));
        auto runner = std::make_shared<JobRunner>(std::move(record), context);
        if (table.add(runner)) launch(runner);
    }
    return {};
}

/// Containers of jobs that are done: an engine may have made one after the worker that asked for it
/// had died. What is neither ours by the journal nor unstarted may be another worker's.
Result<void> Worker::Impl::remove_leftovers(std::stop_token stop) {
    for (const auto& container : TRY(parts.engine.list(market_labels(parts.chain), stop))) {
        const auto job = job_of(container);
        const auto record = job ? TRY(known(*job)) : std::nullopt;
        if (!record || record->step != Step::done) continue;
        const bool had_it = record->attempts > 0;
        if (!had_it && container.status != sandbox::ContainerStatus::created) continue;
        log::info("worker", "removing a container that job {} left", *job);
        TRY(parts.engine.remove(container.id, stop));
    }
    return {};
}

/// A few jobs are made ready while others run, so that a GPU is never idle for a download. Those
/// that wait for a download themselves, or can't be prepared, don't keep it from the next: of them
/// there are many more before nobody is looked at any more.
bool Worker::Impl::may_prepare(GpuId gpu) const {
    const auto is_prepared = [&](const std::shared_ptr<JobRunner>& runner) {
        const auto state = runner->state();
        return state.gpu_id == gpu && state.step == Step::prepare;
    };
    return context.slots.waiting(gpu) < ready_limit &&
           std::ranges::count_if(table.all(), is_prepared) < prepared_limit;
}

/// Whether a GPU would be idle soon.
bool Worker::Impl::needs_jobs() const {
    const auto gpus = finder.known_gpus();
    return gpus.empty() ||
           std::ranges::any_of(gpus, [&](GpuId gpu) { return context.slots.waiting(gpu) == 0; });
}

Result<void> Worker::Impl::look(std::stop_token stop) {
    const auto now = parts.clock.since_boot();
    if (!looked_at || needs_jobs() || now - *looked_at >= sated_look_interval) {
        looked_at.reset();
        TRY(finder.look(stop));
        looked_at = now;
    }
    while (const auto job = finder.take([this](GpuId gpu) { return may_prepare(gpu); })) {
        auto record = new_record(*job, Origin::chain);
        const auto added = journal.add(record);
        if (!added && added.error().code == ErrorCode::already_exists) continue;
        TRY(added);
        auto runner = std::make_shared<JobRunner>(std::move(record), context);
        if (table.add(runner)) launch(runner);
    }
    return finder.save();
}

/// A job that the chain takes from this provider while it runs is not worked on any longer.
void Worker::Impl::watch(std::stop_token stop) {
    for (const auto& runner : table.all()) {
        const auto step = runner->state().step;
        if (step != Step::start && step != Step::run) continue;
        const auto job = find_taken(runner->state().job_id, stop);
        if (!job) return note_chain(std::unexpected(job.error()), stop);
        if (!*job) continue;
        const auto reason = fmt::format("it is {}", name_of((*job)->status));
        log::warning("worker", "stopping job {}: {}", (*job)->job_id, reason);
        runner->abandon(reason);
    }
}

/// Nothing while the job is this provider's. One answer alone may be old or wrong.
Result<std::optional<ChainJob>> Worker::Impl::find_taken(JobId job_id, std::stop_token stop) {
    for (int answers = 1;; ++answers) {
        auto job = TRY(parts.chain.fetch_job(job_id, stop));
        if (job.status == ChainStatus::claimed && job.provider == parts.chain.provider())
            return std::nullopt;
        if (answers == equal_answers_needed) return job;
        parts.clock.sleep_for(options.retry_first, stop);
    }
}

/// A worker that does not look for jobs learns here whether the chain answers.
void Worker::Impl::look_at_ledger(std::stop_token stop) {
    const auto ledger = parts.chain.fetch_latest_ledger(stop);
    if (ledger) board.note_ledger(*ledger);
    const bool tells = ledger || ledger.error().code != ErrorCode::failed_precondition;
    if (tells && !parts.chain.can_sign())
        note_chain(ledger ? Result<void>() : std::unexpected(ledger.error()), stop);
}

void Worker::Impl::note_chain(const Result<void>& looked, const std::stop_token& stop) {
    if (looked || !stop.stop_requested()) board.note_chain(looked);
}

void Worker::Impl::warn(const Result<void>& outcome, const std::stop_token& stop) {
    if (outcome || stop.stop_requested()) return;
    log::warning("worker", "{}", outcome.error().message);
    board.note_trouble(outcome.error().message);
}

void Worker::Impl::launch(const std::shared_ptr<JobRunner>& runner) {
    table.launch(runner, [this](JobRunner& job, std::stop_token stop) {
        const log::Context about("job", job.record().job_id);
        finish(job, stop);
        if (!job.is_done()) return;
        job.log()->close();  // also when it never ran: somebody may read along
        board.note_end(job.record().verdict);
    });
}

/// Takes the job to its end, or to where the stop finds it.
void Worker::Impl::finish(JobRunner& runner, std::stop_token stop) {
    auto pause = options.retry_first;
    auto furthest = runner.record().step;
    auto begun = parts.clock.since_boot();
    while (!runner.is_done() && !stop.stop_requested() && !runner.is_held_back()) {
        const auto step = runner.record().step;
        const auto advanced = runner.advance(stop);
        const auto now = parts.clock.since_boot();
        const auto next = runner.record().step;
        if (next != step) context.metrics.note_step(step, now - std::exchange(begun, now));
        if (next == Step::run && step == Step::start) context.metrics.note_container_start();
        // Steps that were gone before, and led nowhere, are no progress.
        if (next > furthest) pause = options.retry_first;
        furthest = std::max(furthest, next);
        if (advanced) continue;
        if (advanced.error().code == ErrorCode::cancelled) continue;
        auto trouble = fmt::format("job {} at step {}: {}", runner.record().job_id, name_of(step),
                                   advanced.error().message);
        log::warning("worker", "{}", trouble);
        board.note_trouble(std::move(trouble));
        runner.note_failure(advanced.error());
        parts.clock.sleep_for(pause, stop);
        pause = std::min(pause * 2, options.retry_last);
    }
}

Result<Worker> Worker::open(WorkerOptions options, WorkerParts parts) {
    if (!options.directory.is_absolute())
        return fail(ErrorCode::invalid_argument, "the worker's folder {} is not absolute",
                    options.directory.string());
    TRY(make_directories(options.directory));
    auto lock = TRY(lock_directory(options.directory));
    auto journal = TRY(Journal::open(options.directory / "journal.sqlite", parts.clock));
    auto images =
        TRY(ImageKeeper::open(options.directory, {options.python_image, options.python_image_tar},
                              options.images, parts.engine, parts.clock));
    auto ended = TRY(journal.count_done());
    return Worker(std::make_unique<Impl>(std::move(options), parts, std::move(lock),
                                         std::move(journal), std::move(images), std::move(ended)));
}

Worker::Worker(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Worker::Worker(Worker&&) noexcept = default;
Worker::~Worker() = default;

Result<void> Worker::run(std::stop_token drain, std::stop_token leave) {
    return impl_->run(std::move(drain), std::move(leave));
}

Result<JobRecord> Worker::process(JobId job, std::string_view description, std::stop_token stop,
                                  const std::function<void()>& on_begun) {
    return impl_->process(job, description, std::move(stop), on_begun);
}

const Metrics& Worker::metrics() const { return impl_->context.metrics; }

Result<std::vector<JobRecord>> Worker::jobs(const JobQuery& query) {
    return impl_->journal.list(query);
}

Result<JobRecord> Worker::job(JobId job) { return impl_->journal.find(job); }
Result<std::vector<StepRecord>> Worker::steps(JobId job) { return impl_->journal.steps(job); }

Result<void> Worker::cancel(JobId job, std::string reason) {
    return impl_->cancel(job, std::move(reason));
}

WorkerStatus Worker::status() { return impl_->status(); }
Result<DiskUse> Worker::disk_use() { return impl_->disk_use(); }

Result<std::shared_ptr<const JobLog>> Worker::log_of(JobId job) {
    if (const auto runner = impl_->table.find(job)) return runner->log();
    auto log = std::make_shared<JobLog>();
    TRY(with_context(log->load(log_file(impl_->options.directory, job)),
                     fmt::format("job {} has no log", job)));
    return log;
}

const WorkerOptions& Worker::options() const { return impl_->options; }
const WorkerParts& Worker::parts() const { return impl_->parts; }

}  // namespace carrot::worker
