#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "cli/worker_door.hpp"
#include "http/json.hpp"

namespace carrot::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t jobs_shown = 10;

/// A member as text; "-" when it is missing or null.
std::string text_of(const json::object& object, std::string_view member) {
    const auto* value = object.if_contains(member);
    if (value == nullptr || value->is_null()) return "-";
    if (value->is_string()) return printable(value->get_string());
    return json::serialize(*value);
}

const json::array& list_in(const json::value& document, std::string_view member) {
    static const json::array none;
    const auto* object = document.if_object();
    const auto* value = object == nullptr ? nullptr : object->if_contains(member);
    return value != nullptr && value->is_array() ? value->get_array() : none;
}

std::string jobs_table(const json::array& jobs, const Paint& paint) {
    Table table({{"JOB", Table::Align::right},
                 {"GPU", Table::Align::right},
                 {"STEP"},
                 {"VERDICT"},
                 {"WHY"}});
    std::size_t shown = 0;
    for (const auto& entry : jobs) {
        if (!entry.is_object() || shown++ == jobs_shown) break;
        const auto& job = entry.get_object();
        table.add_row({text_of(job, "jobId"), text_of(job, "gpuId"), text_of(job, "step"),
                       text_of(job, "verdict"), text_of(job, "reason")});
    }
    return shown == 0 ? "no jobs yet\n" : table.to_text(paint);
}

std::string gpus_table(const json::value& answer, const Paint& paint) {
    const auto& gpus = list_in(answer, "gpus");
    if (gpus.empty()) {
        auto reason = answer.is_object() ? text_of(answer.get_object(), "error") : "-";
        return fmt::format("no NVIDIA card: {}\n", reason);
    }
    Table table({{"CARD"},
                 {"BUSY %", Table::Align::right},
                 {"°C", Table::Align::right},
                 {"mW", Table::Align::right}});
    for (const auto& entry : gpus) {
        if (!entry.is_object()) continue;
        const auto& gpu = entry.get_object();
        table.add_row({text_of(gpu, "model"), text_of(gpu, "utilizationPercent"),
                       text_of(gpu, "temperatureCelsius"), text_of(gpu, "powerMilliwatts")});
    }
    return table.to_text(paint);
}

std::string health_lines(const json::value& health) {
    if (!health.is_object()) return {};
    std::string text;
    for (std::string_view member : {"status", "mode", "provider"}) {
        auto value = text_of(health.get_object(), member);
        if (value != "-") text += fmt::format("{:<10} {}\n", member, value);
    }
    for (const auto& entry : list_in(health, "runningJobs")) {
        if (!entry.is_object()) continue;
        const auto& job = entry.get_object();
        text += fmt::format("{:<10} job {} at {} {}\n", "running", text_of(job, "jobId"),
                            text_of(job, "step"), text_of(job, "progress"));
    }
    const auto* failure = health.get_object().if_contains("chainFailure");
    if (failure != nullptr && failure->is_object())
        text += fmt::format("{:<10} {}\n", "network", text_of(failure->get_object(), "message"));
    return text;
}

struct ShowStatus {
    void declare(Command& command) {
        command.example("carrot worker status");
        command.example("carrot worker status --config /etc/carrot/config.toml --json");
        command.note("Asks the worker that runs on this machine; exits with 3 when none does.");
    }

    Result<void> run(Session& session) {
        auto health = TRY(ask(session, "/health"));
        auto jobs = TRY(ask(session, "/jobs"));
        auto gpus = TRY(ask(session, "/check-gpu"));
        const auto& paint = session.output().paint();
        auto text = fmt::format("{}\n{}\n{}", health_lines(health), gpus_table(gpus, paint),
                                jobs_table(list_in(jobs, "jobs"), paint));
        session.output().show({{"health", health}, {"jobs", jobs}, {"gpus", gpus}}, text);
        return {};
    }

private:
    static Result<json::value> ask(Session& session, std::string_view path) {
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
