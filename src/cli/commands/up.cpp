#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/demo.hpp"
#include "cli/local_market.hpp"
#include "cli/python_image.hpp"
#include "cli/session.hpp"
#include "cli/web_page.hpp"
#include "cli/worker_settings.hpp"

namespace carrot::cli {
namespace {

struct Up {
    LocalMarketOptions options;
    bool demo = false;
    bool once = false;

    void declare(Command& command) {
        command.flag("--demo", demo, "also post a job and tell its story");
        command.flag("--once", once, "end when everything has been seen to work");
        command.option("--network-port", options.network_port, "0 takes a free port (8000)");
        command.option("--gateway-port", options.gateway_port, "0 takes a free port (8081)");
        command.option("--worker-port", options.worker_port, "0 takes a free port (3001)");
        command.option("--web-port", options.web_port, "of the page; 0 takes a free port (8080)");
        command.option("--allow-origin", options.worker_origins,
                       "of a web page that may drive the worker (http://localhost:5173)");
        command.option("--engine", options.engine_socket, "the container engine's socket");
        command.option("--python-image", options.python_image_tar,
                       "the Python job image as a tar file (the one that was built here)");
        command.example("carrot up", "until Ctrl-C");
        command.example("carrot up --demo", "with a job from post to payment");
        command.example(
            "carrot up --demo --once --network-port 0 --gateway-port 0 --worker-port 0 --web-port "
            "0");
        command.example("carrot up --allow-origin https://market.example");
        command.note(
            "Brings its own Stellar network, IPFS store and, where none runs, container engine.\n"
            "Everything is kept in the data directory, so the next 'carrot up' goes on.\n"
            "The accounts alice (with XLM to spend) and bob (with a GPU) are made: --key alice.");
    }

    Result<void> run(Session& session) {
        if (session.settings().network != "local") {
            return fail(ErrorCode::invalid_argument,
                        "up: it runs a network of its own, and --network is \"{}\"",
                        session.settings().network);
        }
        if (options.python_image_tar.empty()) options.python_image_tar = find_python_image();
        options.worker_origins = TRY(origins(session));
        options.web_directory = find_web_page();
        options.directory = session.directory();
        options.store_directory = session.store_directory();
        options.engine_directory = session.engine_directory();
        auto& output = session.output();
        const auto& paint = output.note_paint();
        output.note("{}",
                    paint(Ink::orange, "Carrot") + paint(Ink::dim, "  a GPU market of your own"));
        auto market = TRY(LocalMarket::start(options, output, session.stop()));

        auto document = document_of(*market);
        std::string text;
        if (demo) {
            auto story = TRY(run_demo(*market, session));
            document["demo"] = to_document(story);
            text = fmt::format("\n  picture  {}\n           {}\n", story.picture_url,
                               story.picture_file.native());
        }
        output.show(document, text);
        if (once) return {};
        output.note("");
        output.note("{}",
                    paint(Ink::dim, "Ctrl-C ends it; what was made is kept for the next time."));
        return market->run(session.stop());
    }

private:
    /// The command line's, else the settings', else where a page in development is served.
    Result<std::vector<std::string>> origins(const Session& session) const {
        Mistakes mistakes(session.settings().file);
        auto settings = TRY(load_worker_settings(mistakes));
        if (!options.worker_origins.empty()) settings.allowed_origins = options.worker_origins;
        for (const auto& origin : settings.allowed_origins)
            TRY(check_origin(origin));
        if (!settings.allowed_origins.empty()) return settings.allowed_origins;
        return std::vector<std::string>{"http://localhost:5173", "http://127.0.0.1:5173"};
    }

    static boost::json::object document_of(const LocalMarket& market) {
        const auto& accounts = market.accounts();
        const auto& deployment = market.market().deployment();
        return {{"rpc_url", market.endpoints().rpc_url},
                {"gateway_url", market.endpoints().gateway_url},
                {"worker_url", market.endpoints().worker_url},
                {"web_url", market.web_url()},
                {"engine", market.engine_description()},
                {"gpu_registry", deployment.gpu_registry.to_string()},
                {"job_marketplace", deployment.job_marketplace.to_string()},
                {"treasury", accounts.treasury.account().to_string()},
                {"alice", accounts.alice.account().to_string()},
                {"bob", accounts.bob.account().to_string()},
                {"gpu_id", market.gpu_id()}};
    }
};

}  // namespace

void add_up(Command& program) { program.command<Up>("up", "Run a whole market on this machine"); }

}  // namespace carrot::cli
