#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct Deploy {
    std::string name{market::default_market_name};

    void declare(Command& command) {
        command.option("--name", name, "which of several markets of yours");
        command.example("carrot deploy --network testnet --key treasury");
        command.note(
            "The key becomes the market's treasury: it pays for the deployment and may withdraw\n"
            "the fees, and nothing else. Addresses follow from key and name, so running this\n"
            "again finds what is there and finishes what is not.");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto* caller = TRY(session.caller());
        market::DeployOptions options;
        options.market_name = name;
        options.call = session.call_options();
        options.on_step = [&](std::string_view step) { session.output().note("  · {}", step); };
        auto deployment = TRY(market::deploy(*caller, key, options));
        auto file = TRY(session.network())
        .market_file;
        TRY(market::save_deployment(file, deployment));
        show(session, deployment, file);
        return {};
    }

private:
    static void show(Session& session, const market::Deployment& deployment,
                     const std::filesystem::path& file) {
        boost::json::object document{{"network", session.settings().network},
                                     {"gpu_registry", deployment.gpu_registry.to_string()},
                                     {"job_marketplace", deployment.job_marketplace.to_string()},
                                     {"token", deployment.token.to_string()},
                                     {"treasury", deployment.treasury.to_string()},
                                     {"market_file", file.native()}};
        Facts facts;
        facts.add("GPU registry", deployment.gpu_registry.to_string());
        facts.add("job marketplace", deployment.job_marketplace.to_string());
        facts.add("token (XLM)", deployment.token.to_string());
        facts.add("treasury", deployment.treasury.to_string());
        facts.add("saved in", file.native());
        session.output().show(document, facts.to_text(session.output().paint()));
    }
};

}  // namespace

void add_deploy(Command& program) {
    program.command<Deploy>("deploy", "Bring the market's contracts onto a network");
}

}  // namespace carrot::cli
