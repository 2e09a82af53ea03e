#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/health_checks.hpp"
#include "cli/session.hpp"
#include "http/json.hpp"
#include "sandbox/gpu.hpp"

namespace carrot::cli {
namespace {

std::string_view name_of(Health health) {
    switch (health) {
        case Health::good:
            return "good";
        case Health::note:
            return "note";
        case Health::bad:
            return "bad";
    }
    return "";
}

std::string mark_of(Health health, const Paint& paint) {
    switch (health) {
        case Health::good:
            return paint(Ink::green, "✓");
        case Health::note:
            return paint(Ink::yellow, "·");
        case Health::bad:
            return paint(Ink::red, "✗");
    }
    return "";
}

struct Doctor {
    bool gpu_readings = false;

    void declare(Command& command) {
        command.flag("--gpu-readings", gpu_readings,
                     "show what driver and kernel say of GPUs, as JSON for a report");
        command.example("carrot doctor");
        command.note("Exits with 5 when something is wrong that 'carrot up' or a worker needs.");
    }

    Result<void> run(Session& session) {
        if (gpu_readings) {
            const auto readings = http::to_json(sandbox::read_gpus());
            session.output().show(readings.as_object(), http::format_json(readings) + "\n");
            return {};
        }
        boost::json::array documents;
        std::string text;
        int bad = 0;
        for (const auto& finding : check_health(session)) {
            documents.push_back({{"what", finding.what},
                                 {"kind", finding.kind},
                                 {"health", name_of(finding.health)},
                                 {"finding", finding.finding},
                                 {"remedy", finding.remedy}});
            text += fmt::format("{} {:<18} {}\n", mark_of(finding.health, session.output().paint()),
                                finding.what, printable(finding.finding));
            if (!finding.remedy.empty()) text += fmt::format("{:21}→ {}\n", "", finding.remedy);
            if (finding.health == Health::bad) ++bad;
        }
        session.output().show({{"healthy", bad == 0}, {"findings", std::move(documents)}}, text);
        if (bad == 0) return {};
        return fail(ErrorCode::failed_precondition, "doctor: {} of these must be mended first",
                    bad);
    }
};

}  // namespace

void add_doctor(Command& program) {
    program.command<Doctor>("doctor", "Check this machine and say what mends it");
}

}  // namespace carrot::cli
