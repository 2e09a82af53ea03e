// What this machine has: the one test that a machine without an NVIDIA card skips.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/gpu.hpp"

namespace carrot::sandbox {
namespace {

TEST(ThisMachine, SaysWhyItHasNoGpu) {
    const auto inventory = discover_gpus();
    if (inventory) GTEST_SKIP() << "this machine has an NVIDIA GPU";
    EXPECT_THAT(inventory.error().message, testing::HasSubstr("NVIDIA"));
}

TEST(ThisMachine, DescribesItsGpus) {
    const auto inventory = discover_gpus();
    if (!inventory) GTEST_SKIP() << inventory.error().message;
    EXPECT_FALSE(inventory->driver_version.empty());
    EXPECT_THAT(inventory->cuda_version, testing::ContainsRegex("^[0-9]+\\.[0-9]$"));
    for (const auto& gpu : inventory->gpus) {
        EXPECT_FALSE(gpu.model.empty());
        EXPECT_THAT(gpu.uuid, testing::StartsWith("GPU-"));
        EXPECT_GT(gpu.memory_bytes, std::uint64_t{1} << 30);
    }
}

}  // namespace
}  // namespace carrot::sandbox
