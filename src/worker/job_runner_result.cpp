// JobRunner's end: the steps collect and settle, which bring the job's result to the consumer.
#include "base/file.hpp"
#include "base/log.hpp"
#include "ipfs/content_path.hpp"
#include "sandbox/output_folder.hpp"
#include "sandbox/profile.hpp"
#include "worker/job_result.hpp"
#include "worker/job_runner.hpp"
#include "worker/private_result.hpp"
#include "worker/retry.hpp"

namespace carrot::worker {

/// After a restart the log is in its file, or there never was one.
Result<void> JobRunner::load_log() {
    const auto log = this->log();
    if (log->closed()) return {};
    const auto loaded = log->load(log_file(context_.options.directory, record_.job_id));
    if (!loaded && loaded.error().code != ErrorCode::not_found) return loaded;
    log->close();
    return {};
}

bool JobRunner::is_private() const { return spec_ && !spec_->encrypt_to.empty(); }

/// Into the job's result folder; what had to be left out.
Result<std::vector<std::string>> JobRunner::copy_output(std::stop_token stop) {
    TRY(sandbox::remove_tree(folder_.result()));
    TRY(make_directories(folder_.result()));
    const sandbox::CopyLimits limits;
    auto copied = TRY(context_.parts.engine.copy_out({record_.container_id}, sandbox::output_mount,
                                                     folder_.result(), limits, stop));
    return std::move(copied.left_out);
}

/// Once: encrypted again, it would have another CID than the one that a crash may have kept from
/// the journal.
Result<void> JobRunner::seal_result(std::stop_token stop) {
    const auto file = folder_.sealed_result();
    if (std::filesystem::exists(file)) return {};
    TRY(make_closed_folder(folder_.root));
    if (!needs_container())
        return seal_text(file, spec_->encrypt_to, "message.txt", spec_->description);
    const auto left_out = TRY(copy_output(stop));
    TRY(seal_output(file, spec_->encrypt_to, folder_.result(), *log(), left_out));
    return sandbox::remove_tree(folder_.result());
}

Result<std::string> JobRunner::store_sealed(const std::filesystem::path& file, std::string name,
                                            std::stop_token stop) {
    ipfs::PutOptions options;
    options.name = std::move(name);
    return ipfs::to_uri(TRY(context_.parts.store.put_file(file, options, stop)));
}

Result<std::string> JobRunner::store_output(std::stop_token stop) {
    auto& store = context_.parts.store;
    if (is_private()) {
        TRY(seal_result(stop));
        return store_sealed(folder_.sealed_result(), fmt::format("job {}", record_.job_id), stop);
    }
    if (!needs_container()) {
        ipfs::PutOptions options;
        options.name = fmt::format("job {}", record_.job_id);
        return ipfs::to_uri(TRY(store.put_bytes(as_bytes(spec_->description), options, stop)));
    }
    const auto left_out = TRY(copy_output(stop));
    return store_result(store, record_.job_id, folder_.result(), *log(), left_out, stop);
}

Result<std::string> JobRunner::store_failure(std::stop_token stop) {
    if (!is_private()) return store_report(context_.parts.store, record_, *log(), stop);
    const auto file = folder_.sealed_report();
    if (!std::filesystem::exists(file)) {
        TRY(make_closed_folder(folder_.root));
        TRY(seal_text(file, spec_->encrypt_to, "report.json", failure_report(record_, *log())));
    }
    return store_sealed(file, fmt::format("report of job {}", record_.job_id), stop);
}

Result<void> JobRunner::collect(std::stop_token stop) {
    TRY(load_log());
    if (record_.verdict == Verdict::completed) {
        if (needs_container() && TRY(output_is_lost(stop))) return run_again(stop);
        const auto stored = store_output(stop);
        if (!stored) {
            watched_ = false;
            if (!is_final(stored.error())) return std::unexpected(stored.error());
            if (needs_container() && TRY(output_is_lost(stop))) return run_again(stop);
            return end_failed(stored.error().message);
        }
        record_.result_hash = *stored;
    } else {
        record_.result_hash = TRY(store_failure(stop));
    }
    return collected();
}

/// The output's memory goes back to the machine before the GPU goes to the next job.
Result<void> JobRunner::collected() {
    const bool settles = context_.parts.chain.can_sign();
    if (record_.verdict != Verdict::completed) record_.verdict = failing_verdict();
    TRY(go_to(settles ? Step::settle : Step::clean));
    if (const auto removed = sandbox::remove_output_folder(folder_.output()); !removed)
        log::warning("worker", "job {}: {}", record_.job_id, removed.error().message);
    slot_.reset();
    return {};
}

Result<void> JobRunner::settle(std::stop_token stop) {
    const bool completes = record_.verdict == Verdict::completed;
    if (record_.call) {
        const auto landing = TRY(calls_.send(*record_.call, stop));
        landed_ = landing == Landing::landed;
        auto sent = record_;
        sent.call.reset();
        // One that landed can stay in the journal until the next step is noted: sent again, it is
        // found in its ledger.
        if (landed_)
            record_ = std::move(sent);
        else
            TRY(note(std::move(sent)));
        if (landing == Landing::missed)
            return fail(ErrorCode::unavailable, "its transaction did not land: signing another");
    }
    if (!context_.parts.chain.can_sign()) return collected();  // the key was taken away
    const auto job = TRY(context_.parts.chain.fetch_job(record_.job_id, stop));
    if (is_ours(job))
        return sign(completes ? CallKind::complete : CallKind::release, Step::settle, stop);
    const auto reason = fmt::format("it is {}", name_of(job.status));
    if (job.status != (completes ? ChainStatus::completed : ChainStatus::cancelled))
        return conclude(Verdict::lost, reason);
    // Whoever says so without a transaction of ours may be wrong, and then nobody would be paid.
    if (!landed_) TRY(confirm(reason));
    if (completes) context_.metrics.note_payout(job.payout_stroops);
    log::info("worker", "{} job {}: {}", name_of(record_.verdict), record_.job_id,
              record_.result_hash);
    return go_to(Step::clean);
}

}  // namespace carrot::worker
