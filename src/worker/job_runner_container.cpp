// JobRunner's middle: the steps start and run, in which a job has a container.
#include <optional>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/posix.hpp"
#include "sandbox/output_folder.hpp"
#include "sandbox/profile.hpp"
#include "worker/gpu_guard.hpp"
#include "worker/job_container.hpp"
#include "worker/job_runner.hpp"
#include "worker/retry.hpp"

namespace carrot::worker {
namespace {

using sandbox::ContainerId;
using sandbox::ContainerState;
using sandbox::ContainerStatus;

/// Containers that something else ended, before a job is given up.
constexpr std::uint32_t attempts_limit = 3;

/// From here on an exit status names a signal (128 + its number), or 255 for "unknown".
constexpr int first_signal_status = 128;

std::string end_in_words(const JobRecord& job, bool output_too_large) {
    if (job.out_of_time) return "killed at its time limit";
    if (output_too_large) return "killed because its output was larger than 1 GiB or 10,000 files";
    if (job.out_of_memory) return "killed at its memory limit";
    return fmt::format("exit status {}", job.exit_status.value_or(0));
}

}  // namespace

/// Whoever reads along since before the start goes on reading; only another run begins anew.
void JobRunner::start_log() {
    const std::lock_guard lock(shared_mutex_);
    if (log_->size_bytes() == 0 && !log_->closed()) return;
    log_->close();
    log_ = std::make_shared<JobLog>();
}

Result<std::optional<ContainerState>> JobRunner::find_container(std::stop_token stop) {
    auto state =
        context_.parts.engine.inspect(container_name(context_.parts.chain, record_.job_id), stop);
    if (state) return std::optional(std::move(*state));
    if (state.error().code == ErrorCode::not_found) return std::optional<ContainerState>();
    return std::unexpected(std::move(state.error()));
}

/// By its name: what another life of the worker made may have another id than the journal has.
Result<void> JobRunner::remove_container(std::stop_token stop) {
    if (!needs_container() || !may_have_container_) return {};
    if (making_.valid()) static_cast<void>(awaited_container());
    const auto name = container_name(context_.parts.chain, record_.job_id);
    TRY(context_.parts.engine.remove({name}, stop));
    may_have_container_ = just_made_ = false;
    return {};
}

Result<ContainerId> JobRunner::create_container(std::stop_token stop) {
    const sandbox::OutputLimits limits{sandbox::output_limit_bytes, sandbox::output_limit_entries};
    const auto facts = TRY(context_.engine.facts(stop));
    TRY(sandbox::remove_output_folder(folder_.output()));
    TRY(sandbox::create_output_folder(folder_.output(), limits, sandbox::job_users(facts).on_host));
    auto container = describe_container(record_, *spec_, folder_, image_->image, context_.options,
                                        context_.parts.chain);
    if (auto card = TRY(find_card()); !card.empty()) {
        container.gpu_uuids = {std::move(card)};
        container.gpu_toolkit = sandbox::read_gpu_toolkit(facts);
    }
    const auto sealed = TRY(sandbox::sealed_container(container, facts));
    return context_.parts.engine.create_container(sealed, stop);
}

/// What claim() began to make.
Result<ContainerId> JobRunner::awaited_container() {
    if (!making_.valid()) return fail(ErrorCode::not_found, "no container is being made");
    auto made = making_.get();
    just_made_ = made.has_value();
    if (!made)
        log::warning("worker", "job {}: its container was not made: {}", record_.job_id,
                     made.error().message);
    return made;
}

Result<ContainerId> JobRunner::make_container(std::stop_token stop) {
    if (may_have_container_) {
        const auto found = TRY(find_container(stop));
        const bool usable =
            found &&
            sandbox::output_folder_survives(folder_.output(), sandbox::available_output_guard()) &&
            (found->status != ContainerStatus::created ||
             (found->image_id == record_.image_id &&
              files_are_prepared(folder_, context_.boot_id)));
        if (usable) return found->id;
        if (found) TRY(context_.parts.engine.remove(found->id, stop));
    }
    if (!image_ || !files_are_prepared(folder_, context_.boot_id)) TRY(make_ready(stop));
    may_have_container_ = true;
    auto made = create_container(stop);
    just_made_ = made.has_value();
    return made;
}

Result<void> JobRunner::start(std::stop_token stop) {
    if (!spec_) return end_failed(spec_.error().message);
    if (interrupt_.stop_requested()) return end_stopped();
    if (!needs_container()) {
        record_.exit_status = 0;
        record_.verdict = Verdict::completed;
        return go_to(Step::collect);
    }
    const auto container = make_container(stop);
    if (!container)
        return end_or_retry(container.error(), failing_verdict(), context_.options.start_limit);
    record_.container_id = container->value;
    ++record_.attempts;
    note_start();
    return go_to(Step::run);
}

/// Paid time begins no later than this, whatever the wall clock does and whoever looks after the
/// container then.
void JobRunner::note_start() {
    record_.started_since_boot = context_.parts.clock.since_boot();
    record_.boot_id = context_.boot_id;
}

/// The container as it is. One that has not been started begins its time anew.
Result<ContainerState> JobRunner::find_run(std::stop_token stop) {
    if (std::exchange(just_made_, false)) {
        ContainerState made;
        made.id = {record_.container_id};
        return made;
    }
    auto found = TRY(context_.parts.engine.inspect(record_.container_id, stop));
    if (found.status != ContainerStatus::created) return found;
    note_start();
    TRY(note(record_));
    return found;
}

Result<void> JobRunner::run(std::stop_token stop) {
    ContainerLimits limits{.time = market::time_limit(*spec_, record_.compute_hours),
                           .stop_grace = context_.options.stop_grace,
                           .output_guard = sandbox::available_output_guard(),
                           .output_folder = folder_.output()};
    const auto found = find_run(stop);
    // What runs goes on while the engine is away.
    if (!found) return run_failed(found.error(), limits.time, stop);
    const bool started = found->status != ContainerStatus::created;
    if (!started && !files_are_prepared(folder_, context_.boot_id)) return run_again(stop);
    if (started) failing_since_.reset();
    if (record_.boot_id == context_.boot_id) limits.started_since_boot = record_.started_since_boot;
    start_log();
    const auto end = run_to_end(context_.parts.engine, *found, *this->log(), limits,
                                context_.parts.clock, interrupt_.get_token(), stop);
    const auto patience = started ? limits.time : context_.options.start_limit;
    if (!end) return run_failed(end.error(), patience, stop);
    // A restart of the machine or the engine kills containers, and no job is to blame for that.
    const bool killed = end->state.exit_status >= first_signal_status &&
                        !end->state.out_of_memory && !end->out_of_time;
    const bool output_lost =
        !sandbox::output_folder_survives(folder_.output(), limits.output_guard);
    if (!end->interrupted && ((!end->watched && killed) || output_lost)) return run_again(stop);
    watched_ = end->watched;
    return note_end(*end);
}

Result<void> JobRunner::run_failed(const Error& reason, std::chrono::milliseconds patience,
                                   std::stop_token stop) {
    if (reason.code == ErrorCode::not_found) {
        if (interrupt_.stop_requested()) return end_stopped();
        return run_again(stop);
    }
    if (context_.parts.gpu_guard) context_.parts.gpu_guard->look_soon();
    return end_or_retry(reason, failing_verdict(), patience);
}

Result<void> JobRunner::end_stopped() {
    log()->close();
    if (auto lost = lost_reason(); !lost.empty()) return end_as(Verdict::lost, std::move(lost));
    return end_failed(stop_reason());
}

/// Nothing of the output may be missing silently: it was kept in memory, or its container by
/// others.
Result<bool> JobRunner::output_is_lost(std::stop_token stop) {
    if (watched_) return false;
    const auto guard = sandbox::available_output_guard();
    if (!sandbox::output_folder_survives(folder_.output(), guard)) return true;
    const auto found = TRY(find_container(stop));
    return !found.has_value();
}

Result<void> JobRunner::run_again(std::stop_token stop) {
    if (record_.attempts >= attempts_limit)
        return end_failed(fmt::format("its container was lost {} times", record_.attempts));
    log::warning("worker", "job {}: its container was lost; running it again", record_.job_id);
    record_.verdict = Verdict::undecided;
    may_have_container_ = true;
    TRY(remove_container(stop));
    std::error_code error;
    std::filesystem::remove(folder_.sealed_result(), error);
    if (error) return system_failure("remove", folder_.sealed_result(), error.value());
    return go_to(Step::start);
}

/// A program that lost its card fails like any other: only the driver knows.
std::string JobRunner::card_loss() const {
    auto* guard = context_.parts.gpu_guard;
    if (guard == nullptr || record_.out_of_time || record_.out_of_memory) return {};
    const auto trouble = guard->trouble_now(record_.gpu_id);
    return trouble ? ": " + *trouble : std::string();
}

Result<void> JobRunner::note_end(const ContainerEnd& end) {
    const auto log = this->log();
    log->close();
    const auto file = log_file(context_.options.directory, record_.job_id);
    TRY(make_directories(file.parent_path()));
    TRY(log->save(file));
    const bool ran = end.state.status == ContainerStatus::exited;
    if (ran) record_.exit_status = end.state.exit_status;
    record_.out_of_memory = end.state.out_of_memory;
    record_.out_of_time = end.out_of_time;
    record_.started_at = end.state.started_at;
    record_.finished_at = end.state.finished_at;
    if (end.interrupted) return end_stopped();
    const bool succeeded = end.state.exit_status == 0 && !end.out_of_time && !end.output_too_large;
    if (!succeeded) return end_failed(end_in_words(record_, end.output_too_large) + card_loss());
    record_.verdict = Verdict::completed;
    return go_to(Step::collect);
}

}  // namespace carrot::worker
