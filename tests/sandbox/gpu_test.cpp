#include "sandbox/gpu.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace carrot::sandbox {
namespace {

using testing::HasSubstr;

/// Asks a driver that is in this state; see fake_nvml.cpp.
Result<GpuInventory> discover_with(const char* state) {
    ::setenv("CARROT_FAKE_NVML", state, 1);
    return discover_gpus();
}

TEST(GpuDiscovery, DescribesEachCardAsFarAsItTells) {
    const auto inventory = discover_with("");
    ASSERT_TRUE(inventory) << inventory.error().message;
    EXPECT_EQ(inventory->driver_version, "550.54.15");
    EXPECT_EQ(inventory->cuda_version, "12.4");
    ASSERT_EQ(inventory->gpus.size(), 2u);
    const auto& first = inventory->gpus[0];
    EXPECT_EQ(first.model, "NVIDIA GeForce RTX 4090");
    EXPECT_EQ(first.uuid, "GPU-0");
    EXPECT_EQ(first.memory_bytes, 25'757'220'864u);
    EXPECT_EQ(first.utilization_percent, 37u);
    EXPECT_EQ(first.temperature_celsius, 51u);
    EXPECT_EQ(first.power_milliwatts, 98'765u);
    EXPECT_EQ(inventory->gpus[1].utilization_percent, std::nullopt);
}

TEST(GpuDiscovery, TellsApartWhatIsWrong) {
    const auto no_module = discover_with("no module").error();
    EXPECT_EQ(no_module.code, ErrorCode::not_found);
    EXPECT_THAT(no_module.message, HasSubstr("modprobe nvidia"));
    const auto mismatch = discover_with("mismatch").error();
    EXPECT_EQ(mismatch.code, ErrorCode::failed_precondition);
    EXPECT_THAT(mismatch.message, HasSubstr("reboot"));
    const auto lost = discover_with("lost").error();
    EXPECT_EQ(lost.code, ErrorCode::unavailable);
    EXPECT_THAT(lost.message, HasSubstr("GPU 1"));
    EXPECT_THAT(lost.message, HasSubstr("off the bus"));
    EXPECT_EQ(discover_with("no card").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace carrot::sandbox
