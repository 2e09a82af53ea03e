#include "cli/commands.hpp"
#include "cli/job_request.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct PostJob {
    JobRequest request;

    void declare(Command& command) {
        request.declare(command);
        command.example("carrot job post train.py --gpu 3 --hours 2 --key alice");
        command.example("carrot job post train.py --gpu 3 --private --key alice");
        command.example("carrot job post --image alpine:3 --arg echo --arg hi --gpu 3 --key alice");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto spec = TRY(read_job_spec(request, key, session));
        auto market = TRY(session.market());
        auto posted = TRY(post_job(request, spec, key, market, session));

        boost::json::object document{{"job_id", posted.job_id()},
                                     {"gpu_id", request.gpu_id},
                                     {"payment_stroops", market::to_decimal(posted.payment)}};
        add_receipt(document, posted.receipt);
        session.output().show(document,
                              fmt::format("job {} posted, {} in escrow\n{}", posted.job_id(),
                                          with_unit(posted.payment),
                                          receipt_line(posted.receipt, session.output().paint())));
        return {};
    }
};

}  // namespace

void add_job_post(Command& job) {
    job.command<PostJob>("post", "Post a job, pay it into escrow, and leave");
}

}  // namespace carrot::cli
