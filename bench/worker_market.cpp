#include "worker_market.hpp"

#include "base/file.hpp"
#include "ipfs/ipfs.hpp"
#include "sandbox/docker_engine.hpp"
#include "support/test_engine.hpp"
#include "worker/market_chain.hpp"

namespace carrot::bench {
namespace {

using namespace std::chrono_literals;

constexpr market::Stroops price{1'000'000};
constexpr std::uint64_t fee_per_job = 50'000;  // the platform's 5%

soroban::Address address(const stellar::KeyPair& key) { return market::address_of(key.account()); }

}  // namespace

WorkerMarket::WorkerMarket(unsigned gpu_count) {
    network_ =
        need(network::Network::start({.data_directory = directory_.path() / "ledger", .port = 0}));
    rpc_.emplace(http_, need(http::Url::parse(network_->rpc_url())));
    stellar::Network described;
    described.name = "local";
    described.rpc_url = network_->rpc_url();
    described.passphrase = network_->passphrase();
    caller_.emplace(*rpc_, described, system_clock());
    auto treasury = stellar::KeyPair::generate();
    for (const auto* key : {&treasury, &provider_, &consumer_})
        need(rpc_->fund(key->account(), {}));
    const auto deployment = need(market::deploy(*caller_, treasury));
    market_.emplace(*caller_, deployment);
    auto registry = market_->registry_as(provider_);
    for (unsigned i = 0; i < gpu_count; ++i)
        gpus_.push_back(
            need(registry.register_gpu(address(provider_), "RTX 4090", 24, price.count())).value);
    chain_ = worker::make_market_chain(*market_, provider_);
    store_ = need(ipfs::open_embedded_store(directory_.path() / "store"));
    need(market::save_deployment(directory_.path() / "market.toml", deployment));
    need(write_file(directory_.path() / "provider", as_bytes(provider_.secret().reveal())));
}

std::string_view WorkerMarket::script() {
    return R"({"type":"python-script","description":"bench","code":"echo hello"})";
}

std::string_view WorkerMarket::message() { return R"({"type":"simple","description":"hello"})"; }

WorkerMarket::Posted WorkerMarket::post(unsigned gpu, std::string_view description) {
    market::JobMarketplaceCalls calls(market::ContractCalls(market_->deployment().job_marketplace));
    const auto operation = need(calls.post_job(address(consumer_), gpus_.at(gpu % gpus_.size()),
                                               std::string(description), 1u, price.count()));
    const auto transaction = need(caller_->prepare(consumer_, operation));
    const auto before = need(rpc_->latest_ledger({})).sequence;
    need(caller_->submit(transaction));
    network_->ledger().wait_for_ledger_after(before, 5s, {});
    const auto in_ledger = system_clock().now();
    const auto outcome = need(caller_->await(transaction));
    return {need(stellar::decode_result<worker::JobId>(outcome.return_value)), in_ledger};
}

std::uint64_t WorkerMarket::completed() const {
    return static_cast<std::uint64_t>(need(market_->marketplace().get_platform_fees())) /
           fee_per_job;
}

void WorkerMarket::wait_for_completions(std::uint64_t count) {
    for (;;) {
        const auto ledger = need(rpc_->latest_ledger({})).sequence;
        const auto done = completed();
        if (done >= count) return;
        // Asking takes time from the worker: the last ones alone are looked at in each ledger.
        if (done + 8 < count)
            system_clock().sleep_for(100ms, {});
        else
            network_->ledger().wait_for_ledger_after(ledger, 5s, {});
    }
}

worker::WorkerOptions WorkerMarket::worker_options(std::filesystem::path directory) {
    worker::WorkerOptions options;
    options.directory = std::move(directory);
    options.python_image = tests::busybox_image;
    options.poll_interval = 20ms;
    return options;
}

worker::Worker WorkerMarket::open_worker() {
    const auto directory = directory_.path() / fmt::format("worker-{}", ++workers_);
    return need(worker::Worker::open(worker_options(directory),
                                     {*chain_, engine(), *store_, system_clock()}));
}

std::vector<std::string> WorkerMarket::process_arguments() const {
    return {"--worker", folder().string(), network_->rpc_url(),
            tests::test_engine_socket().string()};
}

sandbox::ContainerEngine& WorkerMarket::engine() { return tests::test_engine(); }

}  // namespace carrot::bench
