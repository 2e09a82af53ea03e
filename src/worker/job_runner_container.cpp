// JobRunner's middle: the steps start and run, in which a job has a container.
#include <optional>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "sandbox/output_folder.hpp"
#include "sandbox/profile.hpp"
#include "worker/job_container.hpp"
#include "worker/job_runner.hpp"
#include "worker/retry.hpp"

namespace carrot::worker {
namespace {

using sandbox::ContainerId;
using sandbox::ContainerState;

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
    const std::lock_guard lock(log_mutex_);
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

Result<ContainerId> JobRunner::make_container(std::stop_token stop) {
    auto& engine = context_.parts.engine;
    const auto guard = sandbox::available_output_guard();
    if (const auto found = TRY(find_container(stop))) {
        if (sandbox::output_folder_survives(folder_.output(), guard)) return found->id;
        TRY(engine.remove(found->id, stop));
    }
    if (!image_ || !files_are_prepared(folder_)) TRY(make_ready(stop));
    TRY(sandbox::remove_output_folder(folder_.output()));
    const auto facts = TRY(engine.fetch_facts(stop));
    TRY(sandbox::create_output_folder(folder_.output(),
                                      {sandbox::output_limit_bytes, sandbox::output_limit_entries},
                                      sandbox::job_users(facts).on_host));

    const auto container = describe_container(record_, *spec_, folder_, image_->image,
                                              context_.options, context_.parts.chain);
    return engine.create_container(TRY(sandbox::sealed_container(container, facts)), stop);
}

Result<void> JobRunner::start(std::stop_token stop) {
    if (!spec_) return end_as(Verdict::released, spec_.error().message);
    if (!needs_container()) {
        record_.exit_status = 0;
        record_.verdict = Verdict::completed;
        return go_to(Step::collect);
    }
    const auto container = make_container(stop);
    if (!container && is_final(container.error()))
        return end_as(Verdict::released, container.error().message);
    record_.container_id = TRY(container)
    .value;
    ++record_.attempts;
    return go_to(Step::run);
}

Result<void> JobRunner::run(std::stop_token stop) {
    const ContainerLimits limits{.time = market::time_limit(*spec_, record_.compute_hours),
                                 .stop_grace = context_.options.stop_grace,
                                 .output_guard = sandbox::available_output_guard(),
                                 .output_folder = folder_.output()};
    start_log();
    const auto log = this->log();
    const auto end = run_to_end(context_.parts.engine, {record_.container_id}, *log, limits,
                                context_.parts.clock, stop);
    if (!end) {
        if (end.error().code == ErrorCode::not_found) return run_again(stop);
        if (!is_final(end.error())) return std::unexpected(end.error());
        log->close();
        return end_as(Verdict::released, end.error().message);
    }
    // A restart of the machine or the engine kills containers, and no job is to blame for that.
    const bool killed = end->state.exit_status >= first_signal_status &&
                        !end->state.out_of_memory && !end->out_of_time;
    const bool output_lost =
        !sandbox::output_folder_survives(folder_.output(), limits.output_guard);
    if ((!end->watched && killed) || output_lost) return run_again(stop);
    return note_end(*end);
}

/// Nothing of the output may be missing silently: it was kept in memory, or its container by
/// others.
Result<bool> JobRunner::output_is_lost(std::stop_token stop) {
    const auto guard = sandbox::available_output_guard();
    if (!sandbox::output_folder_survives(folder_.output(), guard)) return true;
    return !TRY(find_container(stop))
    .has_value();
}

Result<void> JobRunner::run_again(std::stop_token stop) {
    if (record_.attempts >= attempts_limit)
        return end_as(Verdict::released,
                      fmt::format("its container was lost {} times", record_.attempts));
    log::warning("worker", "job {}: its container was lost; running it again", record_.job_id);
    record_.verdict = Verdict::undecided;
    TRY(context_.parts.engine.remove({record_.container_id}, stop));
    return go_to(Step::start);
}

Result<void> JobRunner::note_end(const ContainerEnd& end) {
    const auto log = this->log();
    log->close();
    const auto file = log_file(context_.options.directory, record_.job_id);
    TRY(make_directories(file.parent_path()));
    TRY(log->save(file));
    record_.exit_status = end.state.exit_status;
    record_.out_of_memory = end.state.out_of_memory;
    record_.out_of_time = end.out_of_time;
    record_.started_at = end.state.started_at;
    record_.finished_at = end.state.finished_at;
    const bool succeeded = end.state.exit_status == 0 && !end.out_of_time && !end.output_too_large;
    if (!succeeded) return end_as(Verdict::released, end_in_words(record_, end.output_too_large));
    record_.verdict = Verdict::completed;
    return go_to(Step::collect);
}

}  // namespace carrot::worker
