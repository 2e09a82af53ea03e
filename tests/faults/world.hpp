// A market in processes that can be killed: the node, the container engine, the pinning service and
// the worker. The test itself is the consumer.
//
//   World world;
//   const auto job = world.post("echo hello");
//   world.run_until({Step::run, Moment::after});     // the worker waits there
//   world.kill({Part::worker, Part::engine});
//   world.start({Part::worker, Part::engine});
//   world.finish(job);
//   world.expect_completed(job);
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "faults/child.hpp"
#include "faults/engine_under_test.hpp"
#include "market/market.hpp"
#include "support/temporary_directory.hpp"
#include "worker/journal.hpp"

namespace carrot::tests {

using worker::JobId;
using worker::Step;

enum class Part { worker, engine, node, store };
using Parts = std::set<Part>;
std::string name_of(const Parts& parts);

enum class Moment { before, after };

/// A deed of the worker's, see deeds.hpp.
struct Place {
    Step step;
    Moment moment;
};
std::string name_of(const Place& place);

class World {
public:
    explicit World(Restore restore = Restore::kills);

    /// A job of an hour, whose script is the shell's.
    JobId post(const std::string& code);

    /// Until the worker is there, and waits. Throws when the job ends before.
    void run_until(const Place& place, JobId job);

    /// Lets the worker go on until something fails for it, or the job is done.
    void let_fail(JobId job);

    /// Lets the worker go on until its journal says that the job is done.
    void finish(JobId job);

    void kill(const Parts& parts);
    void start(const Parts& parts);

    /// All parts are killed, and all that lies in memory is lost.
    void crash_machine();

    worker::JobRecord record(JobId job);

    /// The job has ended once and for all, is paid once or not at all, and nothing is left of it.
    void expect_completed(JobId job, std::string_view content);
    void expect_released(JobId job, std::string_view reason);

    EngineUnderTest& engine() { return engine_; }
    Child& worker() { return *worker_; }
    const std::filesystem::path& folder() const { return directory_.path(); }
    market::Market& market() { return *market_; }
    market::Job job(JobId job);

    /// Asks the node, again while it is away.
    template <class Question>
    auto ask(Question question);

private:
    struct Report {
        std::string place;  ///< "before claim", "failed"; empty when none came
        bool failed = false;
    };
    Report next_report();
    void answer(const Report& report);
    bool is_done(JobId job);
    void expect_ended(JobId job);
    void expect_in_order(JobId job);
    void deploy();

    TemporaryDirectory directory_;
    EngineUnderTest engine_;
    std::uint16_t node_port_ = 0, store_port_ = 0;
    std::unique_ptr<Child> node_, store_, worker_;
    http::Client http_;
    std::optional<stellar::RpcClient> rpc_;
    std::optional<stellar::ContractCaller> caller_;
    std::optional<market::Market> market_;
    stellar::KeyPair treasury_ = stellar::KeyPair::generate();
    stellar::KeyPair provider_ = stellar::KeyPair::generate();
    stellar::KeyPair consumer_ = stellar::KeyPair::generate();
    worker::GpuId gpu_ = 0;
    std::uint32_t completed_ = 0;
    std::optional<Report> pending_;  ///< the worker waits for its answer
};

}  // namespace carrot::tests
