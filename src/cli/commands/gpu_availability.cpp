#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct SetAvailability {
    market::GpuId gpu_id = 0;
    bool available = false;

    void declare(Command& command) {
        command.argument("gpu", gpu_id, "its number");
        command.argument("available", available, "yes or no");
        command.example("carrot gpu availability 3 no --key bob", "no new jobs for GPU 3");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto receipt =
            TRY(market.registry_as(key, session.call_options())
                    .set_availability(market::address_of(key.account()), gpu_id, available));

        boost::json::object document{{"gpu_id", gpu_id}, {"available", available}};
        add_receipt(document, receipt);
        const auto& paint = session.output().paint();
        session.output().show(
            document, fmt::format("GPU {} takes {}\n{}", gpu_id, available ? "jobs" : "no new jobs",
                                  receipt_line(receipt, paint)));
        return {};
    }
};

}  // namespace

void add_gpu_availability(Command& gpu) {
    gpu.command<SetAvailability>("availability", "Open or close a GPU for new jobs");
}

}  // namespace carrot::cli
