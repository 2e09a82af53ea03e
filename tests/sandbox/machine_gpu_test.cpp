// What this machine has: the one test that a machine without an NVIDIA card skips.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/gpu.hpp"

namespace carrot::sandbox {
namespace {

TEST(ThisMachine, SaysWhyItHasNoGpu) {
    const auto inventory = discover_gpus();
    if (!inventory.gpus.empty()) GTEST_SKIP() << "this machine has an NVIDIA GPU";
    ASSERT_FALSE(inventory.troubles.empty());
    EXPECT_THAT(inventory.troubles[0].text, testing::HasSubstr("NVIDIA"));
    EXPECT_FALSE(inventory.troubles[0].remedy.empty());
}

TEST(ThisMachine, DescribesItsGpus) {
    const auto inventory = discover_gpus();
    if (inventory.gpus.empty()) GTEST_SKIP() << inventory.troubles.at(0).text;
    EXPECT_FALSE(inventory.driver_version.empty());
    EXPECT_THAT(inventory.cuda_version, testing::ContainsRegex("^[0-9]+\\.[0-9]$"));
    for (const auto& gpu : inventory.gpus) {
        EXPECT_FALSE(gpu.model.empty());
        EXPECT_THAT(gpu.uuid, testing::ContainsRegex("^(GPU|MIG)-"));
    }
}

}  // namespace
}  // namespace carrot::sandbox
