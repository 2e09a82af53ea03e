#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct ShowJob {
    market::JobId job_id = 0;

    void declare(Command& command) {
        command.argument("job", job_id, "its number");
        command.example("carrot job show 17");
    }

    Result<void> run(Session& session) {
        auto market = TRY(session.market());
        auto job = TRY(market.marketplace().get_job(job_id));
        session.output().show(to_document(job), to_details(job, session.output().paint()));
        return {};
    }
};

}  // namespace

void add_job_show(Command& job) {
    job.command<ShowJob>("show", "One job: its state, money and result");
}

}  // namespace carrot::cli
