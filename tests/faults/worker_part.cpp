// The worker, on a folder that holds market.toml and the provider's secret key. It tells its deeds
// (deeds.hpp). SIGTERM or SIGINT lets it drain, another lets it leave at once. The file
// "clock-offset" moves its wall clock by so many milliseconds, "inclusion-fee-max" limits its fees.
#include <signal.h>

#include <thread>

#include "base/file.hpp"
#include "faults/deeds.hpp"
#include "faults/moved_clock.hpp"
#include "faults/parts.hpp"
#include "ipfs/pinning_service.hpp"
#include "sandbox/docker_engine.hpp"
#include "support/test_engine.hpp"
#include "worker/market_chain.hpp"
#include "worker/worker.hpp"

namespace carrot::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Waits between two attempts are shorter: how long they are is other tests' business.
class ImpatientClock final : public Clock {
public:
    TimePoint now() const override { return system_clock().now(); }
    std::chrono::milliseconds since_boot() const override { return system_clock().since_boot(); }
    bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
        return system_clock().sleep_for(std::min(duration, 20ms), std::move(stop));
    }
};

struct Market {
    http::Client http;
    stellar::RpcClient rpc;
    stellar::ContractCaller caller;
    std::unique_ptr<worker::Chain> chain;

    Market(const std::string& url, const market::Deployment& deployment,
           const stellar::KeyPair& provider, std::uint32_t inclusion_fee_max_stroops, Clock& clock)
        : rpc(http, http::Url::parse(url).value(), {.timeout = 1s, .clock = &clock, .headers = {}}),
          caller(rpc,
                 {.name = "local", .rpc_url = url, .passphrase = deployment.network_passphrase},
                 clock),
          chain(worker::make_market_chain(market::Market(caller, deployment), provider,
                                          inclusion_fee_max_stroops)) {}
};

Result<std::unique_ptr<ipfs::ResultStore>> open_store(const fs::path& folder,
                                                      const std::string& pins_url) {
    static ImpatientClock clock;
    std::vector<std::unique_ptr<ipfs::PinningService>> services;
    services.push_back(TRY(ipfs::connect_kubo({.url = pins_url, .bearer_token = {}}, clock)));
    return ipfs::replicate(TRY(ipfs::open_embedded_store(folder)), std::move(services));
}

worker::WorkerOptions options_for(const fs::path& folder) {
    worker::WorkerOptions options;
    options.directory = folder / "worker";
    options.python_image = busybox_image;
    options.poll_interval = 20ms;
    options.retry_first = 20ms;
    options.retry_last = 200ms;
    options.stop_grace = 1s;
    return options;
}

std::uint32_t inclusion_fee_max_stroops(const fs::path& folder) {
    const auto limit = read_file(folder / "inclusion-fee-max", 32);
    return limit ? static_cast<std::uint32_t>(std::stoul(std::string(as_text(*limit)))) : 1'000'000;
}

/// Turns signals into stop requests.
class Signals {
public:
    std::stop_token drain() const { return drain_.get_token(); }
    std::stop_token leave() const { return leave_.get_token(); }

private:
    std::stop_source drain_, leave_;
    std::jthread waiting_{[this] {
        sigset_t ending;
        sigemptyset(&ending);
        sigaddset(&ending, SIGTERM);
        sigaddset(&ending, SIGINT);
        int signal = 0;
        for (auto* stop : {&drain_, &leave_}) {
            ::sigwait(&ending, &signal);
            stop->request_stop();
        }
    }};
};

}  // namespace

Result<void> worker_part(Arguments arguments) {
    const fs::path folder(arguments[0]);
    MovedClock clock(folder, folder / "clock-offset");
    const auto secret = TRY(read_file(folder / "provider", 100));
    const Market market(arguments[1], TRY(market::load_deployment(folder / "market.toml")),
                        TRY(stellar::KeyPair::from_secret(as_text(secret))),
                        inclusion_fee_max_stroops(folder), clock);
    const auto engine = sandbox::make_docker_engine(arguments[2]);
    const auto store = TRY(open_store(folder / "store", arguments[3]));

    Deeds deeds;
    ReportedChain reported_chain(*market.chain, deeds);
    ReportedEngine reported_engine(*engine, deeds);
    ReportedStore reported_store(*store, deeds);
    auto worker = TRY(worker::Worker::open(
        options_for(folder), {reported_chain, reported_engine, reported_store, clock}));
    const Signals signals;
    const auto done = worker.run(signals.drain(), signals.leave());
    std::fflush(stderr);
    ::_exit(done ? 0 : 1);  // nothing that a signal could still be waited for
}

}  // namespace carrot::tests
