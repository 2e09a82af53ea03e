#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct ClaimJob {
    market::JobId job_id = 0;

    void declare(Command& command) {
        command.argument("job", job_id, "its number");
        command.example("carrot job claim 17 --key bob");
        command.note("A running worker claims by itself; this is for providers without one.");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto me = market::address_of(key.account());
        auto receipt =
            TRY(market.marketplace_as(key, session.call_options()).claim_job(me, job_id));

        boost::json::object document{{"job_id", job_id}, {"status", "claimed"}};
        add_receipt(document, receipt);
        session.output().show(document,
                              fmt::format("job {} is claimed\n{}", job_id,
                                          receipt_line(receipt, session.output().paint())));
        return {};
    }
};

}  // namespace

void add_job_claim(Command& job) {
    job.command<ClaimJob>("claim", "Take an open job for a GPU of yours, by hand");
}

}  // namespace carrot::cli
