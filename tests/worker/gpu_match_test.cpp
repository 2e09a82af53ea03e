#include "worker/gpu_match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carrot::worker {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t mebibyte = 1 << 20;

sandbox::Gpu card(std::string model, std::uint64_t memory_mib, std::string uuid) {
    sandbox::Gpu card;
    card.model = std::move(model);
    card.memory_bytes = memory_mib * mebibyte;
    card.uuid = std::move(uuid);
    return card;
}

sandbox::Gpu rtx_4090(std::string uuid) {
    return card("NVIDIA GeForce RTX 4090", 24564, std::move(uuid));
}

sandbox::GpuInventory machine(std::vector<sandbox::Gpu> cards) {
    sandbox::GpuInventory inventory;
    inventory.gpus = std::move(cards);
    return inventory;
}

ChainGpu registered(GpuId id, std::string model, std::uint32_t vram_gb) {
    return {id, std::move(model), vram_gb, true, "GPROVIDER"};
}

TEST(GpuModel, IsTheSameWhereOneNameIsOnlyLonger) {
    for (const auto* name : {"RTX 4090", "rtx4090", "GeForce RTX 4090", "NVIDIA GeForce RTX 4090",
                             "RTX 4090 24GB", "4090"})
        EXPECT_TRUE(is_same_model(name, "NVIDIA GeForce RTX 4090")) << name;
    for (const auto* name : {"A100", "A100 40GB", "A100 SXM4", "NVIDIA A100-SXM4-40GB"})
        EXPECT_TRUE(is_same_model(name, "NVIDIA A100-SXM4-40GB")) << name;
    EXPECT_TRUE(is_same_model("H100", "NVIDIA H100 80GB HBM3"));
    EXPECT_TRUE(is_same_model("H100 PCIe", "NVIDIA H100 PCIe"));
    EXPECT_TRUE(is_same_model("T4", "Tesla T4"));
    EXPECT_TRUE(is_same_model("A6000", "NVIDIA RTX A6000"));
    EXPECT_TRUE(is_same_model("RTX 6000 Ada", "NVIDIA RTX 6000 Ada Generation"));
    EXPECT_TRUE(is_same_model("RTX 4070Ti SUPER", "NVIDIA GeForce RTX 4070 Ti SUPER"));
    EXPECT_TRUE(is_same_model("A100 MIG 1g.5gb", "NVIDIA A100-SXM4-40GB MIG 1g.5gb"));
}

TEST(GpuModel, IsAnotherWhereAWordMakesTheDifference) {
    EXPECT_FALSE(is_same_model("RTX 3060", "NVIDIA GeForce RTX 3060 Ti"));
    EXPECT_FALSE(is_same_model("RTX 3060", "NVIDIA GeForce RTX 3060 Laptop GPU"));
    EXPECT_FALSE(is_same_model("RTX 4090", "NVIDIA GeForce RTX 4080"));
    EXPECT_FALSE(is_same_model("RTX 4090", "NVIDIA GeForce RTX 4090 D"));
    EXPECT_FALSE(is_same_model("A100", "NVIDIA A100-SXM4-40GB MIG 1g.5gb"));
    EXPECT_FALSE(is_same_model("RTX 6000", "NVIDIA RTX 6000 Ada Generation"));
    EXPECT_FALSE(is_same_model("", "NVIDIA GeForce RTX 4090"));
    EXPECT_FALSE(is_same_model("NVIDIA GPU", "NVIDIA GPU"));
}

TEST(GpuMemory, MayBeRoundedAsSellersRound) {
    const auto fits = [](std::uint32_t gb, std::uint64_t mib) {
        return is_same_memory(gb, mib * mebibyte);
    };
    EXPECT_TRUE(fits(24, 24564) && fits(12, 12288) && fits(80, 81559) && fits(40, 40960));
    EXPECT_TRUE(fits(15, 15360) && fits(16, 15360) && fits(24, 23028));
    EXPECT_TRUE(fits(5, 4864) && fits(4, 4864));
    EXPECT_FALSE(fits(32, 24564));
    EXPECT_FALSE(fits(80, 40960));
    EXPECT_FALSE(fits(12, 24564));
    EXPECT_TRUE(is_same_memory(8, 0)) << "a card that does not tell";
}

TEST(GpuMatching, GivesEachGpuACardOfItsOwn) {
    const auto matches = match_gpus(
        {registered(3, "RTX 4090", 24), registered(5, "RTX 4090", 24)},
        machine({rtx_4090("GPU-a"), card("Tesla T4", 15360, "GPU-t"), rtx_4090("GPU-b")}), {});
    ASSERT_EQ(matches.size(), 2u);
    EXPECT_EQ(matches[0].uuid, "GPU-a");
    EXPECT_EQ(matches[1].uuid, "GPU-b");
}

TEST(GpuMatching, SaysWhatThereIsWhereNoCardFits) {
    const auto matches =
        match_gpus({registered(3, "RTX 4090", 24), registered(4, "RTX 4090", 24)},
                   machine({rtx_4090("GPU-a"), card("Tesla T4", 15360, "GPU-t")}), {});
    EXPECT_EQ(matches[0].problem, "");
    EXPECT_EQ(matches[1].uuid, "");
    EXPECT_THAT(matches[1].problem, HasSubstr("RTX 4090 with 24 GB"));
    EXPECT_THAT(matches[1].problem, HasSubstr("Tesla T4 with 15 GB"));
}

TEST(GpuMatching, GivesACardToSeveralGpusOnlyWhereThatIsWanted) {
    const std::vector two = {registered(3, "RTX 4090", 24), registered(4, "RTX 4090", 24)};
    const auto one_card = machine({rtx_4090("GPU-a")});
    EXPECT_NE(match_gpus(two, one_card, {})[1].problem, "");
    EXPECT_EQ(match_gpus(two, one_card, {.gpus_per_card = 2})[1].uuid, "GPU-a");
}

TEST(GpuMatching, GivesNoCardToAProcessor) {
    const auto matches =
        match_gpus({registered(3, "CPU, 8 cores, no GPU", 4)}, machine({rtx_4090("GPU-a")}), {});
    EXPECT_EQ(matches[0].uuid, "");
    EXPECT_EQ(matches[0].problem, "");
}

TEST(GpuMatching, TakesTheOwnersWordForWhichCard) {
    const auto cards = machine({rtx_4090("GPU-a"), rtx_4090("GPU-b")});
    const std::vector two = {registered(3, "RTX 4090", 24), registered(4, "RTX 4090", 24)};
    const auto matches = match_gpus(two, cards, {.configured = {{4, "GPU-a"}}});
    EXPECT_EQ(matches[0].uuid, "GPU-b");
    EXPECT_EQ(matches[1].uuid, "GPU-a");

    const auto gone = match_gpus(two, cards, {.configured = {{4, "GPU-z"}}});
    EXPECT_THAT(gone[1].problem, HasSubstr("GPU-z is gone"));
    const auto other =
        match_gpus({registered(3, "A100", 40)}, cards, {.configured = {{3, "GPU-a"}}});
    EXPECT_THAT(other[0].problem, HasSubstr("registered as A100 with 40 GB"));
    EXPECT_THAT(other[0].problem, HasSubstr("RTX 4090 with 24 GB"));
}

TEST(GpuMatching, KeepsTheCardsThatGpusHad) {
    const std::vector two = {registered(3, "RTX 4090", 24), registered(4, "RTX 4090", 24)};
    const GpuMatchRules rules{.before = {{3, "GPU-a"}, {4, "GPU-b"}}};
    auto only_b = machine({rtx_4090("GPU-b")});
    only_b.troubles = {{sandbox::GpuTroubleKind::card_lost, "GPU 0 has fallen off the bus", ""}};
    const auto matches = match_gpus(two, only_b, rules);
    EXPECT_EQ(matches[1].uuid, "GPU-b") << "another GPU's loss moves nobody";
    EXPECT_EQ(matches[0].problem, "its card GPU-a is gone: GPU 0 has fallen off the bus");
}

}  // namespace
}  // namespace carrot::worker
