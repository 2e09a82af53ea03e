#include "worker/worker.hpp"

#include <thread>

#include "cli/commands.hpp"
#include "cli/gpu_offer.hpp"
#include "cli/python_image.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "http/server.hpp"
#include "sandbox/engine_search.hpp"
#include "worker/api.hpp"
#include "worker/market_chain.hpp"

namespace carrot::cli {
namespace {

struct RunWorker {
    std::uint16_t port = 3001;
    std::string address = "127.0.0.1";
    std::filesystem::path engine_socket;
    std::optional<std::filesystem::path> python_image_tar;
    std::optional<std::string> endpoint;

    void declare(Command& command) {
        command.option("--port", port, "where its API listens; 0 takes a free port (3001)");
        command.option("--address", address, "the address to listen on (127.0.0.1)");
        command.option("--engine", engine_socket, "the container engine's socket");
        command.option("--python-image", python_image_tar, "the Python job image as a tar file");
        command.option("--endpoint", endpoint, "its URL for consumers, told to the registry");
        command.example("carrot worker --key bob");
        command.example("carrot worker --key bob --network testnet --endpoint https://gpu.example");
        command.note(
            "Claims and runs the jobs for the GPUs that the key has registered, until Ctrl-C:\n"
            "the first lets running jobs end, the second leaves them to the next start.");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        auto engine = TRY(sandbox::find_engine(
            {.socket = engine_socket, .private_directory = session.engine_directory()},
            session.stop()));
        auto chain = worker::make_market_chain(market, key, session.clock());
        auto owned = TRY(chain->fetch_gpus(session.stop()));
        if (owned.empty()) session.output().note("no GPU of this key yet: 'carrot gpu register'");

        auto worker = TRY(worker::Worker::open(options_for(session, owned),
                                               {*chain, engine.client(), *store, session.clock()}));
        auto server = TRY(start_server(session, worker));
        auto url = endpoint.value_or(server.url());
        auto me = market::address_of(key.account());
        if (TRY(market.registry().get_endpoint(me)) != url) {
            TRY(market.registry_as(key, session.call_options()).set_endpoint(me, url));
        }
        session.output().show({{"worker_url", server.url()}, {"endpoint", url}},
                              fmt::format("worker at {}, {} GPUs", server.url(), owned.size()));
        return worker.run(session.stop(), {});
    }

private:
    worker::WorkerOptions options_for(Session& session,
                                      const std::vector<worker::GpuId>& owned) const {
        worker::WorkerOptions options{.directory = session.worker_directory()};
        options.python_image_tar = python_image_tar.value_or(find_python_image());
        auto offer = find_gpu_offer();
        if (!offer.uuid.empty() && !owned.empty()) options.gpu_uuids[owned.front()] = offer.uuid;
        return options;
    }

    Result<http::Server> start_server(Session& session, worker::Worker& worker) const {
        http::Router router;
        worker::add_worker_routes(router, worker,
                                  TRY(worker::load_pairing_token(session.worker_directory())));
        http::ServerOptions options;
        options.address = address;
        options.port = port;
        options.cors.any_origin = true;
        return with_context(http::Server::start(std::move(router), options),
                            "serve the worker's API (--port chooses where)");
    }
};

}  // namespace

void add_worker(Command& program) {
    program.command<RunWorker>("worker", "Run the jobs for your GPUs, and be paid");
}

}  // namespace carrot::cli
