#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "cli/worker_setup.hpp"
#include "cli/worker_trial.hpp"

namespace carrot::cli {
namespace {

/// "images.allowed" and its value, a line each.
void add_lines(Table& table, const std::string& prefix, const boost::json::object& members) {
    for (const auto& [name, value] : members) {
        auto full_name = prefix + std::string{name};
        if (value.is_object())
            add_lines(table, full_name + ".", value.as_object());
        else
            table.add_row({full_name, boost::json::serialize(value)});
    }
}

struct CheckWorker {
    WorkerLine line;
    bool only_settings = false;

    void declare(Command& command) {
        line.declare(command);
        command.flag("--settings", only_settings,
                     "try nothing: show every setting with the value that is in force");
        command.example("carrot worker check");
        command.example("carrot worker check --config /etc/carrot/config.toml --json");
        command.example("carrot worker check --settings");
        command.note(
            "Names every mistake in the settings with its line. Without any it tries what a "
            "worker\n"
            "needs: the key and its passphrase, network, account, market, container engine and "
            "its\n"
            "protections, GPUs, store, port and endpoint. It starts no worker and signs nothing.\n"
            "Exits with 2 when there is a mistake, with 5 when something does not work.");
    }

    Result<void> run(Session& session) {
        Mistakes mistakes(session.settings().file);
        auto settings = TRY(read_worker_settings(session, line, mistakes));
        const bool is_tried = mistakes.lines().empty() && !only_settings;
        auto findings =
            is_tried ? try_worker(session, settings, mistakes.directory()) : std::vector<Finding>{};
        show(session, settings, mistakes, findings);
        TRY(refuse_mistakes(session.output(), mistakes));
        if (const auto bad = count_bad(findings); bad > 0)
            return fail(ErrorCode::failed_precondition,
                        "worker check: {} of these must be mended first", bad);
        return {};
    }

private:
    void show(Session& session, const WorkerSettings& settings, const Mistakes& mistakes,
              const std::vector<Finding>& findings) const {
        auto document = to_document(settings);
        const auto& paint = session.output().paint();
        Table table({{"SETTING"}, {"VALUE"}});
        add_lines(table, "", document);
        const auto lines = mistakes.lines();
        session.output().show({{"file", mistakes.file().native()},
                               {"valid", lines.empty()},
                               {"mistakes", boost::json::array(lines.begin(), lines.end())},
                               {"settings", std::move(document)},
                               {"healthy", lines.empty() && count_bad(findings) == 0},
                               {"findings", to_document(findings)}},
                              only_settings ? table.to_text(paint) : to_text(findings, paint));
    }
};

}  // namespace

void add_worker_check(Command& worker) {
    worker.command<CheckWorker>("check", "Try what a worker needs, without starting it");
}

}  // namespace carrot::cli
