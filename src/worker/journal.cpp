#include "worker/journal.hpp"

#include <array>
#include <utility>

#include "worker/journal_schema.hpp"

namespace carrot::worker {
namespace {

constexpr std::string_view columns =
    "job_id, gpu_id, consumer, description, compute_hours, step, verdict, reason, call_hash, "
    "call_envelope, call_not_after, image_id, container_id, attempts, exit_status, out_of_memory, "
    "out_of_time, started_at_ms, finished_at_ms, result_hash, updated_at_ms, origin, image_digest, "
    "stop_reason, boot_id, started_since_boot_ms";

constexpr std::array step_names = {"prepare", "claim",  "start", "run",
                                   "collect", "settle", "clean", "done"};
constexpr std::array verdict_names = {"undecided", "completed", "released",
                                      "refused",   "lost",      "failed"};
constexpr std::array origin_names = {"chain", "request"};

template <class Enum, std::size_t count>
std::optional<Enum> enum_from(const std::array<const char*, count>& names, std::string_view name) {
    for (std::size_t i = 0; i < count; ++i)
        if (names[i] == name) return static_cast<Enum>(i);
    return std::nullopt;
}

std::int64_t to_ms(TimePoint time) { return time.time_since_epoch().count(); }
TimePoint from_ms(std::int64_t ms) { return TimePoint(std::chrono::milliseconds(ms)); }

Result<JobRecord> read_row(const sqlite::Statement& row) {
    const auto step = step_from(row.text(5));
    const auto verdict = verdict_from(row.text(6));
    const auto origin = origin_from(row.text(21));
    if (!step || !verdict || !origin)
        return fail(ErrorCode::corrupt_data,
                    "could not read job {} of the journal: {:?} is no step, {:?} no verdict, or "
                    "{:?} no origin",
                    row.integer(0), row.text(5), row.text(6), row.text(21));
    JobRecord job;
    job.job_id = static_cast<JobId>(row.integer(0));
    job.gpu_id = static_cast<GpuId>(row.integer(1));
    job.consumer = row.text(2);
    job.description = row.text(3);
    job.compute_hours = static_cast<std::uint32_t>(row.integer(4));
    job.step = *step;
    job.verdict = *verdict;
    job.reason = row.text(7);
    if (!row.is_null(8)) {
        const auto envelope = row.bytes(9);
        job.call = {std::string(row.text(8)), Bytes(envelope.begin(), envelope.end()),
                    static_cast<std::uint64_t>(row.integer(10))};
    }
    job.image_id = row.text(11);
    job.container_id = row.text(12);
    job.attempts = static_cast<std::uint32_t>(row.integer(13));
    if (!row.is_null(14)) job.exit_status = static_cast<int>(row.integer(14));
    job.out_of_memory = row.integer(15) != 0;
    job.out_of_time = row.integer(16) != 0;
    job.started_at = from_ms(row.integer(17));
    job.finished_at = from_ms(row.integer(18));
    job.result_hash = row.text(19);
    job.updated_at = from_ms(row.integer(20));
    job.origin = *origin;
    job.image_digest = row.text(22);
    job.stop_reason = row.text(23);
    job.boot_id = row.text(24);
    job.started_since_boot = std::chrono::milliseconds(row.integer(25));
    return job;
}

/// What write() replaces, in its order, then the key.
Result<void> run_with_values(sqlite::Statement& statement, const JobRecord& job,
                             std::int64_t now_ms) {
    std::optional<std::string> call_hash;
    std::optional<Bytes> call_envelope;
    std::optional<std::int64_t> call_not_after;
    if (job.call) {
        call_hash = job.call->hash;
        call_envelope = job.call->envelope;
        call_not_after = static_cast<std::int64_t>(job.call->not_after);
    }
    return statement.run(job.gpu_id, job.consumer, job.description, job.compute_hours,
                         name_of(job.step), name_of(job.verdict), job.reason, call_hash,
                         call_envelope, call_not_after, job.image_id, job.container_id,
                         job.attempts, job.exit_status, job.out_of_memory ? 1 : 0,
                         job.out_of_time ? 1 : 0, to_ms(job.started_at), to_ms(job.finished_at),
                         job.result_hash, now_ms, name_of(job.origin), job.image_digest,
                         job.boot_id, job.started_since_boot.count(), job.job_id);
}

Result<void> note_step(sqlite::Database& database, const JobRecord& job, std::int64_t now_ms) {
    auto insert = TRY(database.prepare("INSERT INTO step (job_id, step, at_ms) VALUES (?, ?, ?)"));
    return insert.run(job.job_id, name_of(job.step), now_ms);
}

}  // namespace

std::string_view name_of(Step step) { return step_names[std::to_underlying(step)]; }
std::optional<Step> step_from(std::string_view name) { return enum_from<Step>(step_names, name); }
std::string_view name_of(Verdict verdict) { return verdict_names[std::to_underlying(verdict)]; }
std::optional<Verdict> verdict_from(std::string_view name) {
    return enum_from<Verdict>(verdict_names, name);
}
std::string_view name_of(Origin origin) { return origin_names[std::to_underlying(origin)]; }
std::optional<Origin> origin_from(std::string_view name) {
    return enum_from<Origin>(origin_names, name);
}

Journal::Journal(sqlite::Database database, Clock& clock)
    : database_(std::move(database)), clock_(&clock) {}

Result<Journal> Journal::open(const std::filesystem::path& file, Clock& clock) {
    auto database = TRY(sqlite::Database::open(file));
    TRY(migrate_journal(database, file));
    return Journal(std::move(database), clock);
}

Result<void> Journal::insert(const JobRecord& job, std::int64_t now_ms) {
    auto insert = TRY(database_.prepare(
        "INSERT OR IGNORE INTO job (gpu_id, consumer, description, compute_hours, step, verdict, "
        "reason, call_hash, call_envelope, call_not_after, image_id, container_id, attempts, "
        "exit_status, out_of_memory, out_of_time, started_at_ms, finished_at_ms, result_hash, "
        "updated_at_ms, origin, image_digest, boot_id, started_since_boot_ms, job_id) VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    TRY(run_with_values(insert, job, now_ms));
    if (database_.changes() == 0)
        return fail(ErrorCode::already_exists, "job {} is in the journal already", job.job_id);
    return note_step(database_, job, now_ms);
}

Result<void> Journal::add(const JobRecord& job) {
    const std::lock_guard lock(*mutex_);
    auto transaction = TRY(sqlite::Transaction::begin(database_));
    TRY(insert(job, to_ms(clock_->now())));
    return transaction.commit();
}

Result<void> Journal::begin_again(const JobRecord& job) {
    const std::lock_guard lock(*mutex_);
    auto transaction = TRY(sqlite::Transaction::begin(database_));
    for (const auto* forget :
         {"DELETE FROM step WHERE job_id = ?", "DELETE FROM job WHERE job_id = ?"}) {
        auto statement = TRY(database_.prepare(forget));
        TRY(statement.run(job.job_id));
    }
    TRY(insert(job, to_ms(clock_->now())));
    return transaction.commit();
}

Result<void> Journal::write(const JobRecord& job) {
    const std::lock_guard lock(*mutex_);
    const auto now_ms = to_ms(clock_->now());
    auto transaction = TRY(sqlite::Transaction::begin(database_));
    bool new_step = true;
    {
        auto select = TRY(database_.prepare("SELECT step FROM job WHERE job_id = ?"));
        TRY(select.bind(job.job_id));
        if (!TRY(select.next()))
            return fail(ErrorCode::not_found, "job {} is not in the journal", job.job_id);
        new_step = select.text(0) != name_of(job.step);
    }
    auto update = TRY(database_.prepare(
        "UPDATE job SET gpu_id = ?, consumer = ?, description = ?, compute_hours = ?, step = ?, "
        "verdict = ?, reason = ?, call_hash = ?, call_envelope = ?, call_not_after = ?, "
        "image_id = ?, container_id = ?, attempts = ?, exit_status = ?, out_of_memory = ?, "
        "out_of_time = ?, started_at_ms = ?, finished_at_ms = ?, result_hash = ?, "
        "updated_at_ms = ?, origin = ?, image_digest = ?, boot_id = ?, started_since_boot_ms = ? "
        "WHERE job_id = ?"));
    TRY(run_with_values(update, job, now_ms));
    if (new_step) TRY(note_step(database_, job, now_ms));
    return transaction.commit();
}

Result<void> Journal::note_stop(JobId job, std::string_view reason) {
    const auto known = TRY(find(job));
    const std::lock_guard lock(*mutex_);
    auto update = TRY(database_.prepare(
        "UPDATE job SET stop_reason = ? WHERE job_id = ? AND stop_reason = '' AND "
        "step IN ('prepare', 'claim', 'start', 'run')"));
    TRY(update.run(reason, job));
    if (database_.changes() > 0) return {};
    if (!known.stop_reason.empty())
        return fail(ErrorCode::failed_precondition, "job {} is being stopped already", job);
    return fail(ErrorCode::failed_precondition, "job {} does not run any more", job);
}

Result<std::vector<JobRecord>> Journal::select(std::string_view condition, std::int64_t parameter) {
    const std::lock_guard lock(*mutex_);
    auto statement =
        TRY(database_.prepare(fmt::format("SELECT {} FROM job {}", columns, condition)));
    TRY(statement.bind(parameter));
    std::vector<JobRecord> jobs;
    while (TRY(statement.next()))
        jobs.push_back(TRY(read_row(statement)));
    return jobs;
}

Result<JobRecord> Journal::find(JobId job) {
    auto jobs = TRY(select("WHERE job_id = ?", job));
    if (jobs.empty()) return fail(ErrorCode::not_found, "job {} is not in the journal", job);
    return std::move(jobs.front());
}

Result<std::vector<JobRecord>> Journal::unfinished() {
    return select("WHERE step <> 'done' AND job_id >= ? ORDER BY job_id", 0);
}

Result<std::vector<JobRecord>> Journal::list(const JobQuery& query) {
    const std::lock_guard lock(*mutex_);
    auto statement = TRY(database_.prepare(
        fmt::format("SELECT {} FROM job WHERE job_id < ?1 AND (?2 IS NULL OR (step = 'done') = ?2) "
                    "AND (?3 IS NULL OR verdict = ?3) ORDER BY job_id DESC LIMIT ?4",
                    columns)));
    constexpr std::int64_t above_all = std::int64_t{1} << 32;
    std::optional<std::int64_t> done;
    if (query.done) done = *query.done ? 1 : 0;
    std::optional<std::string_view> verdict;
    if (query.verdict) verdict = name_of(*query.verdict);
    TRY(statement.bind(query.before ? std::int64_t{*query.before} : above_all, done, verdict,
                       static_cast<std::int64_t>(query.limit)));
    std::vector<JobRecord> jobs;
    while (TRY(statement.next()))
        jobs.push_back(TRY(read_row(statement)));
    return jobs;
}

Result<std::vector<StepRecord>> Journal::steps(JobId job) {
    const std::lock_guard lock(*mutex_);
    auto statement =
        TRY(database_.prepare("SELECT step, at_ms FROM step WHERE job_id = ? ORDER BY rowid"));
    TRY(statement.bind(job));
    std::vector<StepRecord> steps;
    while (TRY(statement.next()))
        if (const auto step = step_from(statement.text(0)))
            steps.push_back({*step, from_ms(statement.integer(1))});
    return steps;
}

Result<std::map<Verdict, std::uint64_t>> Journal::count_done() {
    const std::lock_guard lock(*mutex_);
    auto statement = TRY(database_.prepare(
        "SELECT verdict, count(*) FROM job WHERE step = 'done' GROUP BY verdict"));
    std::map<Verdict, std::uint64_t> counts;
    while (TRY(statement.next()))
        if (const auto verdict = verdict_from(statement.text(0)))
            counts[*verdict] = static_cast<std::uint64_t>(statement.integer(1));
    return counts;
}

Result<std::vector<EndedJob>> Journal::ended() {
    const std::lock_guard lock(*mutex_);
    auto statement = TRY(database_.prepare(
        "SELECT job_id, result_hash FROM job WHERE step = 'done' ORDER BY job_id"));
    std::vector<EndedJob> jobs;
    while (TRY(statement.next()))
        jobs.push_back({static_cast<JobId>(statement.integer(0)), std::string(statement.text(1))});
    return jobs;
}

Result<void> Journal::forget(JobId job) {
    const std::lock_guard lock(*mutex_);
    auto transaction = TRY(sqlite::Transaction::begin(database_));
    for (const auto* forget : {"DELETE FROM step WHERE job_id IN "
                               "(SELECT job_id FROM job WHERE job_id = ? AND step = 'done')",
                               "DELETE FROM job WHERE job_id = ? AND step = 'done'"}) {
        auto statement = TRY(database_.prepare(forget));
        TRY(statement.run(job));
    }
    return transaction.commit();
}

Result<JobId> Journal::cursor() {
    const std::lock_guard lock(*mutex_);
    auto select = TRY(database_.prepare("SELECT next_job_id FROM cursor"));
    return TRY(select.next())
    ? static_cast<JobId>(select.integer(0)) : JobId{0};
}

Result<void> Journal::set_cursor(JobId next) {
    const std::lock_guard lock(*mutex_);
    auto replace =
        TRY(database_.prepare("INSERT OR REPLACE INTO cursor (one, next_job_id) VALUES (1, ?)"));
    return replace.run(next);
}

}  // namespace carrot::worker
