#include "faults/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "ipfs/ipfs.hpp"
#include "ledger/ledger.hpp"
#include "sandbox/output_folder.hpp"
#include "support/need.hpp"

namespace carrot::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr market::Stroops price{20'000'000};
constexpr market::Stroops fee{1'000'000};
constexpr auto look_interval = 10ms;
constexpr auto longest_wait = 60s;

std::uint16_t port_of(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

soroban::Address address(const stellar::KeyPair& key) { return market::address_of(key.account()); }

/// Which step may follow which, beside the next.
bool may_follow(Step step, Step last) {
    if (step > last) return true;
    const bool claim_missed = last == Step::claim && step == Step::prepare;
    const bool container_lost = step == Step::start && last > Step::start && last < Step::settle;
    return claim_missed || container_lost;
}

}  // namespace

std::string name_of(const Parts& parts) {
    constexpr std::array names = {"Worker", "Engine", "Node", "Store"};
    std::string name;
    for (const auto part : parts)
        name += names[static_cast<std::size_t>(part)];
    return name;
}

World::World(Restore restore, std::uint32_t retention_ledgers)
    : World({Part::worker, Part::engine, Part::node, Part::store}, restore, retention_ledgers) {}

World::World(const Parts& parts, Restore restore, std::uint32_t retention_ledgers)
    : retention_ledgers_(retention_ledgers), engine_(directory_.path() / "engine", restore) {
    start({Part::node, Part::store});
    deploy();
    let_worker_use(rpc_url());
    if (parts.contains(Part::worker)) start({Part::worker});
}

std::string World::pins_url() const { return fmt::format("http://127.0.0.1:{}", store_port_); }

std::string World::rpc_url() const { return fmt::format("http://127.0.0.1:{}/rpc", node_port_); }

template <class Question>
auto World::ask(Question question) {
    for (const Patience patience;; patience.check("the node")) {
        auto answer = question();
        if (answer) return *std::move(answer);
        if (answer.error().code != ErrorCode::unavailable)
            throw std::runtime_error(answer.error().message);
        system_clock().sleep_for(look_interval, {});
    }
}

void World::deploy() {
    const auto url = rpc_url();
    rpc_.emplace(http_, need(http::Url::parse(url)));
    const std::string passphrase(ledger::standalone_passphrase);
    caller_.emplace(
        *rpc_, stellar::Network{.name = "local", .rpc_url = url, .passphrase = passphrase}, clock_);
    for (const auto* key : {&treasury_, &provider_, &consumer_})
        need(rpc_->fund(key->account(), {}));
    const auto deployment = need(market::deploy(*caller_, treasury_));
    need(market::save_deployment(folder() / "market.toml", deployment));
    need(write_file(folder() / "provider", as_bytes(provider_.secret().reveal())));
    market_.emplace(*caller_, deployment);
    gpu_ = need(market_->registry_as(provider_).register_gpu(address(provider_), "RTX 4090", 24,
                                                             price.count()))
               .value;
}

void World::start(const Parts& parts) {
    const auto process = [&](const char* name, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {CARROT_FAULTS_PROCESS, name});
        return std::make_unique<Child>(arguments, (folder() / (std::string(name) + ".log")));
    };
    const auto server = [&](const char* name, std::uint16_t& port,
                            std::vector<std::string> more = {}) {
        more.insert(more.begin(), {(folder() / name).string(), std::to_string(port)});
        auto child = process(name, std::move(more));
        const auto url = child->line(longest_wait);
        if (!url) throw std::runtime_error(fmt::format("the {} does not start", name));
        port = port_of(*url);
        return child;
    };
    if (parts.contains(Part::node))
        node_ = server("network", node_port_, {std::to_string(retention_ledgers_)});
    if (parts.contains(Part::store)) store_ = server("pins", store_port_);
    if (parts.contains(Part::worker)) worker_.start(worker_rpc_url_, engine_.socket(), pins_url());
    if (parts.contains(Part::engine)) engine_.start();
}

void World::kill(const Parts& parts) {
    if (parts.contains(Part::worker)) worker_.kill();
    if (parts.contains(Part::node)) node_->kill();
    if (parts.contains(Part::store)) store_->kill();
    if (parts.contains(Part::engine)) engine_.kill();
}

void World::pass(std::chrono::milliseconds time) {
    passed_ += time;
    const auto file = folder() / "time-passed";
    need(write_file(file, as_bytes(std::to_string(passed_.count()))));
}

void World::wait_until_forgotten() {
    const auto latest = ask([&] { return rpc_->health(); }).latest_ledger;
    for (const Patience patience; ask([&] { return rpc_->health(); }).oldest_ledger <= latest;
         patience.check("the node to forget"))
        system_clock().sleep_for(look_interval, {});
}

void World::crash_machine() {
    kill({Part::worker, Part::engine, Part::node, Part::store});
    engine_.lose_memory();
    need(sandbox::unmount_below(folder() / "worker" / "jobs"));
}

JobId World::post(const std::string& code) {
    const auto description =
        fmt::format(R"({{"type":"python-script","description":"test","code":"{}"}})", code);
    completed_ = ask([&] { return market_->registry().get_gpu(gpu_); }).total_jobs;
    return need(market_->marketplace_as(consumer_).post_job(address(consumer_), gpu_, description,
                                                            1, price.count()))
        .value;
}

market::Job World::job(JobId job) {
    return ask([&] { return market_->marketplace().get_job(job); });
}

void World::expect_completed(JobId job, std::string_view content) {
    ++completed_;
    expect_ended(job);
    const auto on_chain = this->job(job);
    ASSERT_EQ(on_chain.status, market::JobStatus::completed) << worker_.record(job).reason;
    const auto store = need(ipfs::open_embedded_store(folder() / "store"));
    auto path = need(ipfs::ContentPath::parse(on_chain.result_hash));
    EXPECT_TRUE(fs::exists(folder() / "pins" / path.root.to_string()));
    path.segments = {"x"};
    EXPECT_EQ(as_text(need(ipfs::read_content(store->blocks(), path, 1 << 20))), content);
}

void World::expect_released(JobId job, std::string_view reason) {
    expect_ended(job);
    const auto on_chain = this->job(job);
    ASSERT_EQ(on_chain.status, market::JobStatus::cancelled);
    const auto store = need(ipfs::open_embedded_store(folder() / "store"));
    const auto path = need(ipfs::ContentPath::parse(on_chain.result_hash));
    EXPECT_TRUE(fs::exists(folder() / "pins" / path.root.to_string()));
    EXPECT_THAT(as_text(need(ipfs::read_content(store->blocks(), path, 1 << 20))),
                testing::HasSubstr(reason));
}

void World::expect_gpu_free() {
    const auto next = post("echo next > /output/x");
    worker_.finish(next);
    expect_completed(next, "next\n");
}

void World::expect_ended(JobId job) {
    expect_in_order(job);
    const auto runs = engine_.take_runs();
    EXPECT_GE(runs.started, 1);
    EXPECT_LE(runs.most_at_once, 1);
    EXPECT_EQ(ask([&] { return market_->registry().get_gpu(gpu_); }).total_jobs, completed_);
    EXPECT_EQ(ask([&] { return market_->marketplace().get_platform_fees(); }),
              fee.count() * completed_);
    const auto marketplace = market_->deployment().job_marketplace;
    EXPECT_EQ(ask([&] { return market_->fetch_balance(marketplace); }).count(),
              fee.count() * completed_);
    EXPECT_TRUE(need(engine_.client().list(
                         {{"carrot.network", std::string(ledger::standalone_passphrase)}}))
                    .empty());
    std::error_code none;
    EXPECT_TRUE(fs::is_empty(folder() / "worker" / "jobs", none));
}

void World::expect_in_order(JobId job) {
    const auto steps = worker_.steps(job);
    ASSERT_FALSE(steps.empty());
    for (std::size_t i = 1; i < steps.size(); ++i)
        EXPECT_TRUE(may_follow(steps[i].step, steps[i - 1].step))
            << name_of(steps[i].step) << " after " << name_of(steps[i - 1].step);
    EXPECT_EQ(steps.back().step, Step::done);
}

}  // namespace carrot::tests
