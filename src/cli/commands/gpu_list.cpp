#include <algorithm>

#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct ListGpus {
    bool available = false;
    std::optional<std::string> provider;

    void declare(Command& command) {
        command.flag("--available", available, "only those that take jobs now");
        command.option("--provider", provider, "only those of this address or key");
        command.example("carrot gpu list --available");
        command.example("carrot gpu list --provider bob --json");
    }

    Result<void> run(Session& session) {
        auto market = TRY(session.market());
        std::optional<std::string> owner;
        if (provider) owner = TRY(session.address(*provider))
        .to_string();
        auto gpus = TRY(market.fetch_gpus());
        std::erase_if(gpus, [&](const market::ListedGpu& listed) {
            return (available && !listed.gpu.available) ||
                   (owner && listed.gpu.provider.strkey != *owner);
        });

        boost::json::array documents;
        for (const auto& gpu : gpus)
            documents.push_back(to_document(gpu));
        auto text = gpus.empty() ? "no GPUs; offer one with 'carrot gpu register'"
                                 : to_text(gpus, session.output().paint());
        session.output().show({{"gpus", std::move(documents)}}, text);
        return {};
    }
};

}  // namespace

void add_gpu_list(Command& gpu) { gpu.command<ListGpus>("list", "The GPUs on the market"); }

}  // namespace carrot::cli
