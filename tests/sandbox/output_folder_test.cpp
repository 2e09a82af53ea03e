#include "sandbox/output_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;

class OutputFolder : public testing::Test {
protected:
    OutputFolder() {
        if (available_output_guard() != OutputGuard::kernel)
            throw std::runtime_error("these tests mount file systems: run them as root");
        const auto guard = create_output_folder(folder, {.content_bytes = 1 << 20, .entries = 10});
        if (!guard) throw std::runtime_error(guard.error().message);
    }
    ~OutputFolder() override { (void)remove_output_folder(folder); }

    bool write(const std::string& name, std::size_t size_bytes) const {
        std::ofstream file(folder / name);
        file << std::string(size_bytes, 'x') << std::flush;
        return file.good();
    }

    tests::TemporaryDirectory directory;
    fs::path folder = directory.path() / "output";
};

TEST_F(OutputFolder, TakesWhatFits) {
    EXPECT_TRUE(write("a", 1 << 19));
    const auto usage = output_usage(folder, 100);
    EXPECT_EQ(usage.entries, 1u);
    EXPECT_EQ(usage.content_bytes, 1u << 19);
}

TEST_F(OutputFolder, IsFullAtItsLimitOfBytes) { EXPECT_FALSE(write("a", (1 << 20) + 1)); }

TEST_F(OutputFolder, IsFullAtItsLimitOfFiles) {
    for (int i = 0; i < 10; ++i)
        EXPECT_TRUE(write(std::to_string(i), 0)) << i;
    EXPECT_FALSE(write("eleventh", 0));
}

TEST_F(OutputFolder, IsNotMadeTwice) {
    EXPECT_EQ(create_output_folder(folder, {}).error().code, ErrorCode::already_exists);
}

TEST_F(OutputFolder, SurvivesUntilItIsUnmounted) {
    EXPECT_TRUE(output_folder_survives(folder, OutputGuard::kernel));
    ASSERT_TRUE(unmount_below(directory.path()));  // as a restart of the machine does
    EXPECT_TRUE(fs::exists(folder));
    EXPECT_FALSE(output_folder_survives(folder, OutputGuard::kernel));
}

TEST_F(OutputFolder, IsRemovedWithItsContentAndAgain) {
    EXPECT_TRUE(write("a", 1));
    EXPECT_TRUE(remove_output_folder(folder));
    EXPECT_FALSE(fs::exists(folder));
    EXPECT_TRUE(remove_output_folder(folder));
}

TEST_F(OutputFolder, CountsNoFurtherThanAsked) {
    for (int i = 0; i < 8; ++i)
        write(std::to_string(i), 0);
    EXPECT_EQ(output_usage(folder, 3).entries, 4u);
}

}  // namespace
}  // namespace carrot::sandbox
