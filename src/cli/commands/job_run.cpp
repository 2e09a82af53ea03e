#include "cli/commands.hpp"
#include "cli/job_follower.hpp"
#include "cli/job_report.hpp"
#include "cli/job_request.hpp"
#include "cli/render.hpp"
#include "cli/results.hpp"
#include "cli/session.hpp"
#include "ipfs/content_path.hpp"

namespace carrot::cli {
namespace {

struct RunJob {
    JobRequest request;
    std::optional<std::filesystem::path> destination;
    bool quiet = false;

    void declare(Command& command) {
        request.declare(command);
        command.option("-o,--output", destination, "where the result goes (job-<number>…)");
        command.flag("--no-logs", quiet, "don't show what the job prints");
        command.example("carrot job run picture.py --gpu 0 --hours 1 --key alice");
        command.example("carrot job run train.py --gpu 3 --hours 8 --input data=bafy… -o model");
        command.example("carrot job run private.py --gpu 0 --private --key alice");
        command.note(
            "Ctrl-C leaves the job running: 'carrot job show' and 'carrot job logs' find it "
            "again.");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        if (destination) TRY(check_destination(*destination));
        auto spec = TRY(read_job_spec(request, key, session));
        auto market = TRY(session.market());
        auto posted = TRY(post_job(request, spec, key, market, session));
        session.output().note("job {} posted, {} in escrow", posted.job_id(),
                              with_unit(posted.payment));

        FollowEvents events{.on_status = [&](const market::Job& job) { tell(session, job); },
                            .show_logs = !quiet};
        auto job = TRY(follow_job(session, market, posted.job_id(), events));
        if (job.status == market::JobStatus::completed)
            return show_result(session, job, posted, key);
        return tell_failure(session, job, key);
    }

private:
    static void tell(Session& session, const market::Job& job) {
        if (job.status == market::JobStatus::claimed) {
            session.output().note("claimed by {}", short_address(job.provider.strkey));
        }
    }

    Result<void> show_result(Session& session, const market::Job& job, const PostedJob& posted,
                             const stellar::KeyPair& key) const {
        auto cid = TRY(ipfs::ContentPath::parse(job.result_hash))
        .root;
        auto path = TRY(fetch_result(session, job, destination, {.consumer = key}));
        auto document = to_document(job);
        document["output"] = path.native();
        add_receipt(document, posted.receipt);
        auto network = TRY(session.network());
        auto url = gateway_address(network.gateway_url, cid.to_string());
        document["gateway_url"] = url;
        session.output().show(document, fmt::format("result  {}\n        {}\n        {}\n",
                                                    path.native(), job.result_hash, url));
        return {};
    }

    /// The end of what it printed, then the reason as the error.
    static Result<void> tell_failure(Session& session, const market::Job& job,
                                     const stellar::KeyPair& key) {
        auto report = fetch_job_report(session, job, {.consumer = key});
        if (!report) {
            return fail(ErrorCode::failed_precondition,
                        "job {}: it was given back, and its payment is back: {}", job.job_id,
                        report.error().message);
        }
        session.output().note("{}", printable(report->log, Lines::many));
        return fail(ErrorCode::failed_precondition, "job {} failed, and its payment is back: {}",
                    job.job_id, report->reason);
    }
};

}  // namespace

void add_job_run(Command& job) {
    job.command<RunJob>("run", "Post a job, follow it, and fetch its result");
}

}  // namespace carrot::cli
