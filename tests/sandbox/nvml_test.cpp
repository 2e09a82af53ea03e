// Reading NVML, with a library in the driver's place: see fake_nvml.cpp.
#include "sandbox/nvml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "http/json.hpp"

namespace carrot::sandbox {
namespace {

/// Asks a driver that is in this state.
NvmlReading read_with(const char* state) {
    ::setenv("CARROT_FAKE_NVML", state, 1);
    return read_nvml();
}

TEST(Nvml, AnswersForEachCardWithEachCallsStatus) {
    const auto reading = read_with("");
    EXPECT_EQ(reading.library_error, "");
    EXPECT_EQ(reading.init, nvml::success);
    EXPECT_EQ(reading.driver_version.value, "550.54.15");
    EXPECT_EQ(reading.cuda_version.value, 12040);
    ASSERT_EQ(reading.devices.size(), 2u);
    const auto& first = reading.devices[0];
    EXPECT_EQ(first.name.value, "NVIDIA GeForce RTX 4090");
    EXPECT_EQ(first.uuid.value, "GPU-0");
    EXPECT_EQ(first.pci_bus_id.value, "00000000:01:00.0");
    EXPECT_EQ(first.memory.value->total_bytes, 25'757'220'864u);
    EXPECT_EQ(first.memory.value->used_bytes, 1'234'567u);
    EXPECT_EQ(first.utilization_percent.value, 37u);
    EXPECT_EQ(first.temperature_celsius.value, 51u);
    EXPECT_EQ(first.power_milliwatts.value, 98'765u);
    EXPECT_EQ(reading.devices[1].utilization_percent.status, nvml::not_supported);
    EXPECT_EQ(reading.devices[1].utilization_percent.value, std::nullopt);
}

TEST(Nvml, LeavesOutWhatAnOldDriversLibraryLacks) {
    const auto reading = read_with("");
    EXPECT_EQ(reading.devices[0].compute_mode.status, nvml::function_not_found);
    EXPECT_EQ(reading.devices[0].uncorrected_memory_errors.status, nvml::function_not_found);
}

TEST(Nvml, ListsTheMigDevicesOfACardThatIsDivided) {
    const auto reading = read_with("mig");
    const auto& card = reading.devices[0];
    EXPECT_EQ(card.mig_mode.value, 1u);
    ASSERT_EQ(card.mig_devices.size(), 2u);
    EXPECT_EQ(card.mig_devices[1].uuid.value, "MIG-1");
    EXPECT_EQ(card.mig_devices[1].memory.value->total_bytes, 5'000'000'000u);
    EXPECT_TRUE(reading.devices[1].mig_devices.empty());
}

TEST(Nvml, KeepsTheStatusOfWhatFails) {
    EXPECT_EQ(read_with("no module").init, nvml::driver_not_loaded);
    EXPECT_EQ(read_with("mismatch").init, nvml::version_mismatch);
    EXPECT_EQ(read_with("lost").devices.at(1).handle, nvml::gpu_is_lost);
    EXPECT_EQ(read_with("no card").count.value, 0u);
}

TEST(Nvml, IsReplayedFromWhatWasWrittenDown) {
    const auto text = http::to_json_text(read_with("mig"));
    const auto replayed = http::from_json_text<NvmlReading>(text);
    ASSERT_TRUE(replayed) << replayed.error().message;
    EXPECT_EQ(http::to_json_text(*replayed), text);
}

}  // namespace
}  // namespace carrot::sandbox
