// Jobs for GPUs, on a machine whose cards are made up: no engine here could hand over a real one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "worker/forwarding_parts.hpp"
#include "worker/gpu_guard.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

/// The real engine, but for the card: it says that it has one, notes who asks for it, and leaves it
/// out of the container.
class EngineWithMadeUpCard final : public ForwardingEngine {
public:
    using ForwardingEngine::ForwardingEngine;

    Result<sandbox::EngineFacts> fetch_facts(std::stop_token stop) override {
        auto facts = TRY(ForwardingEngine::fetch_facts(stop));
        facts.cdi_devices = {"nvidia.com/gpu=GPU-a"};
        return facts;
    }
    Result<sandbox::ContainerId> create_container(const sandbox::ContainerConfig& config,
                                                  std::stop_token stop) override {
        auto without = config;
        asked_for = std::exchange(without.gpu_uuids, {});
        return ForwardingEngine::create_container(without, stop);
    }

    std::vector<std::string> asked_for;
};

class GpuJob : public testing::Test {
protected:
    GpuJob() {
        place.chain.gpus = {0};
        options.directory = place.directory.path();
        options.confirm_after = 10ms;
        options.gpus = {0};
        options.discover = [this] {
            const std::lock_guard lock(cards);
            return inventory;
        };
        take_card();
    }

    void take_card() {
        const std::lock_guard lock(cards);
        inventory.gpus.clear();
        inventory.troubles = {
            {sandbox::GpuTroubleKind::card_lost, "GPU 0 has fallen off the bus", "sudo reboot"}};
    }

    void put_card() {
        const std::lock_guard lock(cards);
        sandbox::Gpu card;
        card.model = "NVIDIA GeForce RTX 4090";
        card.memory_bytes = std::uint64_t{24564} << 20;
        card.uuid = "GPU-a";
        inventory.gpus = {card};
        inventory.troubles.clear();
    }

    /// What becomes of a job that is posted for the GPU.
    JobRecord record_of_a_job() {
        GpuGuard guard(options, place.chain, *place.clock);
        auto worker = need(Worker::open(
            place.options, {place.chain, place.engine, *place.store, *place.clock, &guard}));
        const auto job = place.chain.post(0, script("echo hello"));
        std::stop_source drain;
        std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
        place.wait_for(worker, job, Step::done);
        if (expect_unavailable) place.chain.wait_for_availability(0, false);
        drain.request_stop();
        thread.join();
        return need(worker.job(job));
    }

    Workplace place;
    GpuGuardOptions options;
    std::mutex cards;
    sandbox::GpuInventory inventory;
    bool expect_unavailable = true;
};

TEST_F(GpuJob, IsNotClaimedWhereItsCardIsGone) {
    const auto record = record_of_a_job();
    EXPECT_EQ(record.verdict, Verdict::refused);
    EXPECT_THAT(record.reason, HasSubstr("fallen off the bus"));
    EXPECT_EQ(place.chain.job(record.job_id).status, ChainStatus::open);
    EXPECT_FALSE(place.chain.gpu(0).available);
}

TEST_F(GpuJob, IsNotClaimedWhereTheEngineCantHandOverItsCard) {
    put_card();
    options.handover = handover_of(place.engine);
    const auto record = record_of_a_job();
    EXPECT_EQ(record.verdict, Verdict::refused);
    EXPECT_THAT(record.reason, HasSubstr("container toolkit"));
    EXPECT_EQ(place.containers(), 0u);
}

TEST_F(GpuJob, ThatRunsIsStoppedAndReleasedWhenItsCardIsLost) {
    put_card();
    EngineWithMadeUpCard engine(place.engine);
    options.handover = handover_of(engine);
    options.interval = 20ms;
    GpuGuard guard(options, place.chain, *place.clock);
    auto worker = need(
        Worker::open(place.options, {place.chain, engine, *place.store, *place.clock, &guard}));
    const auto job = place.chain.post(0, script("echo begun; sleep 1000"));
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    place.wait_for(worker, job, Step::run);
    take_card();
    place.chain.wait_for(job, ChainStatus::cancelled);
    place.chain.wait_for_availability(0, false);
    drain.request_stop();
    thread.join();

    EXPECT_EQ(engine.asked_for, std::vector<std::string>{"GPU-a"});
    const auto record = need(worker.job(job));
    EXPECT_EQ(record.verdict, Verdict::released);
    EXPECT_THAT(record.reason, HasSubstr("GPU-a is gone: GPU 0 has fallen off the bus"));
    EXPECT_EQ(place.chain.payments(job), 0);
    EXPECT_EQ(place.containers(), 0u);
}

TEST_F(GpuJob, ThatFailsSaysWhenItsCardIsLost) {
    put_card();
    EngineWithMadeUpCard engine(place.engine);
    GpuGuard guard(options, place.chain, *place.clock);
    auto worker = need(
        Worker::open(place.options, {place.chain, engine, *place.store, *place.clock, &guard}));
    const auto job = place.chain.post(0, script("while [ ! -e /output/go ]; do sleep 0.01; done; "
                                                "exit 3"));
    std::stop_source drain;
    std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
    place.wait_for(worker, job, Step::run);
    take_card();
    const auto output = place.options.directory / "jobs" / std::to_string(job) / "output";
    need(write_file(output / "go", {}));
    place.chain.wait_for(job, ChainStatus::cancelled);
    drain.request_stop();
    thread.join();
    EXPECT_THAT(need(worker.job(job)).reason, HasSubstr("exit status 3: its card GPU-a is gone"));
}

TEST_F(GpuJob, OfAProcessorRunsWithoutACard) {
    place.chain.put_gpu({0, "CPU, 2 cores, no GPU", 4, true, place.chain.provider()});
    expect_unavailable = false;
    const auto record = record_of_a_job();
    EXPECT_EQ(record.verdict, Verdict::completed) << record.reason;
    EXPECT_TRUE(place.chain.gpu(0).available);
}

}  // namespace
}  // namespace carrot::worker
