#include "worker/retention.hpp"

#include <map>
#include <utility>

#include "base/log.hpp"
#include "ipfs/content_path.hpp"
#include "worker/job_files.hpp"

namespace carrot::worker {
namespace {

constexpr std::chrono::hours sweep_interval{1};
constexpr std::chrono::hours collection_interval{24};

constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS ended (job_id INTEGER PRIMARY KEY, seen_at_ms INTEGER NOT NULL)";

std::chrono::milliseconds since_epoch(TimePoint time) { return time.time_since_epoch(); }

}  // namespace

Retention::Retention(std::filesystem::path worker_directory, std::chrono::hours retention,
                     Parts parts, sqlite::Database notes)
    : worker_directory_(std::move(worker_directory)),
      retention_(retention),
      parts_(parts),
      notes_(std::move(notes)) {}

Result<Retention> Retention::open(const std::filesystem::path& worker_directory,
                                  std::chrono::hours retention, Parts parts) {
    auto notes = TRY(sqlite::Database::open(worker_directory / "retention.sqlite"));
    TRY(notes.execute(schema));
    return Retention(worker_directory, retention, parts, std::move(notes));
}

Result<void> Retention::sweep_if_due(std::stop_token stop) {
    const auto now = parts_.clock.since_boot();
    if (now < next_sweep_) return {};
    next_sweep_ = now + sweep_interval;
    const auto removed = TRY(with_context(sweep(stop), "remove what old jobs left"));
    if (removed > 0) log::info("worker", "removed what {} old jobs left", removed);
    if (removed > 0 || now >= next_collection_) return collect(std::move(stop));
    return {};
}

/// Unpinned results are still on the disk; so is what adds that failed have left.
Result<void> Retention::collect(std::stop_token stop) {
    const auto collected = parts_.store.collect(std::move(stop));
    // Somebody else's collection takes the same.
    if (!collected && collected.error().code != ErrorCode::unavailable)
        return std::unexpected(collected.error());
    next_collection_ = parts_.clock.since_boot() + collection_interval;
    if (collected && collected->removed_blocks > 0)
        log::info("worker", "removed {} blocks of results that are kept no longer, {} bytes",
                  collected->removed_blocks, collected->removed_bytes);
    return {};
}

Result<std::size_t> Retention::sweep(std::stop_token stop) {
    TRY(check_clock(stop));
    const auto ended = TRY(parts_.journal.ended());
    TRY(note(ended));
    std::map<std::string, std::size_t> owners;  // of each result
    for (const auto& job : ended)
        ++owners[job.result_hash];
    std::size_t removed = 0;
    for (const auto& job : ended) {
        if (stop.stop_requested()) break;
        if (!TRY(is_over(job))) continue;
        const auto on_chain = parts_.chain.fetch_job(job.job_id, stop);
        const bool gone = !on_chain && on_chain.error().code == ErrorCode::not_found;
        if (!on_chain && !gone) return std::unexpected(on_chain.error());
        // Claimed and never completed by the provider's wallet: the result may be wanted yet.
        if (on_chain && on_chain->status == ChainStatus::claimed) continue;
        auto& owners_left = owners[job.result_hash];
        TRY(remove(job, owners_left > 1));
        --owners_left;
        ++removed;
    }
    return removed;
}

Result<void> Retention::check_clock(std::stop_token stop) const {
    const auto ledger = TRY(parts_.chain.fetch_latest_ledger(std::move(stop)));
    if (!ledger.closed_at)
        return fail(ErrorCode::failed_precondition, "this network's node tells no ledger's time");
    const auto now = parts_.clock.now();
    if (std::chrono::abs(now - *ledger.closed_at) <= clock_error_limit) return {};
    return fail(ErrorCode::failed_precondition,
                "this machine's clock is {} hours from the network's: set it",
                std::chrono::duration_cast<std::chrono::hours>(now - *ledger.closed_at).count());
}

/// The first sight of each job's end. All at once: a commit each would hold up the worker's loop.
Result<void> Retention::note(const std::vector<EndedJob>& jobs) {
    const auto now = since_epoch(parts_.clock.now());
    auto transaction = TRY(sqlite::Transaction::begin(notes_));
    auto insert =
        TRY(notes_.prepare("INSERT OR IGNORE INTO ended (job_id, seen_at_ms) VALUES (?, ?)"));
    for (const auto& job : jobs)
        TRY(insert.run(job.job_id, now.count()));
    return transaction.commit();
}

Result<bool> Retention::is_over(const EndedJob& job) {
    const auto now = since_epoch(parts_.clock.now());
    auto select = TRY(notes_.prepare("SELECT seen_at_ms FROM ended WHERE job_id = ?"));
    TRY(select.bind(job.job_id));
    if (!TRY(select.next())) return false;
    return now - std::chrono::milliseconds(select.integer(0)) >= retention_;
}

Result<void> Retention::remove(const EndedJob& job, bool result_is_shared) {
    const auto path = ipfs::ContentPath::parse(job.result_hash);
    if (path && !result_is_shared) {
        const auto unpinned = parts_.store.unpin(path->root);
        if (!unpinned && unpinned.error().code != ErrorCode::not_found) return unpinned;
    }
    std::error_code error;
    std::filesystem::remove(log_file(worker_directory_, job.job_id), error);
    TRY(parts_.journal.forget(job.job_id));
    auto forget = TRY(notes_.prepare("DELETE FROM ended WHERE job_id = ?"));
    return forget.run(job.job_id);
}

}  // namespace carrot::worker
