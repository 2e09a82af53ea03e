#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct ShowGpu {
    market::GpuId gpu_id = 0;

    void declare(Command& command) {
        command.argument("gpu", gpu_id, "its number");
        command.example("carrot gpu show 3");
    }

    Result<void> run(Session& session) {
        auto market = TRY(session.market());
        market::ListedGpu listed {
            .gpu_id = gpu_id, .gpu = TRY(market.registry().get_gpu(gpu_id))
        };
        auto endpoint = TRY(market.registry().get_endpoint(listed.gpu.provider));

        auto document = to_document(listed);
        document["endpoint"] = to_utf8(endpoint);
        auto text = to_details(listed, session.output().paint());
        if (!endpoint.empty())
            text += fmt::format("its worker answers at {}\n", printable(endpoint));
        session.output().show(document, text);
        return {};
    }
};

}  // namespace

void add_gpu_show(Command& gpu) {
    gpu.command<ShowGpu>("show", "One GPU: its owner, price and jobs");
}

}  // namespace carrot::cli
