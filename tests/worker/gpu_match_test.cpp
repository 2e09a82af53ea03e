#include "worker/gpu_match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

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

struct ModelPair {
    const char* registered;
    const char* found;  ///< as NVML names it
};

void PrintTo(const ModelPair& pair, std::ostream* out) {
    *out << pair.registered << " for " << pair.found;
}

class SameGpuModel : public testing::TestWithParam<ModelPair> {};

TEST_P(SameGpuModel, HasANameThatIsOnlyLonger) {
    EXPECT_TRUE(is_same_model(GetParam().registered, GetParam().found));
}

INSTANTIATE_TEST_SUITE_P(
    , SameGpuModel,
    testing::Values(ModelPair{"RTX 4090", "NVIDIA GeForce RTX 4090"},
                    ModelPair{"rtx4090", "NVIDIA GeForce RTX 4090"},
                    ModelPair{"GeForce RTX 4090", "NVIDIA GeForce RTX 4090"},
                    ModelPair{"NVIDIA GeForce RTX 4090", "NVIDIA GeForce RTX 4090"},
                    ModelPair{"RTX 4090 24GB", "NVIDIA GeForce RTX 4090"},
                    ModelPair{"4090", "NVIDIA GeForce RTX 4090"},
                    ModelPair{"A100", "NVIDIA A100-SXM4-40GB"},
                    ModelPair{"A100 40GB", "NVIDIA A100-SXM4-40GB"},
                    ModelPair{"A100 SXM4", "NVIDIA A100-SXM4-40GB"},
                    ModelPair{"NVIDIA A100-SXM4-40GB", "NVIDIA A100-SXM4-40GB"},
                    ModelPair{"H100", "NVIDIA H100 80GB HBM3"},
                    ModelPair{"H100 PCIe", "NVIDIA H100 PCIe"}, ModelPair{"T4", "Tesla T4"},
                    ModelPair{"A6000", "NVIDIA RTX A6000"},
                    ModelPair{"RTX 6000 Ada", "NVIDIA RTX 6000 Ada Generation"},
                    ModelPair{"RTX 4070Ti SUPER", "NVIDIA GeForce RTX 4070 Ti SUPER"},
                    ModelPair{"A100 MIG 1g.5gb", "NVIDIA A100-SXM4-40GB MIG 1g.5gb"}));

class OtherGpuModel : public testing::TestWithParam<ModelPair> {};

TEST_P(OtherGpuModel, HasAWordThatMakesTheDifference) {
    EXPECT_FALSE(is_same_model(GetParam().registered, GetParam().found));
}

INSTANTIATE_TEST_SUITE_P(, OtherGpuModel,
                         testing::Values(ModelPair{"RTX 3060", "NVIDIA GeForce RTX 3060 Ti"},
                                         ModelPair{"RTX 3060",
                                                   "NVIDIA GeForce RTX 3060 Laptop GPU"},
                                         ModelPair{"RTX 4090", "NVIDIA GeForce RTX 4080"},
                                         ModelPair{"RTX 4090", "NVIDIA GeForce RTX 4090 D"},
                                         ModelPair{"A100", "NVIDIA A100-SXM4-40GB MIG 1g.5gb"},
                                         ModelPair{"RTX 6000", "NVIDIA RTX 6000 Ada Generation"},
                                         ModelPair{"", "NVIDIA GeForce RTX 4090"},
                                         ModelPair{"NVIDIA GPU", "NVIDIA GPU"}));

struct MemoryPair {
    std::uint32_t registered_gb;
    std::uint64_t found_mib;
    bool same;
};

void PrintTo(const MemoryPair& pair, std::ostream* out) {
    *out << pair.registered_gb << " GB for " << pair.found_mib << " MiB";
}

class GpuMemory : public testing::TestWithParam<MemoryPair> {};

TEST_P(GpuMemory, MayBeRoundedAsSellersRound) {
    const auto& [registered_gb, found_mib, same] = GetParam();
    EXPECT_EQ(is_same_memory(registered_gb, found_mib * mebibyte), same);
}

/// A card that does not tell has 0.
INSTANTIATE_TEST_SUITE_P(, GpuMemory,
                         testing::Values(MemoryPair{24, 24564, true}, MemoryPair{12, 12288, true},
                                         MemoryPair{80, 81559, true}, MemoryPair{40, 40960, true},
                                         MemoryPair{15, 15360, true}, MemoryPair{16, 15360, true},
                                         MemoryPair{24, 23028, true}, MemoryPair{5, 4864, true},
                                         MemoryPair{4, 4864, true}, MemoryPair{8, 0, true},
                                         MemoryPair{32, 24564, false}, MemoryPair{80, 40960, false},
                                         MemoryPair{12, 24564, false}));

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
