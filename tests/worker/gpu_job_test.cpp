// Jobs for GPUs, on a machine whose cards are made up: no engine here could hand over a real one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/gpu_guard.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

class GpuJob : public testing::Test {
protected:
    GpuJob() {
        place.chain.gpus = {0};
        options.directory = place.directory.path();
        options.confirm_after = 10ms;
        options.discover = [this] { return inventory; };
        inventory.troubles = {
            {sandbox::GpuTroubleKind::card_lost, "GPU 0 has fallen off the bus", "sudo reboot"}};
    }

    void put_card() {
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

TEST_F(GpuJob, OfAProcessorRunsWithoutACard) {
    place.chain.put_gpu({0, "CPU, 2 cores, no GPU", 4, true, place.chain.provider()});
    expect_unavailable = false;
    const auto record = record_of_a_job();
    EXPECT_EQ(record.verdict, Verdict::completed) << record.reason;
    EXPECT_TRUE(place.chain.gpu(0).available);
}

}  // namespace
}  // namespace carrot::worker
