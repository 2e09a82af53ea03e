// The worker on a real ledger: contracts, fees and sequence numbers as they are.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "ipfs/ipfs.hpp"
#include "support/market_on_a_ledger.hpp"
#include "support/spawn.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_engine.hpp"
#include "worker/market_chain.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;

constexpr market::Stroops fee{1'000'000};

using tests::need;

/// A worker that runs by itself, until it kills itself or is told to drain.
class WorkerProcess {
public:
    explicit WorkerProcess(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), CARROT_WORKER_PROCESS);
        pid_ = tests::spawn(std::move(arguments), {.end_signals = tests::EndSignals::held_back});
    }
    ~WorkerProcess() {
        if (pid_ != 0) ::kill(pid_, SIGKILL);
        if (pid_ != 0) ::waitpid(pid_, nullptr, 0);
    }
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    bool has_died() {
        if (pid_ == 0) return true;
        if (::waitpid(pid_, &status_, WNOHANG) != pid_) return false;
        pid_ = 0;
        return true;
    }
    int drain() {
        if (pid_ == 0) return status_;
        ::kill(pid_, SIGTERM);
        ::waitpid(std::exchange(pid_, 0), &status_, 0);
        return status_;
    }

private:
    pid_t pid_ = 0;
    int status_ = 0;
};

class WorkerOnALedger : public testing::Test, protected tests::MarketOnALedger {
protected:
    WorkerOnALedger() : MarketOnALedger(market::Stroops(20'000'000)) {
        need(market::save_deployment(directory.path() / "market.toml", market->deployment()));
        need(write_file(directory.path() / "provider", as_bytes(provider.secret().reveal())));
    }

    JobId post(const std::string& code) {
        return MarketOnALedger::post(
            fmt::format(R"({{"type":"python-script","description":"test","code":"{}"}})", code));
    }

    market::Job job(JobId id) { return need(market->marketplace().get_job(id)); }

    std::vector<std::string> arguments(std::vector<std::string> more = {}) {
        std::vector<std::string> all = {directory.path().string(), network->rpc_url(),
                                        tests::test_engine_socket().string()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    /// Until the process dies (true) or the job is final (false).
    bool dies_before_the_end(WorkerProcess& process, JobId id) {
        for (;;) {
            if (process.has_died()) return true;
            const auto status = job(id).status;
            if (status == market::JobStatus::completed || status == market::JobStatus::cancelled)
                return false;
            system_clock().sleep_for(50ms, {});
        }
    }

    std::string stored(const std::string& hash) {
        const auto store = need(ipfs::open_embedded_store(directory.path() / "store"));
        const auto path = need(ipfs::ContentPath::parse(hash));
        return std::string(as_text(need(ipfs::read_content(store->blocks(), path, 1 << 20))));
    }

    std::size_t containers() {
        const auto& contract = market->deployment().job_marketplace;
        return need(tests::test_engine().list({{"carrot.contract", contract.to_string()}})).size();
    }

    tests::TemporaryDirectory directory;
};

TEST_F(WorkerOnALedger, IsPaidForAJobAndTheConsumerFindsItsResult) {
    const auto id = post("echo hello");
    WorkerProcess process(arguments());
    EXPECT_FALSE(dies_before_the_end(process, id));
    EXPECT_EQ(process.drain(), 0);
    EXPECT_EQ(job(id).status, market::JobStatus::completed);
    EXPECT_EQ(stored(job(id).result_hash), "hello\n");
    EXPECT_EQ(need(market->marketplace().get_platform_fees()), fee.count());
    EXPECT_EQ(need(market->registry().get_gpu(gpu)).total_jobs, 1u);
}

TEST_F(WorkerOnALedger, GivesTheMoneyBackForAFailedJob) {
    const auto before = need(market->fetch_balance(consumer.account()));
    const auto id = post("echo oh no >&2; exit 3");
    WorkerProcess process(arguments());
    EXPECT_FALSE(dies_before_the_end(process, id));
    EXPECT_EQ(process.drain(), 0);
    EXPECT_EQ(job(id).status, market::JobStatus::cancelled);
    EXPECT_THAT(stored(job(id).result_hash), testing::HasSubstr("oh no"));
    const auto after = need(market->fetch_balance(consumer.account()));
    EXPECT_LT(before.count() - after.count(), 10'000'000);  // Stellar's own fee for posting
}

// kill -9 before and after the first, second, third … deed of a job each.
TEST_F(WorkerOnALedger, CompletesEachJobOnceWhereverItIsKilled) {
    std::uint32_t completed = 0;
    for (int death = 0;; ++death) {
        const auto deed = std::to_string(death / 2 + 1);
        const auto* moment = death % 2 == 0 ? "before" : "after";
        SCOPED_TRACE(fmt::format("killed {} deed {}", moment, deed));
        const auto id = post("echo hello");
        WorkerProcess mortal(arguments({deed, moment}));
        const bool died = dies_before_the_end(mortal, id);
        mortal.drain();
        WorkerProcess successor(arguments());
        EXPECT_FALSE(dies_before_the_end(successor, id));
        EXPECT_EQ(successor.drain(), 0);
        ++completed;

        EXPECT_EQ(job(id).status, market::JobStatus::completed);
        EXPECT_EQ(stored(job(id).result_hash), "hello\n");
        EXPECT_EQ(need(market->registry().get_gpu(gpu)).total_jobs, completed);
        EXPECT_EQ(need(market->marketplace().get_platform_fees()), fee.count() * completed);
        EXPECT_EQ(containers(), 0u);
        if (!died) break;
    }
    EXPECT_GT(completed, 25u);
}

}  // namespace
}  // namespace carrot::worker
