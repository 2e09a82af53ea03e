#include "cli/gpu_checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carrot::cli {
namespace {

using testing::HasSubstr;

sandbox::GpuInventory one_card() {
    sandbox::GpuInventory inventory;
    inventory.driver_version = "550.54.15";
    inventory.cuda_version = "12.4";
    sandbox::Gpu card;
    card.model = "NVIDIA GeForce RTX 4090";
    card.uuid = "GPU-1";
    card.memory_bytes = std::uint64_t{24564} << 20;
    inventory.gpus = {card};
    return inventory;
}

TEST(CardCheck, ShowsCardsAndWhatKeepsOthersFromJobs) {
    auto inventory = one_card();
    inventory.troubles = {
        {sandbox::GpuTroubleKind::card_lost, "GPU 1 has fallen off the bus", "sudo reboot"}};
    const auto findings = check_cards(inventory);
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[0].finding, "NVIDIA GeForce RTX 4090; driver 550.54.15, CUDA 12.4");
    EXPECT_EQ(findings[1].kind, "card_lost");
    EXPECT_EQ(findings[1].remedy, "sudo reboot");
    EXPECT_EQ(findings[1].health, Health::note);
}

TEST(HandoverCheck, SaysWhatMendsAnEngineWithoutNvidiasToolkit) {
    sandbox::EngineFacts engine;
    engine.name = "Docker";
    engine.version = "24.0.7";
    const auto findings = check_handover(one_card(), engine, {});
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].kind, "no_container_toolkit");
    EXPECT_EQ(findings[0].health, Health::bad);
    EXPECT_THAT(findings[0].remedy, HasSubstr("apt install nvidia-container-toolkit"));
    EXPECT_TRUE(check_handover({}, engine, {}).empty()) << "no card, nothing to hand over";
}

TEST(RegisteredCheck, NamesTheGpuWhoseCardIsAnother) {
    const std::vector<worker::ChainGpu> registered = {{3, "RTX 4090", 24, true, "G"},
                                                      {4, "A100", 80, true, "G"}};
    const auto findings = check_registered(registered, one_card(), {}, 1);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].health, Health::bad);
    EXPECT_THAT(findings[0].finding, HasSubstr("GPU 4: no free card of this machine is A100"));
    EXPECT_EQ(check_registered({registered[0]}, one_card(), {}, 1).at(0).health, Health::good);
    EXPECT_TRUE(check_registered({}, one_card(), {}, 1).empty());
}

}  // namespace
}  // namespace carrot::cli
