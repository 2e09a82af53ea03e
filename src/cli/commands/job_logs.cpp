#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/job_follower.hpp"
#include "cli/job_report.hpp"
#include "cli/live_log.hpp"
#include "cli/log_door.hpp"
#include "cli/render.hpp"
#include "cli/results.hpp"
#include "cli/session.hpp"
#include "ipfs/reader.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t log_limit_bytes = std::size_t{32} << 20;

struct ShowLogs {
    market::JobId job_id = 0;
    bool follows = false;
    std::optional<std::filesystem::path> token_file;

    void declare(Command& command) {
        command.argument("job", job_id, "its number");
        command.flag("-f,--follow", follows, "until the job's end, from its claim on");
        command.option("--token-file", token_file, "the worker's pairing token, for its owner");
        command.example("carrot job logs 17");
        command.example("carrot job logs 17 --follow --key alice");
        command.note(
            "While the job runs its log comes live from the provider's worker: it opens to the "
            "key\n"
            "that posted the job. Afterwards it is read from the job's result or report.");
    }

    Result<void> run(Session& session) {
        auto market = TRY(session.market());
        auto job = TRY(market.marketplace().get_job(job_id));
        if (is_final(job.status)) return show_kept(session, job);
        if (follows) return follow(session, market);
        if (job.status == market::JobStatus::open)
            return fail(ErrorCode::failed_precondition,
                        "logs of job {}: it has not started yet: --follow waits for it", job_id);
        TRY(show_live(session, market, job));
        session.output().show(to_document(job), "");
        return {};
    }

private:
    Result<LogEnd> show_live(Session& session, const market::Market& market,
                             const market::Job& job) const {
        auto door = TRY(with_context(find_log_door(session, market, job, token_file),
                                     fmt::format("logs of job {}", job_id)));
        auto job_has_ended = [&] {
            auto now = market.marketplace().get_job(job_id);
            return now && is_final(now->status);
        };
        return show_live_log(door,
                             {.client = session.http(),
                              .clock = session.clock(),
                              .output = session.output(),
                              .job_has_ended = job_has_ended},
                             follows ? Follow::until_end : Follow::no, session.stop());
    }

    /// From the claim to the end; what was not seen live is shown as it was kept.
    Result<void> follow(Session& session, const market::Market& market) const {
        bool complete = false;
        auto show_once_claimed = [&](const market::Job& job) {
            if (job.status == market::JobStatus::open) session.output().note("waiting for a claim");
            if (job.status != market::JobStatus::claimed) return;
            auto ended = show_live(session, market, job);
            complete = ended && *ended == LogEnd::complete;
            if (!ended && ended.error().code != ErrorCode::cancelled)
                session.output().note("no live log, waiting for the kept one: {}",
                                      printable(ended.error().message));
        };
        auto job = TRY(follow_job(session, market, job_id,
                                  {.on_status = show_once_claimed, .show_logs = false}));
        if (!complete) return show_kept(session, job);
        session.output().show(to_document(job), "");
        if (job.status == market::JobStatus::completed) return {};
        auto report = fetch_job_report(session, job);
        session.output().note("job {} failed: {}", job_id,
                              report ? printable(report->reason) : "its payment is back");
        return {};
    }

    static Result<void> show_kept(Session& session, const market::Job& job) {
        bool failed = job.status == market::JobStatus::cancelled;
        return failed ? show_report(session, job) : show_kept_logs(session, job);
    }

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
        if (TRY(is_sealed(session, job, *blocks, cid)))
            return show_sealed_logs(session, job, *blocks, cid);
        auto node = TRY(ipfs::resolve(*blocks, ipfs::ContentPath(cid)));
        auto document = to_document(job);
        if (node.kind == ipfs::NodeKind::file) {
            auto text = TRY(ipfs::read_content(*blocks, ipfs::ContentPath(cid), log_limit_bytes));
            if (as_text(text).contains('\0')) {
                return no_logs(job);
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

    static Result<void> show_sealed_logs(Session& session, const market::Job& job,
                                         const ipfs::BlockSource& blocks, const ipfs::Cid& cid) {
        auto identity = TRY(identity_for(session, job, {}));
        auto files = TRY(read_sealed(blocks, cid, identity, {"stdout.txt", "stderr.txt"},
                                     log_limit_bytes, session.stop()));
        if (files.empty()) return no_logs(job);
        auto document = to_document(job);
        std::string shown;
        for (std::string name : {"stdout", "stderr"}) {
            auto found = files.find(name + ".txt");
            if (found == files.end()) continue;
            auto text = printable(as_text(found->second), Lines::many);
            document[name] = text;
            shown += text;
        }
        session.output().show(document, shown);
        return {};
    }

    static std::unexpected<Error> no_logs(const market::Job& job) {
        return fail(ErrorCode::not_found,
                    "logs of job {}: its result is a file alone, without logs: see {}", job.job_id,
                    job.result_hash);
    }
};

}  // namespace

void add_job_logs(Command& job) {
    job.command<ShowLogs>("logs", "What a job prints, live or kept");
}

}  // namespace carrot::cli
