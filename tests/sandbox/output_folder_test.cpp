#include "sandbox/output_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/posix.hpp"
#include "support/as_nobody.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;

class OutputFolder : public testing::Test {
protected:
    OutputFolder() {
        if (available_output_guard() != OutputGuard::kernel)
            throw std::runtime_error("these tests mount file systems: run them as root");
        const auto guard =
            create_output_folder(folder, {.content_bytes = 1 << 20, .entries = 10}, {});
        if (!guard) throw std::runtime_error(guard.error().message);
    }
    ~OutputFolder() override { EXPECT_TRUE(remove_output_folder(folder)); }

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
    EXPECT_EQ(create_output_folder(folder, {}, {}).error().code, ErrorCode::already_exists);
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

TEST_F(OutputFolder, CountsNestedFoldersAndNoLinks) {
    fs::create_directories(folder / "a/b");
    fs::create_directory_symlink("/usr", folder / "a/b/link");
    EXPECT_TRUE(write("a/b/c", 5000));
    const auto usage = output_usage(folder, 100);
    EXPECT_EQ(usage.entries, 4u);
    EXPECT_EQ(usage.content_bytes, 8192u);
}

TEST_F(OutputFolder, CountsNoFurtherThanAsked) {
    for (int i = 0; i < 8; ++i)
        write(std::to_string(i), 0);
    EXPECT_EQ(output_usage(folder, 3).entries, 4u);
}

/// A folder in a folder in a folder …, much deeper than a path can say.
void nest(const fs::path& top, int depth) {
    FileDescriptor folder(::open(top.c_str(), O_RDONLY | O_DIRECTORY));
    for (; depth > 0; --depth) {
        ASSERT_EQ(::mkdirat(folder.get(), "a-folder", 0700), 0);
        folder = FileDescriptor(::openat(folder.get(), "a-folder", O_RDONLY | O_DIRECTORY));
    }
}

TEST(RemovingATree, TakesAnyDepth) {
    tests::TemporaryDirectory directory;
    const auto top = directory.path() / "top";
    fs::create_directory(top);
    nest(top, 3000);
    fs::create_directory_symlink(directory.path(), top / "link");
    EXPECT_GT(output_usage(top, 100'000).entries, 100'000u);  // nobody can count that
    const auto removed = remove_tree(top);
    EXPECT_TRUE(removed) << removed.error().message;
    EXPECT_FALSE(fs::exists(top));
    EXPECT_TRUE(fs::exists(directory.path()));
    EXPECT_TRUE(remove_tree(top));
}

TEST(RemovingATree, TakesFoldersThatTheirOwnerClosed) {
    tests::as_nobody([] {
        const tests::TemporaryDirectory directory;
        const auto top = directory.path() / "top";
        fs::create_directories(top / "a/b");
        std::ofstream(top / "a/b/c") << "x";
        fs::permissions(top / "a/b", fs::perms::none);
        fs::permissions(top / "a", fs::perms::owner_read);
        const auto removed = remove_tree(top);
        EXPECT_TRUE(removed) << removed.error().message;
        EXPECT_FALSE(fs::exists(top));
    });
}

}  // namespace
}  // namespace carrot::sandbox
