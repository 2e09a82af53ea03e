#include "network/network.hpp"

#include <mutex>

#include "http/router.hpp"
#include "http/server.hpp"
#include "ledger/closer.hpp"
#include "network/detail/friendbot.hpp"
#include "network/detail/horizon.hpp"
#include "network/detail/rpc.hpp"

namespace carrot::network {
namespace {

// The largest transaction is 132,096 bytes, 176 KiB as base64; 200 keys are less.
constexpr std::uint64_t body_limit_bytes = 512 * 1024;

}  // namespace

struct Network::State {
    explicit State(std::unique_ptr<ledger::Ledger> opened)
        : ledger(std::move(opened)),
          rpc{.ledger = *ledger, .friendbot_url = [this] { return base_url() + "/friendbot"; }},
          friendbot(*ledger) {}

    std::string base_url() {
        const std::lock_guard lock(listening);
        return url;
    }

    http::Router routes();

    std::unique_ptr<ledger::Ledger> ledger;
    RpcContext rpc;
    Friendbot friendbot;
    std::mutex listening;  // over `url`
    std::string url;
    std::optional<ledger::Closer> closer;
    std::optional<http::Server> server;
};

http::Router Network::State::routes() {
    using http::Method;
    http::Router router;
    const auto rpc_handler = make_rpc_server(rpc).handler();
    router.route(Method::post, "/", rpc_handler);
    router.route(Method::post, "/rpc", rpc_handler);
    const auto fund = [this](const http::Request& request) { return friendbot.answer(request); };
    router.route(Method::get, "/friendbot", fund);
    router.route(Method::post, "/friendbot", fund);
    router.route(Method::get, "/", [this](const auto&) { return horizon_root(*ledger); });
    router.route(Method::get, "/fee_stats",
                 [this](const auto&) { return horizon_fee_stats(*ledger); });
    router.route(Method::get, "/accounts/{account}", [this](const http::Request& request) {
        return horizon_account(*ledger, request);
    });
    router.route(
        Method::get, "/accounts/{account}/operations",
        [this](const http::Request& request) { return horizon_operations(*ledger, request); });
    return router;
}

Network::Network(std::unique_ptr<State> state) : state_(std::move(state)) {}

Network::~Network() { stop(); }

Result<std::unique_ptr<Network>> Network::start(NetworkOptions options) {
    auto ledger = TRY(ledger::Ledger::open({
        .data_directory = options.data_directory,
        .passphrase = options.passphrase,
        .clock = options.clock,
        .retention_ledgers = options.retention_ledgers,
        .settings = options.settings,
    }));
    auto state = std::make_unique<State>(std::move(ledger));
    const http::ServerOptions listen{
        .address = options.address,
        .port = options.port,
        .body_limit_bytes = body_limit_bytes,
        .cors = {.any_origin = true},
    };
    auto server = TRY(http::Server::start(state->routes(), listen));
    {
        const std::lock_guard lock(state->listening);
        state->url = server.url();
    }
    state->server.emplace(std::move(server));
    state->closer.emplace(*state->ledger, options.close_interval);
    return std::unique_ptr<Network>(new Network(std::move(state)));
}

const std::string& Network::url() const { return state_->url; }

std::string Network::rpc_url() const { return state_->url + "/rpc"; }

const std::string& Network::passphrase() const { return state_->ledger->passphrase(); }

ledger::Ledger& Network::ledger() { return *state_->ledger; }

void Network::stop() {
    if (state_->server) state_->server->stop();
    if (state_->closer) state_->closer->stop();
}

}  // namespace carrot::network
