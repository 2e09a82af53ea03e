#include "base/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temporary_directory.hpp"

namespace carrot {
namespace {

TEST(File, ReadsBackWhatItWrote) {
    const tests::TemporaryDirectory folder;
    const auto path = folder.path() / "note";
    ASSERT_TRUE(write_file(path, as_bytes("first")));
    ASSERT_TRUE(write_file(path, as_bytes("second")));
    EXPECT_EQ(as_text(read_file(path, 100).value()), "second");
}

TEST(File, KeepsSecretsFromOtherUsers) {
    const tests::TemporaryDirectory folder;
    const auto path = folder.path() / "key";
    ASSERT_TRUE(write_file(path, as_bytes("s"), FileMode::secret));
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(File, RefusesMoreThanTheLimit) {
    const tests::TemporaryDirectory folder;
    const auto path = folder.path() / "big";
    ASSERT_TRUE(write_file(path, as_bytes("123456")));
    EXPECT_TRUE(read_file(path, 6));
    EXPECT_EQ(read_file(path, 5).error().code, ErrorCode::resource_exhausted);
}

TEST(File, NamesWhatItCouldNotOpen) {
    const auto missing = read_file("/nonexistent/file", 10);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_EQ(missing.error().message,
              "could not open /nonexistent/file: No such file or directory");
    EXPECT_EQ(read_file("/", 10).error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(write_file("/nonexistent/file", as_bytes("x")));
}

}  // namespace
}  // namespace carrot
