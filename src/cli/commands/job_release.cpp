#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "market/result_uri.hpp"

namespace carrot::cli {
namespace {

struct ReleaseJob {
    market::JobId job_id = 0;
    std::string report;

    void declare(Command& command) {
        command.argument("job", job_id, "its number");
        command.option("--report", report, "ipfs://<CID> of why it failed");
        command.example("carrot job release 17 --key bob");
    }

    Result<void> run(Session& session) {
        if (!report.empty()) TRY(market::parse_result_hash(report));
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto me = market::address_of(key.account());
        auto receipt =
            TRY(market.marketplace_as(key, session.call_options()).release_job(me, job_id, report));

        boost::json::object document{{"job_id", job_id}, {"status", "cancelled"}};
        add_receipt(document, receipt);
        session.output().show(
            document, fmt::format("job {} is cancelled: its consumer has the payment back\n{}",
                                  job_id, receipt_line(receipt, session.output().paint())));
        return {};
    }
};

}  // namespace

void add_job_release(Command& job) {
    job.command<ReleaseJob>("release", "Give a claimed job back: its consumer is refunded");
}

}  // namespace carrot::cli
