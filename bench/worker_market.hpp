// A market on this machine, as `carrot up` makes one: a real ledger behind its RPC, a real engine
// of its own, a store. What the worker's benchmarks need of it throws instead of returning errors.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "ipfs/result_store.hpp"
#include "market/market.hpp"
#include "network/network.hpp"
#include "sandbox/container_engine.hpp"
#include "support/temporary_directory.hpp"
#include "worker/worker.hpp"

namespace carrot::bench {

template <class T>
T need(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

class WorkerMarket {
public:
    explicit WorkerMarket(unsigned gpu_count);

    struct Posted {
        worker::JobId job = 0;
        TimePoint in_ledger;  ///< when a ledger had closed with it
    };
    /// For the GPU of this index.
    Posted post(unsigned gpu, std::string_view description = script());
    /// Returns when so many jobs of this market, from the first one on, have been completed.
    void wait_for_completions(std::uint64_t count);
    std::uint64_t completed() const;

    /// A worker as `carrot up` sets it up, on a folder of its own.
    worker::Worker open_worker();

    /// Where a worker in another process finds this market: see work_in_this_process().
    std::vector<std::string> process_arguments() const;

    static sandbox::ContainerEngine& engine();
    const ipfs::ResultStore& store() const { return *store_; }
    const worker::Chain& chain() const { return *chain_; }
    const std::filesystem::path& folder() const { return directory_.path(); }
    /// A job whose container writes a line, and one that needs none.
    static std::string_view script();
    static std::string_view message();
    static worker::WorkerOptions worker_options(std::filesystem::path directory);

private:
    tests::TemporaryDirectory directory_;
    std::unique_ptr<network::Network> network_;
    http::Client http_;
    std::optional<stellar::RpcClient> rpc_;
    std::optional<stellar::ContractCaller> caller_;
    stellar::KeyPair provider_ = stellar::KeyPair::generate();
    stellar::KeyPair consumer_ = stellar::KeyPair::generate();
    std::optional<market::Market> market_;
    std::vector<worker::GpuId> gpus_;
    std::unique_ptr<worker::Chain> chain_;
    std::unique_ptr<ipfs::ResultStore> store_;
    int workers_ = 0;
};

/// A worker at work until it is destroyed; then it drains.
class RunningWorker {
public:
    explicit RunningWorker(WorkerMarket& market) : worker_(market.open_worker()) {}
    ~RunningWorker() {
        drain_.request_stop();
        thread_.join();
    }
    /// Until the last job is done and its container gone.
    void wait_until_idle() {
        while (!worker_.status().running.empty())
            system_clock().sleep_for(std::chrono::milliseconds(1), {});
    }
    /// Until so many jobs are completed, their containers gone. Asks the worker rather than the
    /// chain, whose answers would take time from it.
    void wait_until_completed(std::uint64_t jobs) {
        const auto completed = [this] { return worker_.status().ended; };
        while (completed()[worker::Verdict::completed] < jobs)
            system_clock().sleep_for(std::chrono::milliseconds(5), {});
    }

    worker::Worker* operator->() { return &worker_; }

private:
    worker::Worker worker_;
    std::stop_source drain_;
    std::jthread thread_{[this] { need(worker_.run(drain_.get_token(), {})); }};
};

/// The program's other life: a worker on the market that the arguments name, until SIGTERM.
void work_in_this_process(const std::vector<std::string>& arguments);

/// Brings `count` such jobs through one worker in a process of its own, and prints what memory it
/// takes.
void measure_memory(std::uint64_t count, std::string_view description);

}  // namespace carrot::bench
