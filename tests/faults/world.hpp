// A market in processes that can be killed: the node, the container engine, the pinning service and
// the worker. The test itself is the consumer.
//
//   World world;
//   const auto job = world.post("echo hello");
//   world.worker().run_until({Step::run, Moment::after}, job);     // it waits there
//   world.kill({Part::worker, Part::engine});
//   world.start({Part::worker, Part::engine});
//   world.worker().finish(job);
//   world.expect_completed(job);
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "faults/child.hpp"
#include "faults/engine_under_test.hpp"
#include "faults/moved_clock.hpp"
#include "faults/worker_under_test.hpp"
#include "ledger/ledger.hpp"
#include "market/market.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::tests {

enum class Part { worker, engine, node, store };
using Parts = std::set<Part>;
std::string name_of(const Parts& parts);

class World {
public:
    /// The node remembers so many ledgers' transactions.
    explicit World(Restore restore = Restore::kills,
                   std::uint32_t retention_ledgers = ledger::default_retention_ledgers);

    /// Only these are started: of engine, node and store all are needed.
    explicit World(const Parts& parts, Restore restore = Restore::kills,
                   std::uint32_t retention_ledgers = ledger::default_retention_ledgers);

    /// A job of an hour, whose script is the shell's.
    JobId post(const std::string& code);

    void kill(const Parts& parts);
    void start(const Parts& parts);

    /// All parts are killed, and all that lies in memory is lost.
    void crash_machine();

    /// Time goes on, for the node and the worker.
    void pass(std::chrono::milliseconds time);

    /// Until the node does not remember what has been sent so far.
    void wait_until_forgotten();

    std::string pins_url() const;

    /// The node's own URL; and where the worker asks from its next start on, instead.
    std::string rpc_url() const;
    void let_worker_use(std::string rpc_url) { worker_rpc_url_ = std::move(rpc_url); }

    /// The job has ended once and for all, is paid once or not at all, and nothing is left of it.
    void expect_completed(JobId job, std::string_view content);
    void expect_released(JobId job, std::string_view reason);

    /// Another job gets the GPU.
    void expect_gpu_free();

    EngineUnderTest& engine() { return engine_; }
    WorkerUnderTest& worker() { return worker_; }
    const std::filesystem::path& folder() const { return directory_.path(); }
    market::Market& market() { return *market_; }
    market::Job job(JobId job);

private:
    /// Asks the node, again while it is away.
    template <class Question>
    auto ask(Question question);

    void expect_ended(JobId job);
    void expect_in_order(JobId job);
    void deploy();

    const std::uint32_t retention_ledgers_;
    std::chrono::milliseconds passed_{0};
    TemporaryDirectory directory_;
    EngineUnderTest engine_;
    std::uint16_t node_port_ = 0, store_port_ = 0;
    std::unique_ptr<Child> node_, store_;
    WorkerUnderTest worker_{directory_.path()};
    std::string worker_rpc_url_;
    MovedClock clock_{directory_.path()};
    http::Client http_;
    std::optional<stellar::RpcClient> rpc_;
    std::optional<stellar::ContractCaller> caller_;
    std::optional<market::Market> market_;
    stellar::KeyPair treasury_ = stellar::KeyPair::generate();
    stellar::KeyPair provider_ = stellar::KeyPair::generate();
    stellar::KeyPair consumer_ = stellar::KeyPair::generate();
    worker::GpuId gpu_ = 0;
    std::uint32_t completed_ = 0;  ///< jobs, at the last post()
};

}  // namespace carrot::tests
