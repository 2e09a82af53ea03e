#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/job_report.hpp"
#include "cli/render.hpp"
#include "cli/results.hpp"
#include "cli/session.hpp"
#include "cli/worker_logs.hpp"
#include "ipfs/reader.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t log_limit_bytes = std::size_t{32} << 20;

struct ShowLogs {
    market::JobId job_id = 0;

    void declare(Command& command) {
        command.argument("job", job_id, "its number");
        command.example("carrot job logs 17");
        command.note(
            "While the job is claimed its logs come live from the provider's worker, for which\n"
            "CARROT_WORKER_TOKEN may be needed. Afterwards they are read from its result.");
    }

    Result<void> run(Session& session) {
        auto market = TRY(session.market());
        auto job = TRY(market.marketplace().get_job(job_id));
        if (job.status == market::JobStatus::open) {
            return fail(ErrorCode::failed_precondition, "logs of job {}: it has not started yet",
                        job_id);
        }
        if (job.status == market::JobStatus::claimed) {
            auto door = TRY(find_worker_door(session, market, job.provider));
            TRY(stream_worker_logs(session.http(), door, job_id, session.output(), session.stop()));
            session.output().show(to_document(job), "");
            return {};
        }
        bool failed = job.status == market::JobStatus::cancelled;
        return failed ? show_report(session, job) : show_kept_logs(session, job);
    }

private:
    static Result<void> show_report(Session& session, const market::Job& job) {
        auto report = TRY(fetch_job_report(session, job));
        auto document = to_document(job);
        document["report"] = {
            {"reason", to_utf8(report.reason)},
            {"exit_status",
             report.exit_status ? boost::json::value(*report.exit_status) : boost::json::value()},
            {"out_of_memory", report.out_of_memory},
            {"out_of_time", report.out_of_time},
            {"log", to_utf8(report.log)}};
        session.output().note("job {} failed: {}", job.job_id, printable(report.reason));
        session.output().show(document, printable(report.log, Lines::many));
        return {};
    }

    /// Of what the worker stored: stdout.txt and stderr.txt of a folder, or the file itself.
    static Result<void> show_kept_logs(Session& session, const market::Job& job) {
        auto cid = TRY(ipfs::ContentPath::parse(job.result_hash))
        .root;
        auto blocks = TRY(open_results(session));
        auto node = TRY(ipfs::resolve(*blocks, ipfs::ContentPath(cid)));
        auto document = to_document(job);
        if (node.kind == ipfs::NodeKind::file) {
            auto text = TRY(ipfs::read_content(*blocks, ipfs::ContentPath(cid), log_limit_bytes));
            if (as_text(text).contains('\0')) {
                return fail(ErrorCode::not_found,
                            "logs of job {}: its result is a file alone, without logs: see {}",
                            job.job_id, job.result_hash);
            }
            document["stdout"] = printable(as_text(text), Lines::many);
            session.output().show(document, printable(as_text(text), Lines::many));
            return {};
        }
        std::string shown;
        for (std::string name : {"stdout", "stderr"}) {
            auto content = ipfs::read_content(*blocks, {cid, {name + ".txt"}}, log_limit_bytes);
            if (!content && content.error().code == ErrorCode::not_found) continue;
            if (!content) return std::unexpected(std::move(content.error()));
            auto text = printable(as_text(*content), Lines::many);
            document[name] = text;
            shown += text;
        }
        session.output().show(document, shown);
        return {};
    }
};

}  // namespace

void add_job_logs(Command& job) {
    job.command<ShowLogs>("logs", "What a job prints, live or kept");
}

}  // namespace carrot::cli
