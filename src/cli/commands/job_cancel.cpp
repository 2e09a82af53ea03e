#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct CancelJob {
    market::JobId job_id = 0;

    void declare(Command& command) {
        command.argument("job", job_id, "its number");
        command.example("carrot job cancel 17 --key alice");
        command.note(
            "An open job at any time; a claimed one when 24 hours, or its own hours when they are\n"
            "more, have passed since the claim.");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto me = market::address_of(key.account());
        auto receipt =
            TRY(market.marketplace_as(key, session.call_options()).cancel_job(me, job_id));

        boost::json::object document{{"job_id", job_id}, {"status", "cancelled"}};
        add_receipt(document, receipt);
        session.output().show(document,
                              fmt::format("job {} is cancelled: the payment is back\n{}", job_id,
                                          receipt_line(receipt, session.output().paint())));
        return {};
    }
};

}  // namespace

void add_job_cancel(Command& job) {
    job.command<CancelJob>("cancel", "Take a job of yours back, with its payment");
}

}  // namespace carrot::cli
