// What follows from what drivers and kernels say: nvml/*.json, each of which tells where it is
// from.
#include "sandbox/gpu.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.hpp"
#include "http/json.hpp"

namespace carrot::sandbox {
namespace {

using testing::HasSubstr;

GpuInventory assess(const std::string& machine) {
    const auto file = std::filesystem::path(CARROT_NVML_FOLDER) / (machine + ".json");
    const auto text = read_file(file, 1 << 20);
    if (!text) throw std::runtime_error(text.error().message);
    const auto readings = http::from_json_text<GpuReadings>(as_text(*text));
    if (!readings) throw std::runtime_error(machine + ": " + readings.error().message);
    return assess_gpus(*readings);
}

/// The one card of a machine that has one, and nothing to complain of.
Gpu only_gpu(const std::string& machine) {
    const auto inventory = assess(machine);
    EXPECT_EQ(inventory.troubles, std::vector<GpuTrouble>{}) << machine;
    EXPECT_EQ(inventory.gpus.size(), 1u) << machine;
    return inventory.gpus.empty() ? Gpu{} : inventory.gpus[0];
}

/// The one trouble of a machine that gives jobs no card.
GpuTrouble only_trouble(const std::string& machine) {
    const auto inventory = assess(machine);
    EXPECT_TRUE(inventory.gpus.empty()) << machine;
    EXPECT_EQ(inventory.troubles.size(), 1u) << machine;
    return inventory.troubles.empty() ? GpuTrouble{} : inventory.troubles[0];
}

void expect_trouble(const std::string& machine, GpuTroubleKind kind, std::string_view remedy) {
    const auto trouble = only_trouble(machine);
    EXPECT_EQ(name_of(trouble.kind), name_of(kind)) << machine;
    EXPECT_THAT(trouble.remedy, HasSubstr(std::string(remedy))) << machine;
    EXPECT_FALSE(trouble.text.contains('\n') || trouble.remedy.contains('\n')) << machine;
}

constexpr std::uint64_t mebibyte = 1 << 20;

TEST(Gpus, AreDescribedAsFarAsTheyTell) {
    const auto gpu = only_gpu("rtx_4090");
    EXPECT_EQ(gpu.model, "NVIDIA GeForce RTX 4090");
    EXPECT_EQ(gpu.uuid, "GPU-8f5a2c1e-0d3b-4a6f-9c7e-2b1d4e5f6a70");
    EXPECT_EQ(gpu.pci_bus_id, "0000:01:00.0");
    EXPECT_EQ(gpu.memory_bytes, 24564 * mebibyte);
    EXPECT_EQ(gpu.memory_used_bytes, 473 * mebibyte);
    EXPECT_EQ(gpu.utilization_percent, 37u);
    EXPECT_EQ(gpu.temperature_celsius, 51u);
    EXPECT_EQ(gpu.power_milliwatts, 98'765u);
    EXPECT_EQ(gpu.uncorrected_memory_errors, std::nullopt);
    const auto inventory = assess("rtx_4090");
    EXPECT_EQ(inventory.driver_version, "550.54.15");
    EXPECT_EQ(inventory.cuda_version, "12.4");
}

TEST(Gpus, AreFoundOnManyKindsOfMachines) {
    EXPECT_EQ(only_gpu("rtx_3060").memory_bytes, 12288 * mebibyte);
    EXPECT_EQ(only_gpu("h100_80gb").model, "NVIDIA H100 80GB HBM3");
    EXPECT_EQ(only_gpu("t4").pci_bus_id, "0000:00:1e.0");
    EXPECT_EQ(only_gpu("laptop").model, "NVIDIA GeForce RTX 3060 Laptop GPU");
    EXPECT_EQ(assess("h100_80gb").cuda_version, "12.6");
}

TEST(Gpus, NeedNotTellEverything) {
    EXPECT_EQ(only_gpu("gtx_1050_no_power").power_milliwatts, std::nullopt);
    const auto jetson = only_gpu("jetson");
    EXPECT_EQ(jetson.memory_bytes, 0u);
    EXPECT_EQ(jetson.memory_used_bytes, std::nullopt);
    EXPECT_EQ(jetson.temperature_celsius, std::nullopt);
    EXPECT_EQ(jetson.pci_bus_id, "");
}

TEST(Gpus, OfADividedCardAreItsPartsAndNotTheCard) {
    const auto inventory = assess("a100_40gb_mig");
    ASSERT_EQ(inventory.gpus.size(), 2u);
    EXPECT_TRUE(inventory.troubles.empty());
    const auto& part = inventory.gpus[1];
    EXPECT_EQ(part.model, "NVIDIA A100-SXM4-40GB MIG 1g.5gb");
    EXPECT_EQ(part.uuid, "MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb");
    EXPECT_EQ(part.parent_uuid, "GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77");
    EXPECT_EQ(part.memory_bytes, 4864 * mebibyte);
    EXPECT_EQ(part.utilization_percent, std::nullopt);
    EXPECT_EQ(part.temperature_celsius, 31u) << "the card's";
}

TEST(Gpus, ThatWorkAreNotHiddenByOneThatIsLost) {
    const auto inventory = assess("one_of_two_lost");
    ASSERT_EQ(inventory.gpus.size(), 1u);
    EXPECT_EQ(inventory.gpus[0].pci_bus_id, "0000:01:00.0");
    ASSERT_EQ(inventory.troubles.size(), 1u);
    EXPECT_EQ(inventory.troubles[0].kind, GpuTroubleKind::card_lost);
    EXPECT_EQ(inventory.troubles[0].text, "GPU 1 (0000:02:00.0) has fallen off the bus");
}

TEST(GpuTrouble, IsALostCardAlsoWhenTheLibraryRemembersItsName) {
    expect_trouble("lost_while_asked", GpuTroubleKind::card_lost, "power cables");
}

TEST(GpuTrouble, IsToldApartWithWhatMendsIt) {
    using enum GpuTroubleKind;
    expect_trouble("no_card", no_card, "lspci");
    expect_trouble("driver_without_card", no_card, "lspci");
    expect_trouble("no_driver", no_driver, "sudo ubuntu-drivers install");
    expect_trouble("nouveau", nouveau, "sudo ubuntu-drivers install");
    expect_trouble("passed_through", other_driver, "vfio-pci");
    expect_trouble("library_missing", library_missing, "apt install libnvidia-compute-550");
    expect_trouble("laptop_switched_off", module_not_loaded, "prime-select");
    expect_trouble("secure_boot", module_not_loaded, "mokutil");
    expect_trouble("mismatch", version_mismatch, "sudo reboot");
    expect_trouble("ancient_driver", driver_too_old, "sudo ubuntu-drivers install");
    expect_trouble("no_permission", no_permission, "usermod -aG");
    expect_trouble("in_a_container", no_permission, "docker run --gpus all");
    expect_trouble("failed_to_start", card_failed, "dmesg");
    expect_trouble("h100_mig_undivided", mig_without_instances, "nvidia-smi mig -i 0 -cgi");
    expect_trouble("compute_prohibited", compute_prohibited, "nvidia-smi -i 0 -c DEFAULT");
}

TEST(GpuTrouble, IsNotedWhereJobsMayNotOpenACardThatTheWorkerMay) {
    const auto inventory = assess("closed_to_jobs");
    EXPECT_EQ(inventory.gpus.size(), 1u);
    ASSERT_EQ(inventory.troubles.size(), 1u);
    EXPECT_EQ(inventory.troubles[0].kind, GpuTroubleKind::no_permission);
    EXPECT_THAT(inventory.troubles[0].remedy, HasSubstr("NVreg_DeviceFileMode=0666"));
}

TEST(GpuReadings, OfThisFolderSayWhereTheyAreFrom) {
    for (const auto& entry : std::filesystem::directory_iterator(CARROT_NVML_FOLDER)) {
        const auto text = read_file(entry.path(), 1 << 20);
        ASSERT_TRUE(text) << text.error().message;
        const auto json = http::parse_json(as_text(*text));
        ASSERT_TRUE(json && json->as_object().contains("about")) << entry.path();
        EXPECT_TRUE(http::from_json_text<GpuReadings>(as_text(*text))) << entry.path();
    }
}

}  // namespace
}  // namespace carrot::sandbox
