// Many short jobs through one worker in a process of its own, whose memory is looked at.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "base/file.hpp"
#include "sandbox/docker_engine.hpp"
#include "worker/market_chain.hpp"
#include "worker_market.hpp"

extern char** environ;

namespace carrot::bench {
namespace {

using namespace std::chrono_literals;

constexpr unsigned side_by_side = 8;
/// Posted and not completed: enough that no GPU waits.
constexpr std::uint64_t ahead = 24;

class WorkerProcess {
public:
    explicit WorkerProcess(std::vector<std::string> arguments) {
        std::string program = "/proc/self/exe";
        std::vector<char*> argv = {program.data()};
        for (auto& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        if (::posix_spawn(&pid_, argv[0], nullptr, nullptr, argv.data(), environ) != 0)
            throw std::runtime_error("could not start a worker process");
    }
    ~WorkerProcess() {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
    }
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    double resident_mib() const {
        std::ifstream statm(fmt::format("/proc/{}/statm", pid_));
        std::uint64_t total = 0;
        std::uint64_t resident = 0;
        if (!(statm >> total >> resident)) throw std::runtime_error("the worker process has died");
        return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) /
               (1 << 20);
    }

private:
    pid_t pid_ = 0;
};

struct Sample {
    std::uint64_t completed = 0;
    double resident_mib = 0;
};

void print_range(const char* name, std::span<const Sample> samples) {
    if (samples.empty()) return;
    const auto [least, most] = std::ranges::minmax(samples, {}, &Sample::resident_mib);
    double sum = 0;
    for (const auto& sample : samples)
        sum += sample.resident_mib;
    std::printf("%s: mean %.1f MiB, %.1f … %.1f (%zu samples)\n", name,
                sum / static_cast<double>(samples.size()), least.resident_mib, most.resident_mib,
                samples.size());
}

/// A tenth of the jobs, but at most a thousand, from each end; the first ones warm the worker up.
void print_samples(std::span<const Sample> samples, std::uint64_t count) {
    const auto part = std::min<std::uint64_t>(1000, std::max<std::uint64_t>(count / 10, 1));
    const auto first =
        std::ranges::find_if(samples, [&](const Sample& s) { return s.completed > part; });
    const auto last =
        std::ranges::find_if(samples, [&](const Sample& s) { return s.completed + part > count; });
    print_range(fmt::format("first {} jobs", part).c_str(), {samples.begin(), first});
    print_range(fmt::format("last {} jobs", part).c_str(), {last, samples.end()});
}

}  // namespace

void work_in_this_process(const std::vector<std::string>& arguments) {
    if (arguments.size() != 4) throw std::runtime_error("--worker FOLDER RPC_URL ENGINE_SOCKET");
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_BLOCK, &ending, nullptr);  // before there are threads, for all of them
    const std::filesystem::path folder(arguments[1]);
    http::Client http;
    stellar::RpcClient rpc(http, need(http::Url::parse(arguments[2])));
    const auto deployment = need(market::load_deployment(folder / "market.toml"));
    stellar::Network network;
    network.name = "local";
    network.rpc_url = arguments[2];
    network.passphrase = deployment.network_passphrase;
    stellar::ContractCaller caller(rpc, network, system_clock());
    const auto secret = need(read_file(folder / "provider", 100));
    const auto chain = worker::make_market_chain(
        market::Market(caller, deployment), need(stellar::KeyPair::from_secret(as_text(secret))));
    const auto engine = sandbox::make_docker_engine(arguments[3]);
    const auto store = need(ipfs::open_embedded_store(folder / "store"));
    auto worker = need(worker::Worker::open(WorkerMarket::worker_options(folder / "worker"),
                                            {*chain, *engine, *store, system_clock()}));
    std::stop_source drain;
    const std::jthread waiting([&] {
        int signal = 0;
        sigwait(&ending, &signal);
        drain.request_stop();
    });
    need(worker.run(drain.get_token(), {}));
}

void measure_memory(std::uint64_t count, std::string_view description) {
    WorkerMarket market(side_by_side);
    const WorkerProcess worker(market.process_arguments());
    std::vector<Sample> samples;
    const auto start = std::chrono::steady_clock::now();
    std::uint64_t completed = 0;
    for (std::uint64_t posted = 0; completed < count;) {
        for (; posted < std::min(count, completed + ahead); ++posted)
            market.post(static_cast<unsigned>(posted), description);
        market.wait_for_completions(std::min(count, completed + 4));
        completed = market.completed();
        samples.push_back({completed, worker.resident_mib()});
    }
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    std::printf("%llu jobs in %.0f s, %.2f a second\n", static_cast<unsigned long long>(count),
                passed.count(), static_cast<double>(count) / passed.count());
    print_samples(samples, count);
}

}  // namespace carrot::bench
