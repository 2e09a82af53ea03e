#include "worker/worker.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <list>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/posix.hpp"
#include "worker/either_stop.hpp"
#include "worker/image_keeper.hpp"
#include "worker/job_files.hpp"
#include "worker/job_finder.hpp"
#include "worker/job_runner.hpp"

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

}  // namespace

struct Worker::Impl {
    Impl(WorkerOptions worker_options, WorkerParts worker_parts, FileDescriptor directory_lock,
         Journal opened_journal, ImageKeeper opened_images)
        : options(std::move(worker_options)),
          parts(worker_parts),
          lock(std::move(directory_lock)),
          journal(std::move(opened_journal)),
          images(std::move(opened_images)),
          finder(parts.chain, journal, options.gpus) {}

    Result<void> run(std::stop_token drain, std::stop_token leave);
    Result<void> look(std::stop_token stop);
    Result<JobRecord> process(JobId job_id, std::string_view description, std::stop_token stop);
    Result<void> check_request(const ChainJob& job, std::string_view description);
    Result<void> enter(const JobRecord& record);

    std::shared_ptr<JobRunner> occupy(const JobRecord& record);
    void launch(std::shared_ptr<JobRunner> runner);
    void finish(JobRunner& runner, std::stop_token stop);
    void vacate(const JobRunner& runner);
    void reap_finished();

    const WorkerOptions options;
    const WorkerParts parts;
    const FileDescriptor lock;
    Journal journal;
    ImageKeeper images;
    std::mutex account;

    struct JobThread {
        JobId job_id = 0;
        std::jthread thread;
    };
    std::mutex mutex;  // guards what follows, down to ended_threads
    std::map<JobId, std::shared_ptr<JobRunner>> running;
    std::set<GpuId> busy_gpus;
    std::list<JobThread> threads;
    std::set<JobId> ended_threads;

    JobFinder finder;  // used by run()'s thread alone
};

Result<void> Worker::Impl::run(std::stop_token drain, std::stop_token leave) {
    TRY(finder.begin());
    for (const auto& record : TRY(journal.unfinished())) {
        log::info("worker", "taking up job {} at step {}", record.job_id, name_of(record.step));
        if (auto runner = occupy(record)) launch(std::move(runner));
    }
    const EitherStop stop(drain, leave);
    std::string last_failure;
    while (!stop.token().stop_requested()) {
        const auto looked = look(stop.token());
        const auto failure = looked ? std::string() : looked.error().message;
        if (failure != last_failure && !failure.empty() && !stop.token().stop_requested())
            log::warning("worker", "could not look for jobs, and will try again: {}", failure);
        last_failure = failure;
        reap_finished();
        parts.clock.sleep_for(options.poll_interval, stop.token());
    }

    const std::stop_callback abandon(leave, [this] {
        const std::lock_guard guard(mutex);
        for (auto& job : threads)
            job.thread.request_stop();
    });
    for (auto& job : threads)
        job.thread.join();
    const std::lock_guard guard(mutex);
    threads.clear();
    ended_threads.clear();
    return {};
}

Result<void> Worker::Impl::look(std::stop_token stop) {
    TRY(finder.look(stop));
    const auto is_free = [&](GpuId gpu) {
        const std::lock_guard guard(mutex);
        return !busy_gpus.contains(gpu);
    };
    while (const auto job = finder.take(is_free)) {
        const auto record = new_record(*job, Origin::chain);
        const auto added = journal.add(record);
        if (!added && added.error().code == ErrorCode::already_exists) continue;
        TRY(added);
        if (auto runner = occupy(record)) launch(std::move(runner));
    }
    return finder.save();
}

/// Null when the GPU is taken.
std::shared_ptr<JobRunner> Worker::Impl::occupy(const JobRecord& record) {
    const std::lock_guard guard(mutex);
    if (running.contains(record.job_id) || !busy_gpus.insert(record.gpu_id).second) return nullptr;
    const RunnerContext context{options, parts, journal, account, images};
    auto runner = std::make_shared<JobRunner>(record, context);
    running[record.job_id] = runner;
    return runner;
}

void Worker::Impl::vacate(const JobRunner& runner) {
    const std::lock_guard guard(mutex);
    busy_gpus.erase(runner.record().gpu_id);
    running.erase(runner.record().job_id);
}

void Worker::Impl::launch(std::shared_ptr<JobRunner> runner) {
    const std::lock_guard guard(mutex);
    const auto job_id = runner->record().job_id;
    auto& job = threads.emplace_back();
    job.job_id = job_id;
    job.thread = std::jthread([this, job_id, runner = std::move(runner)](std::stop_token stop) {
        finish(*runner, stop);
        vacate(*runner);
        const std::lock_guard ended(mutex);
        ended_threads.insert(job_id);
    });
}

void Worker::Impl::reap_finished() {
    std::list<JobThread> finished;
    const std::lock_guard guard(mutex);
    for (auto job = threads.begin(); job != threads.end();) {
        const auto next = std::next(job);
        if (ended_threads.erase(job->job_id) > 0) finished.splice(finished.end(), threads, job);
        job = next;
    }
}

/// Takes the job to its end, or to where the stop finds it.
void Worker::Impl::finish(JobRunner& runner, std::stop_token stop) {
    auto pause = options.retry_first;
    std::optional<TimePoint> failing_since;
    auto failing_step = Step::done;
    while (!runner.is_done() && !stop.stop_requested()) {
        const auto step = runner.record().step;
        const auto advanced = runner.advance(stop);
        if (advanced) {
            pause = options.retry_first;
            failing_since.reset();
            continue;
        }
        if (stop.stop_requested()) return;
        log::warning("worker", "job {} at step {}: {}", runner.record().job_id, name_of(step),
                     advanced.error().message);
        if (!failing_since || failing_step != step) failing_since = parts.clock.now();
        failing_step = step;
        const bool too_long = parts.clock.now() - *failing_since >= options.start_limit;
        if (too_long && (step == Step::prepare || step == Step::start)) {
            if (runner.give_up(advanced.error())) continue;
        }
        parts.clock.sleep_for(pause, stop);
        pause = std::min(pause * 2, options.retry_last);
    }
}

Result<void> Worker::Impl::check_request(const ChainJob& job, std::string_view description) {
    const auto& provider = parts.chain.provider();
    if (job.status == ChainStatus::claimed && job.provider != provider)
        return fail(ErrorCode::permission_denied,
                    "could not process job {}: it is claimed by {}, and this worker's provider is "
                    "{}",
                    job.job_id, job.provider, provider);
    if (job.status != ChainStatus::claimed)
        return fail(ErrorCode::failed_precondition,
                    "could not process job {}: it is {}: claim it first", job.job_id,
                    name_of(job.status));
    if (job.description != description)
        return fail(ErrorCode::invalid_argument,
                    "could not process job {}: jobData is not the description that was posted",
                    job.job_id);
    return {};
}

/// A job that this worker refused, and that was claimed by hand since, begins anew.
Result<void> Worker::Impl::enter(const JobRecord& record) {
    const auto known = journal.find(record.job_id);
    if (!known && known.error().code == ErrorCode::not_found) return journal.add(record);
    return journal.begin_again(record);
}

Result<JobRecord> Worker::Impl::process(JobId job_id, std::string_view description,
                                        std::stop_token stop) {
    const auto job = TRY(parts.chain.fetch_job(job_id, stop));
    TRY(check_request(job, description));
    const auto record = new_record(job, Origin::request);
    const auto runner = occupy(record);
    if (!runner)
        return fail(ErrorCode::already_exists,
                    "could not process job {}: it, or another job of GPU {}, is running", job_id,
                    job.gpu_id);
    const auto entered = enter(record);
    if (entered) finish(*runner, stop);
    vacate(*runner);
    TRY(entered);
    if (!runner->is_done())
        return fail(ErrorCode::cancelled,
                    "job {} was interrupted at step {}: it goes on when the "
                    "worker starts again",
                    job_id, name_of(runner->record().step));
    return runner->record();
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
    return Worker(std::make_unique<Impl>(std::move(options), parts, std::move(lock),
                                         std::move(journal), std::move(images)));
}

Worker::Worker(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Worker::Worker(Worker&&) noexcept = default;
Worker::~Worker() = default;

Result<void> Worker::run(std::stop_token drain, std::stop_token leave) {
    return impl_->run(std::move(drain), std::move(leave));
}

Result<JobRecord> Worker::process(JobId job, std::string_view description, std::stop_token stop) {
    return impl_->process(job, description, std::move(stop));
}

Result<std::vector<JobRecord>> Worker::jobs(std::size_t limit) {
    return impl_->journal.recent(limit);
}

Result<JobRecord> Worker::job(JobId job) { return impl_->journal.find(job); }
Result<std::vector<StepRecord>> Worker::steps(JobId job) { return impl_->journal.steps(job); }

Result<std::shared_ptr<const JobLog>> Worker::log_of(JobId job) {
    {
        const std::lock_guard guard(impl_->mutex);
        if (const auto found = impl_->running.find(job); found != impl_->running.end())
            return found->second->log();
    }
    auto log = std::make_shared<JobLog>();
    TRY(with_context(log->load(log_file(impl_->options.directory, job)),
                     fmt::format("job {} has no log", job)));
    return log;
}

const WorkerOptions& Worker::options() const { return impl_->options; }
const WorkerParts& Worker::parts() const { return impl_->parts; }

}  // namespace carrot::worker
