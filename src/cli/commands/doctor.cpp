#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/health_checks.hpp"
#include "cli/session.hpp"
#include "http/json.hpp"
#include "sandbox/gpu.hpp"

namespace carrot::cli {
namespace {

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
        const auto findings = check_health(session);
        const auto bad = count_bad(findings);
        session.output().show({{"healthy", bad == 0}, {"findings", to_document(findings)}},
                              to_text(findings, session.output().paint()));
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
