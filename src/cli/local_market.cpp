#include "cli/local_market.hpp"

#include <thread>

#include "base/file.hpp"
#include "cli/gpu_offer.hpp"
#include "cli/port_holder.hpp"
#include "cli/render.hpp"
#include "cli/web_page.hpp"
#include "cli/worker_door.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "ipfs/gateway.hpp"
#include "network/network.hpp"
#include "sandbox/engine_search.hpp"
#include "worker/api.hpp"
#include "worker/gpu_guard.hpp"
#include "worker/market_chain.hpp"
#include "worker/worker.hpp"

namespace carrot::cli {
namespace {

constexpr market::Stroops demo_price_per_hour{20'000'000};

/// The network is in this process, and closes a ledger as soon as a job is posted.
constexpr std::chrono::milliseconds worker_poll_interval{20};

/// Adds to "the port is taken" by whom, and which option chooses another.
template <class T>
Result<T> with_port_advice(Result<T> started, std::uint16_t port, std::string_view option) {
    if (started || port == 0) return started;
    auto holder = describe_port_holder(port);
    if (holder.empty()) return started;
    return fail(started.error().code,
                "port {} is taken{}: end that, or choose another port with {}", port, holder,
                option);
}

/// A server of the market's own web pages and SDKs: any origin may read from it.
http::ServerOptions public_server(std::uint16_t port) {
    http::ServerOptions options;
    options.port = port;
    options.cors.any_origin = true;
    return options;
}

}  // namespace

struct LocalMarket::Parts {
    Parts(const LocalMarketOptions& settings, Output& shown) : options(settings), output(shown) {}

    ~Parts() {
        leave.request_stop();
        if (worker_thread.joinable()) worker_thread.join();
        if (announced) remove_local_endpoints(options.directory);
    }

    Result<void> start_network();
    Result<void> start_store();
    Result<void> find_engine(std::stop_token stop);
    Result<void> open_market(std::stop_token stop);
    Result<void> offer_gpu(std::stop_token stop);
    Result<void> start_page();
    Result<void> start_worker();

    LocalMarketOptions options;
    Output& output;
    LocalEndpoints endpoints;
    bool announced = false;  ///< the file that tells other commands of them is ours

    std::unique_ptr<network::Network> network;
    std::unique_ptr<ipfs::ResultStore> store;
    std::optional<http::Server> gateway;
    std::optional<sandbox::FoundEngine> engine;
    std::string engine_description;

    http::Client client;
    std::optional<stellar::RpcClient> rpc;
    std::optional<stellar::ContractCaller> caller;
    std::optional<LocalAccounts> accounts;
    std::optional<market::Market> market;
    market::GpuId gpu_id = 0;
    std::optional<http::Server> page;
    std::unique_ptr<worker::Chain> chain;
    std::optional<worker::GpuGuard> gpu_guard;
    std::optional<worker::Worker> worker;
    std::optional<http::Server> worker_server;
    std::optional<WorkerDoorFile> worker_door;
    std::stop_source drain, leave;
    std::jthread worker_thread;
    Result<void> worker_outcome;
    std::stop_source worker_ended;
};

Result<void> LocalMarket::Parts::start_network() {
    Step step(output, "starting a Stellar network");
    network = TRY(
        with_port_advice(network::Network::start({.data_directory = options.directory / "ledger",
                                                  .port = options.network_port}),
                         options.network_port, "--network-port"));
    endpoints.rpc_url = network->rpc_url();
    rpc.emplace(client, TRY(http::Url::parse(endpoints.rpc_url)));
    caller.emplace(
        *rpc,
        stellar::Network{
            .name = "local", .rpc_url = endpoints.rpc_url, .passphrase = network->passphrase()},
        system_clock());
    step.done(fmt::format("Stellar network    {}", endpoints.rpc_url));
    return {};
}

Result<void> LocalMarket::Parts::start_store() {
    Step step(output, "opening the IPFS store");
    store = TRY(ipfs::open_embedded_store(options.store_directory));
    http::Router router;
    ipfs::add_gateway_routes(router, store->blocks());
    gateway = TRY(with_port_advice(
        http::Server::start(std::move(router), public_server(options.gateway_port)),
        options.gateway_port, "--gateway-port"));
    endpoints.gateway_url = gateway->url();
    step.done(fmt::format("IPFS gateway       {}", endpoints.gateway_url));
    return {};
}

Result<void> LocalMarket::Parts::find_engine(std::stop_token stop) {
    Step step(output, "looking for a container engine");
    engine = TRY(sandbox::find_engine(
        {.socket = options.engine_socket, .private_directory = options.engine_directory}, stop));
    auto facts = TRY(engine->client().fetch_facts(stop));
    engine_description =
        fmt::format("{} {}", engine->is_private() ? "private Docker" : "Docker", facts.version);
    step.done(
        fmt::format("container engine   {} at {}", engine_description, engine->socket().native()));
    return {};
}

Result<void> LocalMarket::Parts::open_market(std::stop_token stop) {
    {
        Step step(output, "funding accounts");
        accounts = TRY(open_local_accounts(options.directory / "keys", *rpc, stop));
        step.done(fmt::format("accounts           alice {}, bob {}",
                              short_address(accounts->alice.account().to_string()),
                              short_address(accounts->bob.account().to_string())));
    }
    Step step(output, "deploying the contracts");
    market::DeployOptions deploy_options;
    deploy_options.call.stop = stop;
    auto deployment = TRY(market::deploy(*caller, accounts->treasury, deploy_options));
    TRY(market::save_deployment(options.directory / "market.toml", deployment));
    market.emplace(*caller, deployment, stop);
    step.done(fmt::format("contracts          registry {}, marketplace {}",
                          short_address(deployment.gpu_registry.to_string()),
                          short_address(deployment.job_marketplace.to_string())));
    return {};
}

Result<void> LocalMarket::Parts::offer_gpu(std::stop_token stop) {
    Step step(output, "offering this machine's GPU");
    auto bob = market::address_of(accounts->bob.account());
    stellar::CallOptions call;
    call.stop = stop;
    auto registry = market->registry_as(accounts->bob, call);
    auto owned = TRY(market->registry().get_provider_gpus(bob));
    if (!owned.empty()) {
        gpu_id = owned.front();
    } else {
        const auto offer = find_gpu_offer();
        gpu_id =
            TRY(registry.register_gpu(bob, offer.model, offer.vram_gb, demo_price_per_hour.count()))
        .value;
    }
    auto gpu = TRY(market->registry().get_gpu(gpu_id));
    step.done(fmt::format("GPU {}              {}, {} per hour", gpu_id, printable(gpu.model),
                          with_unit(market::Stroops{gpu.price_per_hour})));
    return {};
}

Result<void> LocalMarket::Parts::start_page() {
    Step step(output, "serving the page");
    if (options.web_directory.empty()) {
        step.done("page               not built: ./dev build carrot_web (needs Node 20.19)");
        return {};
    }
    page = TRY(with_port_advice(serve_web_page(options.web_directory, options.web_port,
                                               {.rpc_url = endpoints.rpc_url,
                                                .friendbot_url = network->url() + "/friendbot",
                                                .gateway_url = endpoints.gateway_url,
                                                .deployment = market->deployment(),
                                                .accounts = *accounts}),
                                options.web_port, "--web-port"));
    for (auto& origin : origins_of(*page))
        options.worker_origins.push_back(std::move(origin));
    step.done(fmt::format("page               {}", page->url()));
    return {};
}

Result<void> LocalMarket::Parts::start_worker() {
    Step step(output, "starting the worker");
    auto directory = options.directory / "worker";
    chain = worker::make_market_chain(*market, accounts->bob);
    worker::WorkerOptions worker_options{.directory = directory,
                                         .python_image_tar = options.python_image_tar,
                                         .poll_interval = worker_poll_interval};
    gpu_guard.emplace(worker::GpuGuardOptions{.directory = directory,
                                              .handover = worker::handover_of(engine->client())},
                      *chain, system_clock());
    worker.emplace(
        TRY(worker::Worker::open(std::move(worker_options),
                                 {*chain, engine->client(), *store, system_clock(), &*gpu_guard})));

    http::Router router;
    worker::add_worker_routes(router, *worker, TRY(worker::load_pairing_token(directory)));
    http::ServerOptions server_options;
    server_options.port = options.worker_port;
    server_options.cors.origins = options.worker_origins;
    server_options.unix_socket = WorkerDoorFile::socket_in(directory);
    worker_server =
        TRY(with_port_advice(http::Server::start(std::move(router), std::move(server_options)),
                             options.worker_port, "--worker-port"));
    worker_door.emplace(TRY(WorkerDoorFile::leave(directory, *worker_server)));
    endpoints.worker_url = worker_server->url();

    auto bob = market::address_of(accounts->bob.account());
    if (TRY(market->registry().get_endpoint(bob)) != endpoints.worker_url) {
        TRY(market->registry_as(accounts->bob).set_endpoint(bob, endpoints.worker_url));
    }
    TRY(save_local_endpoints(options.directory, endpoints));
    announced = true;
    worker_thread = std::jthread([this] {
        worker_outcome = worker->run(drain.get_token(), leave.get_token());
        worker_ended.request_stop();
    });
    step.done(fmt::format("worker             {}", endpoints.worker_url));
    return {};
}

Result<std::unique_ptr<LocalMarket>> LocalMarket::start(const LocalMarketOptions& options,
                                                        Output& output, std::stop_token stop) {
    auto parts = std::make_unique<Parts>(options, output);
    TRY(make_directories(options.directory));
    TRY(parts->start_network());
    TRY(parts->start_store());
    TRY(parts->find_engine(stop));
    TRY(parts->open_market(stop));
    TRY(parts->offer_gpu(stop));
    TRY(parts->start_page());
    TRY(parts->start_worker());
    return std::unique_ptr<LocalMarket>(new LocalMarket(std::move(parts)));
}

LocalMarket::LocalMarket(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
LocalMarket::~LocalMarket() = default;

const LocalEndpoints& LocalMarket::endpoints() const { return parts_->endpoints; }
std::string LocalMarket::web_url() const {
    return parts_->page ? parts_->page->url() : std::string();
}
const LocalAccounts& LocalMarket::accounts() const { return *parts_->accounts; }
const market::Market& LocalMarket::market() const { return *parts_->market; }
ipfs::ResultStore& LocalMarket::store() const { return *parts_->store; }
market::GpuId LocalMarket::gpu_id() const { return parts_->gpu_id; }
const std::string& LocalMarket::engine_description() const { return parts_->engine_description; }

Result<worker::JobRecord> LocalMarket::job_record(market::JobId job_id) const {
    return parts_->worker->job(job_id);
}

Result<void> LocalMarket::run(std::stop_token stop) {
    std::stop_source wake;
    std::stop_callback on_stop(stop, [&] { wake.request_stop(); });
    std::stop_callback on_end(parts_->worker_ended.get_token(), [&] { wake.request_stop(); });
    while (system_clock().sleep_for(std::chrono::hours(24), wake.get_token())) {
    }
    if (stop.stop_requested()) return {};
    return with_context(parts_->worker_outcome, "the worker ended");
}

}  // namespace carrot::cli
