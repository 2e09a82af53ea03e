#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "cli/worker_door.hpp"
#include "cli/worker_report.hpp"
#include "http/json.hpp"

namespace carrot::cli {
namespace {

struct ShowStatus {
    void declare(Command& command) {
        command.example("carrot worker status");
        command.example("carrot worker status --config /etc/carrot/config.toml --json");
        command.note(
            "Asks the worker that runs on this machine: what it does, since when, what went wrong\n"
            "last, its disk, its GPUs and its last jobs. Exits with 3 when none runs.");
    }

    Result<void> run(Session& session) {
        const WorkerAnswers answers {
            .health = TRY(ask(session, "/health"))
            , .jobs = TRY(ask(session, "/jobs"))
            , .check_gpu = TRY(ask(session, "/check-gpu"))
        };
        auto text = TRY(worker_report(answers, session.clock().now(), session.output().paint()));
        session.output().show(
            {{"health", answers.health}, {"jobs", answers.jobs}, {"gpus", answers.check_gpu}},
            text);
        return {};
    }

private:
    static Result<boost::json::value> ask(Session& session, std::string_view path) {
        auto answer =
            TRY(ask_worker(session.http(), session.worker_directory(), path, session.stop()));
        return http::parse_json(answer.body);
    }
};

}  // namespace

void add_worker_status(Command& worker) {
    worker.command<ShowStatus>("status", "What the worker on this machine is doing");
}

}  // namespace carrot::cli
