#include "cli/commands.hpp"
#include "cli/job_follower.hpp"
#include "cli/render.hpp"
#include "cli/results.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct GetResult {
    market::JobId job_id = 0;
    std::optional<std::filesystem::path> destination;
    std::optional<std::filesystem::path> identity_file;

    void declare(Command& command) {
        command.argument("job", job_id, "its number");
        command.option("-o,--output", destination, "where the result goes (job-<number>…)");
        command.option("--identity", identity_file,
                       "a file with an age identity, for a result encrypted to it");
        command.example("carrot job get 17");
        command.example("carrot job get 17 -o model --key alice");
        command.note(
            "A private result is decrypted here, with the key that posted the job: --key names "
            "it.");
    }

    Result<void> run(Session& session) {
        if (destination) TRY(check_destination(*destination));
        auto market = TRY(session.market());
        auto job = TRY(market.marketplace().get_job(job_id));
        TRY(check_completed(job));
        auto path = TRY(fetch_result(session, job, destination, {.identity_file = identity_file}));
        auto document = to_document(job);
        document["output"] = path.native();
        session.output().show(document, fmt::format("result  {}\n        {}\n", path.native(),
                                                    printable(job.result_hash)));
        return {};
    }

private:
    static Result<void> check_completed(const market::Job& job) {
        if (job.status == market::JobStatus::completed) return {};
        if (!is_final(job.status))
            return fail(ErrorCode::failed_precondition,
                        "result of job {}: it is not done yet: 'carrot job logs {} --follow' waits "
                        "for it",
                        job.job_id, job.job_id);
        return fail(ErrorCode::failed_precondition,
                    "result of job {}: it has none; 'carrot job logs {}' shows why it failed",
                    job.job_id, job.job_id);
    }
};

}  // namespace

void add_job_get(Command& job) {
    job.command<GetResult>("get", "Fetch a job's result, checked and decrypted");
}

}  // namespace carrot::cli
