#include "sandbox/gpu_bus.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.hpp"
#include "support/as_nobody.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;

/// A machine's /sys and /dev, as far as the bus is read.
class Machine {
public:
    void put(const std::string& file, std::string_view content) const {
        const auto path = root() / file;
        fs::create_directories(path.parent_path());
        if (!write_file(path, as_bytes(content))) throw std::runtime_error("can't write " + file);
    }
    void add_device(const std::string& bus_id, std::string_view kind, std::string_view vendor,
                    const std::string& driver = {}) const {
        const auto folder = "sys/bus/pci/devices/" + bus_id;
        put(folder + "/class", std::string(kind) + "\n");
        put(folder + "/vendor", std::string(vendor) + "\n");
        if (!driver.empty())
            fs::create_symlink("../../../bus/pci/drivers/" + driver, root() / folder / "driver");
    }
    GpuBus bus() const { return read_gpu_bus(root()); }
    const fs::path& root() const { return directory_.path(); }

private:
    tests::TemporaryDirectory directory_;
};

TEST(GpuBus, HasNothingOnAMachineThatTellsNothing) {
    const auto bus = Machine().bus();
    EXPECT_TRUE(bus.cards.empty());
    EXPECT_FALSE(bus.has_other_display || bus.has_closed_devices || bus.secure_boot);
    EXPECT_EQ(bus.module_version, "");
}

TEST(GpuBus, ShowsNvidiasCardsAndWhoHoldsThem) {
    const Machine machine;
    machine.add_device("0000:00:02.0", "0x030000", "0x8086", "i915");
    machine.add_device("0000:01:00.0", "0x030000", "0x10de", "nouveau");
    machine.add_device("0000:01:00.1", "0x040300", "0x10de", "snd_hda_intel");
    machine.add_device("0000:02:00.0", "0x030200", "0x10de");
    const auto bus = machine.bus();
    ASSERT_EQ(bus.cards.size(), 2u) << "sound is no card";
    EXPECT_EQ(bus.cards[0].bus_id, "0000:01:00.0");
    EXPECT_EQ(bus.cards[0].driver, "nouveau");
    EXPECT_EQ(bus.cards[1].driver, "");
    EXPECT_TRUE(bus.has_other_display);
}

TEST(GpuBus, TellsTheModuleThatIsLoaded) {
    const Machine machine;
    machine.put("sys/module/nvidia/version", "550.54.15\n");
    EXPECT_EQ(machine.bus().module_version, "550.54.15");
}

TEST(GpuBus, NotesDeviceFilesThatAreClosedToJobs) {
    const Machine machine;
    machine.put("dev/nvidiactl", "");
    machine.put("dev/nvidia0", "");
    machine.put("dev/nvidia-modeset", "");
    const auto set = [&](const char* name, fs::perms permissions) {
        fs::permissions(machine.root() / "dev" / name, permissions);
    };
    set("nvidiactl", fs::perms(0666));
    set("nvidia0", fs::perms(0666));
    set("nvidia-modeset", fs::perms(0600));
    EXPECT_FALSE(machine.bus().has_closed_to_others) << "no program that computes needs modeset";
    set("nvidia0", fs::perms(0660));
    EXPECT_TRUE(machine.bus().has_closed_to_others);
    EXPECT_FALSE(machine.bus().has_closed_devices);
}

TEST(GpuBus, NotesDeviceFilesThatAreClosedToThisUser) {
    tests::as_nobody([] {
        const Machine machine;
        machine.put("dev/nvidiactl", "");
        fs::permissions(machine.root() / "dev/nvidiactl", fs::perms(0));
        EXPECT_TRUE(machine.bus().has_closed_devices);
    });
}

TEST(GpuBus, TellsSecureBoot) {
    const Machine machine;
    const auto file = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
    machine.put(file, std::string_view("\6\0\0\0\0", 5));
    EXPECT_FALSE(machine.bus().secure_boot);
    machine.put(file, std::string_view("\6\0\0\0\1", 5));
    EXPECT_TRUE(machine.bus().secure_boot);
}

}  // namespace
}  // namespace carrot::sandbox
