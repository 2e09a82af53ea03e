#include "worker/job_runner.hpp"

#include <utility>

#include "base/log.hpp"
#include "sandbox/profile.hpp"
#include "worker/either_stop.hpp"
#include "worker/gpu_guard.hpp"
#include "worker/retry.hpp"

namespace carrot::worker {
namespace {

/// What may be running on the GPU when a worker takes the job up.
bool uses_gpu(Step step) { return step > Step::prepare && step < Step::settle; }

}  // namespace

JobRunner::JobRunner(JobRecord record, RunnerContext& context)
    : record_(std::move(record)),
      noted_(record_),
      context_(context),
      folder_(context.options.directory, record_.job_id),
      spec_(market::parse_job_spec(record_.description)),
      calls_(context.parts.chain, context.account) {
    state_ = {record_.job_id, record_.gpu_id, record_.origin, record_.step, {}, std::string()};
    state_.since = context_.parts.clock.now();
    may_have_container_ = record_.step != Step::prepare;
    if (uses_gpu(record_.step)) slot_.emplace(context_.slots.take(record_.gpu_id));
    if (record_.step == Step::prepare && record_.origin == Origin::chain)
        announcement_.emplace(context_.slots.announce(record_.gpu_id, record_.job_id));
    stop_reason_ = record_.stop_reason;
    if (!stop_reason_.empty()) interrupt_.request_stop();
}

bool JobRunner::try_occupy() {
    if (slot_) return true;
    if (auto slot = context_.slots.try_take(record_.gpu_id)) slot_.emplace(std::move(*slot));
    return slot_.has_value();
}

Result<void> JobRunner::advance(std::stop_token stop) {
    if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
    switch (record_.step) {
        case Step::prepare:
            return prepare(stop);
        case Step::claim:
            return claim(stop);
        case Step::start:
            return start(stop);
        case Step::run:
            return run(stop);
        case Step::collect:
            return collect(stop);
        case Step::settle:
            return settle(stop);
        case Step::clean:
            return clean(stop);
        case Step::done:
            return {};
    }
    return {};
}

/// Another job need not wait for what failed here to pass.
void JobRunner::note_failure(const Error& error) {
    announcement_.reset();
    const std::lock_guard lock(shared_mutex_);
    state_.progress = fmt::format("trying again: {}", error.message);
}

bool JobRunner::is_held_back() const {
    return context_.drain.stop_requested() && record_.step == Step::prepare &&
           record_.origin == Origin::chain;
}

RunningJob JobRunner::state() const {
    const std::lock_guard lock(shared_mutex_);
    return state_;
}

std::shared_ptr<JobLog> JobRunner::log() const {
    const std::lock_guard lock(shared_mutex_);
    return log_;
}

void JobRunner::stop(std::string reason) {
    {
        const std::lock_guard lock(shared_mutex_);
        stop_reason_ = std::move(reason);
    }
    interrupt_.request_stop();
}

void JobRunner::abandon(std::string reason) {
    {
        const std::lock_guard lock(shared_mutex_);
        lost_reason_ = std::move(reason);
    }
    interrupt_.request_stop();
}

std::string JobRunner::stop_reason() const {
    const std::lock_guard lock(shared_mutex_);
    return stop_reason_;
}

std::string JobRunner::lost_reason() const {
    const std::lock_guard lock(shared_mutex_);
    return lost_reason_;
}

/// A step that can't be noted is begun again, and has to find what it began with.
Result<void> JobRunner::note(JobRecord next) {
    if (auto written = context_.journal.write(next); !written) {
        record_ = noted_;
        return written;
    }
    record_ = noted_ = std::move(next);
    return {};
}

Result<void> JobRunner::go_to(Step step) {
    auto next = record_;
    next.step = step;
    TRY(note(std::move(next)));
    failing_since_.reset();
    announcement_.reset();
    conclusions_ = 0;
    log::debug("worker", "job {}: {}", record_.job_id, name_of(step));
    const std::lock_guard lock(shared_mutex_);
    state_.step = step;
    state_.since = context_.parts.clock.now();
    state_.progress.clear();
    return {};
}

/// A claimed job goes on to be settled; of one that isn't, only traces are left to remove.
Result<void> JobRunner::end_as(Verdict verdict, std::string reason) {
    const bool reported = verdict == Verdict::released || verdict == Verdict::failed;
    record_.verdict = verdict;
    record_.reason = std::move(reason);
    return go_to(reported ? Step::collect : Step::clean);
}

/// What the chain is said to have decided ends a job when it is said often enough.
Result<void> JobRunner::confirm(const std::string& reason) {
    if (++conclusions_ >= equal_answers_needed) return {};
    return fail(ErrorCode::unavailable, "{}: asking again", reason);
}

Result<void> JobRunner::conclude(Verdict verdict, std::string reason) {
    TRY(confirm(reason));
    return end_as(verdict, std::move(reason));
}

Verdict JobRunner::failing_verdict() const {
    return context_.parts.chain.can_sign() ? Verdict::released : Verdict::failed;
}

Result<void> JobRunner::end_failed(std::string reason) {
    return end_as(failing_verdict(), std::move(reason));
}

/// A failure that may pass is waited out, but not longer than the consumer can be left waiting.
Result<void> JobRunner::end_or_retry(const Error& error, Verdict verdict,
                                     std::chrono::milliseconds patience) {
    if (interrupt_.stop_requested() || error.code == ErrorCode::cancelled)
        return std::unexpected(error);
    const auto now = context_.parts.clock.since_boot();
    if (!failing_since_) failing_since_ = now;
    const bool too_long = now - *failing_since_ >= patience;
    if (!is_final(error) && !too_long) return std::unexpected(error);
    return end_as(verdict, error.message);
}

bool JobRunner::is_ours(const ChainJob& job) const {
    return job.status == ChainStatus::claimed && job.provider == context_.parts.chain.provider();
}

bool JobRunner::needs_container() const {
    return spec_ && !std::holds_alternative<market::Message>(spec_->work);
}

/// Whether something of it is elsewhere.
bool JobRunner::fetches_files() const {
    const auto* script = std::get_if<market::PythonScript>(&spec_->work);
    return !spec_->inputs.empty() || (script && !script->code_cid.empty());
}

/// The UUID of the card that the job gets; empty for a GPU without one.
Result<std::string> JobRunner::find_card() const {
    if (context_.parts.gpu_guard) return context_.parts.gpu_guard->card_for(record_.gpu_id);
    const auto found = context_.options.gpu_uuids.find(record_.gpu_id);
    return found == context_.options.gpu_uuids.end() ? std::string() : found->second;
}

/// A job that had an image before a restart gets that one again, wherever its tag went since.
Result<void> JobRunner::pin_image(std::stop_token stop) {
    const ImagePin pin{record_.image_id, record_.image_digest};
    const auto tell = [&](const sandbox::PullProgress& progress) {
        announcement_.reset();  // jobs whose image is here go first
        note_pull(progress);
    };
    auto image = pin.image_id.empty() ? context_.images.ensure(*spec_, tell, stop)
                                      : context_.images.ensure_again(*spec_, pin, tell, stop);
    image_ = TRY(std::move(image));
    record_.image_id = image_->image.id;
    record_.image_digest = image_->digest;
    const std::lock_guard lock(shared_mutex_);
    state_.progress.clear();
    return {};
}

void JobRunner::note_pull(const sandbox::PullProgress& progress) {
    auto line = fmt::format("pulling its image: {}", progress.status);
    if (progress.total_bytes > 0)
        line += fmt::format(", {} of {} bytes", progress.done_bytes, progress.total_bytes);
    const std::lock_guard lock(shared_mutex_);
    state_.progress = std::move(line);
}

/// Everything that a job needs before it can start, so that a job that can't run isn't claimed.
Result<void> JobRunner::make_ready(std::stop_token stop) {
    if (!spec_) return std::unexpected(spec_.error());
    if (!needs_container()) return {};
    const auto facts = TRY(context_.engine.facts(stop));
    if (const auto missing = sandbox::missing_protections(facts, context_.options.runtime);
        !missing.empty())
        return fail(ErrorCode::failed_precondition,
                    "the container engine can't seal a job: {}; see /check-docker",
                    missing.front());
    TRY(find_card());
    TRY(pin_image(stop));
    if (fetches_files()) announcement_.reset();
    return prepare_files(folder_, *spec_, context_.parts.store.blocks(), context_.boot_id, stop);
}

Result<void> JobRunner::clean(std::stop_token stop) {
    log()->close();
    TRY(remove_container(stop));
    // What can't be removed takes space, but is no reason to keep the GPU from the next job.
    if (const auto removed = remove_files(folder_); !removed)
        log::warning("worker", "job {} is done, but: {}", record_.job_id, removed.error().message);
    return go_to(Step::done);
}

}  // namespace carrot::worker
