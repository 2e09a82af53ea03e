#include "worker/job_runner.hpp"

#include <optional>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "ipfs/content_path.hpp"
#include "sandbox/output_folder.hpp"
#include "sandbox/profile.hpp"
#include "worker/job_result.hpp"
#include "worker/retry.hpp"

namespace carrot::worker {
namespace {

/// Claims that the network lost, before a job is given up.
constexpr int claims_limit = 5;

}  // namespace

JobRunner::JobRunner(JobRecord record, const RunnerContext& context)
    : record_(std::move(record)),
      context_(context),
      folder_(context.options.directory, record_.job_id),
      spec_(market::parse_job_spec(record_.description)),
      calls_(context.parts.chain, context.account) {}

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

std::shared_ptr<JobLog> JobRunner::log() const {
    const std::lock_guard lock(log_mutex_);
    return log_;
}

Result<void> JobRunner::go_to(Step step) {
    auto next = record_;
    next.step = step;
    TRY(context_.journal.write(next));
    record_ = std::move(next);
    log::debug("worker", "job {}: {}", record_.job_id, name_of(step));
    return {};
}

/// A claimed job goes on to be settled; of one that isn't, only traces are left to remove.
Result<void> JobRunner::end_as(Verdict verdict, std::string reason) {
    record_.verdict = verdict;
    record_.reason = std::move(reason);
    return go_to(verdict == Verdict::released ? Step::collect : Step::clean);
}

Result<void> JobRunner::give_up(const Error& reason) {
    const bool claimed = record_.step != Step::prepare || record_.origin == Origin::request;
    log::warning("worker", "job {} is given up: {}", record_.job_id, reason.message);
    return end_as(claimed ? Verdict::released : Verdict::refused, reason.message);
}

bool JobRunner::is_ours(const ChainJob& job) const {
    return job.status == ChainStatus::claimed && job.provider == context_.parts.chain.provider();
}

bool JobRunner::needs_container() const {
    return spec_ && !std::holds_alternative<market::Message>(spec_->work);
}

/// A job that had an image before a restart gets that one again, wherever its tag went since.
Result<void> JobRunner::pin_image(std::stop_token stop) {
    const ImagePin pin{record_.image_id, record_.image_digest};
    image_ = TRY(pin.image_id.empty() ? context_.images.ensure(*spec_, {}, stop)
                                      : context_.images.ensure_again(*spec_, pin, {}, stop));
    record_.image_id = image_->image.id;
    record_.image_digest = image_->digest;
    return {};
}

/// Everything that a job needs before it can start, so that a job that can't run isn't claimed.
Result<void> JobRunner::make_ready(std::stop_token stop) {
    if (!spec_) return std::unexpected(spec_.error());
    if (!needs_container()) return {};
    auto& engine = context_.parts.engine;
    const auto facts = TRY(engine.fetch_facts(stop));
    if (const auto missing = sandbox::missing_protections(facts, context_.options.runtime);
        !missing.empty())
        return fail(ErrorCode::failed_precondition,
                    "the container engine can't seal a job: {}; see /check-docker",
                    missing.front());
    TRY(pin_image(stop));
    return prepare_files(folder_, *spec_, context_.parts.store.blocks(), stop);
}

Result<void> JobRunner::prepare(std::stop_token stop) {
    const auto on_chain = TRY(context_.parts.chain.fetch_job(record_.job_id, stop));
    const bool claimed = is_ours(on_chain);
    if (!claimed && on_chain.status != ChainStatus::open)
        return end_as(Verdict::lost, fmt::format("it is {}", name_of(on_chain.status)));
    const auto ready = make_ready(stop);
    if (!ready && !is_final(ready.error())) return ready;
    if (!ready)
        return end_as(claimed ? Verdict::released : Verdict::refused, ready.error().message);
    if (claimed) return go_to(Step::start);
    const auto signed_call = sign(CallKind::claim, Step::claim, stop);
    if (!signed_call && is_final(signed_call.error()))
        return end_as(Verdict::refused, signed_call.error().message);
    return signed_call;
}

Result<void> JobRunner::sign(CallKind kind, Step step, std::stop_token stop) {
    record_.call = TRY(calls_.sign(kind, record_.job_id, record_.result_hash, stop));
    return go_to(step);
}

Result<void> JobRunner::claim(std::stop_token stop) {
    if (!record_.call) return go_to(Step::prepare);
    const auto landing = TRY(calls_.send(*record_.call, stop));
    const auto job = TRY(context_.parts.chain.fetch_job(record_.job_id, stop));
    record_.call.reset();
    // What the contract refused, another worker of this provider may have claimed. What only missed
    // its ledgers may have landed before the node's memory begins.
    if (is_ours(job) && landing != Landing::refused) {
        log::info("worker", "claimed job {} on GPU {}", job.job_id, job.gpu_id);
        return go_to(Step::start);
    }
    if (job.status != ChainStatus::open)
        return end_as(Verdict::lost, fmt::format("it is {}", name_of(job.status)));
    if (landing == Landing::refused || ++claims_ >= claims_limit)
        return end_as(Verdict::refused, "its claim was refused, or missed its ledgers too often");
    return go_to(Step::prepare);
}

/// After a restart the log is in its file, or there never was one.
Result<void> JobRunner::load_log() {
    if (log()->closed()) return {};
    const auto log = this->log();
    const auto loaded = log->load(log_file(context_.options.directory, record_.job_id));
    if (!loaded && loaded.error().code != ErrorCode::not_found) return loaded;
    log->close();
    return {};
}

Result<std::string> JobRunner::store_output(std::stop_token stop) {
    auto& store = context_.parts.store;
    if (!needs_container()) {
        ipfs::PutOptions options;
        options.name = fmt::format("job {}", record_.job_id);
        return ipfs::to_uri(TRY(store.put_bytes(as_bytes(spec_->description), options, stop)));
    }
    TRY(sandbox::remove_tree(folder_.result()));
    TRY(make_directories(folder_.result()));
    const sandbox::CopyLimits limits;
    const auto copied = TRY(context_.parts.engine.copy_out(
        {record_.container_id}, sandbox::output_mount, folder_.result(), limits, stop));
    return store_result(store, record_.job_id, folder_.result(), *log(), copied.left_out, stop);
}

Result<void> JobRunner::collect(std::stop_token stop) {
    TRY(load_log());
    if (record_.verdict == Verdict::completed) {
        if (needs_container() && TRY(output_is_lost(stop))) return run_again(stop);
        const auto stored = store_output(stop);
        if (!stored && !is_final(stored.error())) return std::unexpected(stored.error());
        if (!stored) return end_as(Verdict::released, stored.error().message);
        record_.result_hash = *stored;
    } else {
        record_.result_hash = TRY(store_report(context_.parts.store, record_, *log(), stop));
    }
    return go_to(Step::settle);
}

Result<void> JobRunner::settle(std::stop_token stop) {
    const bool completes = record_.verdict == Verdict::completed;
    if (record_.call) {
        const auto landing = TRY(calls_.send(*record_.call, stop));
        auto sent = record_;
        sent.call.reset();
        TRY(context_.journal.write(sent));
        record_ = std::move(sent);
        if (landing == Landing::missed)
            return fail(ErrorCode::unavailable, "its transaction did not land: signing another");
    }
    const auto job = TRY(context_.parts.chain.fetch_job(record_.job_id, stop));
    if (is_ours(job))
        return sign(completes ? CallKind::complete : CallKind::release, Step::settle, stop);
    if (job.status != (completes ? ChainStatus::completed : ChainStatus::cancelled))
        return end_as(Verdict::lost, fmt::format("it is {}", name_of(job.status)));
    log::info("worker", "{} job {}: {}", name_of(record_.verdict), record_.job_id,
              record_.result_hash);
    return go_to(Step::clean);
}

Result<void> JobRunner::clean(std::stop_token stop) {
    log()->close();
    if (needs_container()) {
        if (const auto container = TRY(find_container(stop)))
            TRY(context_.parts.engine.remove(container->id, stop));
    }
    // What can't be removed takes space, but is no reason to keep the GPU from the next job.
    if (const auto removed = remove_files(folder_); !removed)
        log::warning("worker", "job {} is done, but: {}", record_.job_id, removed.error().message);
    return go_to(Step::done);
}

}  // namespace carrot::worker
