// A worker in a process of its own, for tests that kill it:
//
//   carrot_worker_process FOLDER RPC_URL ENGINE_SOCKET [DEED before|after]
//
// FOLDER holds market.toml and the provider's secret key. It works until SIGTERM, and then drains;
// with DEED it kills itself with SIGKILL at that deed.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <string_view>
#include <thread>

#include "base/file.hpp"
#include "ipfs/result_store.hpp"
#include "sandbox/docker_engine.hpp"
#include "worker/crashing_parts.hpp"
#include "worker/market_chain.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {
namespace {

Result<void> work(std::span<char*> arguments) {
    const std::filesystem::path folder(arguments[1]);
    http::Client http;
    stellar::RpcClient rpc(http, TRY(http::Url::parse(arguments[2])));
    const auto deployment = TRY(market::load_deployment(folder / "market.toml"));
    stellar::Network network;
    network.name = "local";
    network.rpc_url = arguments[2];
    network.passphrase = deployment.network_passphrase;
    stellar::ContractCaller caller(rpc, network, system_clock());
    const auto secret = TRY(read_file(folder / "provider", 100));
    const auto chain = make_market_chain(market::Market(caller, deployment),
                                         TRY(stellar::KeyPair::from_secret(as_text(secret))));
    const auto engine = sandbox::make_docker_engine(arguments[3]);
    const auto store = TRY(ipfs::open_embedded_store(folder / "store"));

    Crasher crasher([] { ::kill(::getpid(), SIGKILL); });
    if (arguments.size() == 6) {
        const std::string_view deed = arguments[4];
        int number = 0;
        std::from_chars(deed.data(), deed.data() + deed.size(), number);
        crasher.crash_at(number, std::string_view(arguments[5]) == "before"
                                     ? Crasher::Moment::before
                                     : Crasher::Moment::after);
    }
    CrashingChain mortal_chain(*chain, crasher);
    CrashingEngine mortal_engine(*engine, crasher);

    WorkerOptions options;
    options.directory = folder / "worker";
    options.python_image = "carrot/busybox:1";
    options.poll_interval = std::chrono::milliseconds(50);
    options.retry_first = std::chrono::milliseconds(50);
    auto worker = TRY(Worker::open(options, {mortal_chain, mortal_engine, *store, system_clock()}));

    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    std::stop_source drain;
    const std::jthread waiting([&] {
        int signal = 0;
        sigwait(&ending, &signal);
        drain.request_stop();
    });
    return worker.run(drain.get_token(), {});
}

}  // namespace
}  // namespace carrot::worker

int main(int argc, char** argv) {
    if (argc != 4 && argc != 6) return 2;
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_BLOCK, &ending, nullptr);  // before there are threads, for all of them
    const auto done = carrot::worker::work({argv, static_cast<std::size_t>(argc)});
    if (!done) fmt::print(stderr, "{}\n", done.error().message);
    return done ? 0 : 1;
}
