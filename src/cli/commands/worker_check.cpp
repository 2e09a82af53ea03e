#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "cli/worker_setup.hpp"

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

    void declare(Command& command) {
        line.declare(command);
        command.example("carrot worker check");
        command.example("carrot worker check --config /etc/carrot/config.toml --json");
        command.note(
            "Shows every setting with the value that is in force, and every mistake with its "
            "line.\n"
            "Starts nothing; 'carrot doctor' looks at the machine. Exits with 2 when there is a\n"
            "mistake.");
    }

    Result<void> run(Session& session) {
        Mistakes mistakes(session.settings().file);
        auto settings = TRY(read_worker_settings(session, line, mistakes));
        auto document = to_document(settings);
        Table table({{"SETTING"}, {"VALUE"}});
        add_lines(table, "", document);
        auto lines = mistakes.lines();
        session.output().show({{"file", mistakes.file().native()},
                               {"valid", lines.empty()},
                               {"mistakes", boost::json::array(lines.begin(), lines.end())},
                               {"settings", std::move(document)}},
                              table.to_text(session.output().paint()));
        return refuse_mistakes(session.output(), mistakes);
    }
};

}  // namespace

void add_worker_check(Command& worker) {
    worker.command<CheckWorker>("check", "Check the worker's settings without starting it");
}

}  // namespace carrot::cli
