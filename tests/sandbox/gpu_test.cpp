#include "sandbox/gpu.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carrot::sandbox {
namespace {

TEST(GpuDiscovery, SaysWhyThereIsNone) {
    const auto inventory = discover_gpus();
    if (inventory) GTEST_SKIP() << "this machine has an NVIDIA GPU";
    EXPECT_THAT(inventory.error().message, testing::HasSubstr("NVIDIA"));
    EXPECT_EQ(inventory.error().code, ErrorCode::not_found);
}

TEST(GpuDiscovery, DescribesEachCard) {
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
