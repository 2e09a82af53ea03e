#include "worker/worker.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "cli/commands.hpp"
#include "cli/passphrase.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "cli/signals.hpp"
#include "cli/worker_door.hpp"
#include "cli/worker_setup.hpp"
#include "http/server.hpp"
#include "sandbox/engine_search.hpp"
#include "worker/api.hpp"
#include "worker/gpu_guard.hpp"
#include "worker/market_chain.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t jobs_shown = 1000;

/// Who the worker works for; with a key, in its own name.
struct Provider {
    stellar::AccountId account;
    std::optional<stellar::KeyPair> key;
};

Result<Provider> find_provider(Session& session, const WorkerSettings& settings,
                               const std::filesystem::path& directory) {
    if (settings.mode == WorkerMode::paired) return Provider {
            .account = TRY(stellar::AccountId::parse(settings.provider))
            , .key = {}
        };
    if (settings.key.empty())
        return fail(ErrorCode::invalid_argument,
                    "no key is chosen: add --key NAME, or work without one with --paired and "
                    "--provider G…; 'carrot key list' shows the names");
    auto key = TRY(
        session.key_named(settings.key, passphrase_source(settings.passphrase_file, directory)));
    return Provider{.account = key.account(), .key = key};
}

std::unique_ptr<worker::Chain> open_chain(const market::Market& market, const Provider& provider,
                                          std::uint32_t inclusion_fee_cap_stroops) {
    if (provider.key)
        return worker::make_market_chain(market, *provider.key, inclusion_fee_cap_stroops);
    return worker::make_watching_chain(market, provider.account);
}

/// Tells the registry where the worker answers, or says that somebody has to.
Result<void> announce(Session& session, const market::Market& market, const Provider& provider,
                      const std::string& url) {
    auto me = market::address_of(provider.account);
    if (TRY(market.registry().get_endpoint(me)) == url) return {};
    if (provider.key) {
        TRY(market.registry_as(*provider.key, session.call_options()).set_endpoint(me, url));
        return {};
    }
    session.output().note(
        "the registry does not know this endpoint yet: the provider's wallet sets it, or 'carrot "
        "gpu endpoint {}' where the key is",
        url);
    return {};
}

worker::GpuGuardOptions guard_options(const worker::WorkerOptions& options,
                                      sandbox::ContainerEngine& engine) {
    return {.directory = options.directory,
            .gpus = options.gpus,
            .gpu_uuids = options.gpu_uuids,
            .gpus_per_card = options.jobs_per_gpu,
            .handover = worker::handover_of(engine)};
}

/// Jobs that are at work, "job 17 (run)".
std::string unfinished_jobs(worker::Worker& worker) {
    auto jobs = worker.jobs({.limit = jobs_shown, .done = false});
    if (!jobs) return "jobs";
    std::string text;
    for (const auto& job : *jobs)
        text +=
            fmt::format("{}job {} ({})", text.empty() ? "" : ", ", job.job_id, name_of(job.step));
    return text;
}

/// Runs until the first signal and then until its jobs have ended, or until the second.
Result<void> work(Session& session, worker::Worker& worker) {
    SecondSignal hand_over;
    std::stop_callback told(session.stop(), [&] {
        auto jobs = unfinished_jobs(worker);
        if (!jobs.empty())
            log::info("worker", "no new jobs; waiting for {}: stop again to leave them running",
                      jobs);
    });
    TRY(worker.run(session.stop(), hand_over.token()));
    auto left = unfinished_jobs(worker);
    log::info("worker", "stopped: {}",
              left.empty() ? "no job is left" : "the next start takes up " + left);
    return {};
}

struct RunWorker {
    WorkerLine line;

    void declare(Command& command) {
        line.declare(command);
        command.example("carrot worker --key bob");
        command.example("carrot worker --paired --provider GABC…", "the provider's wallet signs");
        command.example("carrot worker check --network testnet", "what the settings come to");
        command.note(
            "Claims and runs the jobs for the GPUs that the key has registered, until Ctrl-C:\n"
            "the first lets running jobs end, the second leaves them to the next start.\n"
            "\n" +
            std::string{worker_settings_help});
    }

    Result<void> run(Session& session) {
        Mistakes mistakes(session.settings().file);
        auto settings = TRY(read_worker_settings(session, line, mistakes));
        TRY(refuse_mistakes(session.output(), mistakes));
        log::set_form(settings.log_format == "json" ? log::Form::json : log::Form::text);
        log::set_level(session.settings().verbose ? log::Level::debug : log::Level::info);

        auto provider = TRY(find_provider(session, settings, mistakes.directory()));
        auto market = TRY(session.market());
        auto store = TRY(open_worker_store(session, settings, mistakes.directory()));
        auto engine = TRY(sandbox::find_engine(
            {.socket = settings.engine, .private_directory = session.engine_directory()},
            session.stop()));
        auto chain = open_chain(market, provider, settings.inclusion_fee_max_stroops);
        auto options = worker_options(session, settings);
        auto owned = TRY(chain->fetch_gpus(session.stop()));
        worker::GpuGuard guard(guard_options(options, engine.client()), *chain, session.clock());

        auto worker = TRY(worker::Worker::open(
            std::move(options), {*chain, engine.client(), *store, session.clock(), &guard}));
        auto server = TRY(start_server(session, worker, settings, mistakes.directory()));
        auto door = TRY(WorkerDoorFile::leave(session.worker_directory(), server));
        auto endpoint = settings.endpoint.empty() ? server.url() : settings.endpoint;
        TRY(announce(session, market, provider, endpoint));
        show(session, settings, provider, owned, engine, server, endpoint);
        return work(session, worker);
    }

private:
    static Result<http::Server> start_server(const Session& session, worker::Worker& worker,
                                             const WorkerSettings& settings,
                                             const std::filesystem::path& directory) {
        http::Router router;
        worker::add_worker_routes(router, worker,
                                  TRY(worker::load_pairing_token(session.worker_directory())));
        auto options = TRY(server_options(settings, directory));
        options.unix_socket = WorkerDoorFile::socket_in(session.worker_directory());
        return with_context(http::Server::start(std::move(router), options),
                            "serve the worker's API (--port chooses where)");
    }

    static void show(Session& session, const WorkerSettings& settings, const Provider& provider,
                     const std::vector<worker::GpuId>& owned, const sandbox::FoundEngine& engine,
                     const http::Server& server, const std::string& endpoint) {
        if (owned.empty())
            session.output().note("no GPU of this provider yet: 'carrot gpu register'");
        auto token_file = session.worker_directory() / "pairing-token";
        std::string text;
        auto line = [&](std::string_view what, std::string_view value) {
            text += fmt::format("{:<10} {}\n", what, printable(value));
        };
        line("worker",
             fmt::format("{} on network {}", name_of(settings.mode), session.settings().network));
        line("provider", provider.account.to_string());
        line("GPUs", owned.empty() ? "none" : fmt::format("{}", fmt::join(owned, ", ")));
        line("engine", engine.socket().native());
        line("API", server.url());
        line("endpoint", endpoint);
        line("token in", token_file.native());
        session.output().show({{"worker_url", server.url()},
                               {"endpoint", endpoint},
                               {"mode", name_of(settings.mode)},
                               {"provider", provider.account.to_string()},
                               {"gpus", boost::json::array(owned.begin(), owned.end())},
                               {"engine", engine.socket().native()},
                               {"token_file", token_file.native()}},
                              text);
    }
};

}  // namespace

void add_worker(Command& program) {
    auto worker = program.command<RunWorker>("worker", "Run the jobs for your GPUs, and be paid");
    add_worker_check(worker);
    add_worker_status(worker);
    add_worker_token(worker);
}

}  // namespace carrot::cli
