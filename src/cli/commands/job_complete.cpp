#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "market/result_uri.hpp"

namespace carrot::cli {
namespace {

struct CompleteJob {
    market::JobId job_id = 0;
    std::string result;

    void declare(Command& command) {
        command.argument("job", job_id, "its number");
        command.argument("result", result, "ipfs://<CID>");
        command.example("carrot job complete 17 ipfs://bafy… --key bob");
    }

    Result<void> run(Session& session) {
        TRY(market::parse_result_hash(result));
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto me = market::address_of(key.account());
        auto receipt = TRY(
            market.marketplace_as(key, session.call_options()).complete_job(me, job_id, result));

        boost::json::object document{{"job_id", job_id}, {"status", "completed"}};
        add_receipt(document, receipt);
        session.output().show(
            document, fmt::format("job {} is completed: 95 % of the payment is yours\n{}", job_id,
                                  receipt_line(receipt, session.output().paint())));
        return {};
    }
};

}  // namespace

void add_job_complete(Command& job) {
    job.command<CompleteJob>("complete", "Deliver a claimed job's result, by hand");
}

}  // namespace carrot::cli
