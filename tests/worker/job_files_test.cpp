#include "worker/job_files.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "ipfs/ipfs.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::worker {
namespace {

class FilesOfAJob : public testing::Test {
protected:
    void prepare(std::string_view code) {
        const auto text =
            fmt::format(R"({{"type":"python-script","description":"test","code":"{}"}})", code);
        const auto spec = market::parse_job_spec(text);
        ASSERT_TRUE(spec);
        ASSERT_TRUE(prepare_files(folder, *spec, (*store)->blocks(), "this boot", {}));
    }

    tests::TemporaryDirectory directory;
    JobFolder folder{directory.path(), 1};
    Result<std::unique_ptr<ipfs::ResultStore>> store =
        ipfs::open_embedded_store(directory.path() / "store");
};

TEST_F(FilesOfAJob, AreReadyWhenAllAreThere) {
    EXPECT_FALSE(files_are_prepared(folder, "this boot"));
    prepare("print(1)");
    EXPECT_TRUE(files_are_prepared(folder, "this boot"));
}

// They are not flushed: a mark may outlive a power failure, and what it stands for not.
TEST_F(FilesOfAJob, CountForNothingWhenTheMachineHasStartedAgain) {
    prepare("print(1)");
    EXPECT_FALSE(files_are_prepared(folder, "the next boot"));
}

TEST_F(FilesOfAJob, AreNeverReadyOnAMachineThatCantTellItsBoots) {
    const market::JobSpec message;
    ASSERT_TRUE(prepare_files(folder, message, (*store)->blocks(), "", {}));
    EXPECT_FALSE(files_are_prepared(folder, ""));
}

TEST_F(FilesOfAJob, AreMadeAnewEachTime) {
    prepare("print(1)");
    prepare("print(2)");
    EXPECT_EQ(as_text(read_file(folder.script() / script_name, 100).value()), "print(2)");
}

}  // namespace
}  // namespace carrot::worker
