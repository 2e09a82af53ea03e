#include "sandbox/tar_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"
#include "sandbox/tar_extractor.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;

class ATarArchive : public testing::Test {
protected:
    static std::uint64_t unpadded(std::uint64_t size) { return size; }

    /// The archive taken apart again, below `root`.
    fs::path extracted() {
        const auto folder = directory.path() / "extracted";
        fs::create_directory(folder);
        auto extractor = TarExtractor::open(folder, "root", {});
        EXPECT_TRUE(extractor);
        TarParser parser(*extractor);
        EXPECT_TRUE(parser.feed(bytes));
        EXPECT_TRUE(parser.finish());
        return folder;
    }

    static std::string content(const fs::path& file) {
        const auto read = read_file(file, 1 << 24);
        return read ? std::string(as_text(*read)) : "(" + read.error().message + ")";
    }

    tests::TemporaryDirectory directory;
    Bytes bytes;
    TarWriter archive{[this](BytesView piece) -> Result<void> {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
        return {};
    }};
};

TEST_F(ATarArchive, IsReadAsItWasWritten) {
    const auto source = directory.path() / "source";
    std::ofstream(source) << std::string(700'000, 'x');
    ASSERT_TRUE(archive.add_folder("root"));
    ASSERT_TRUE(archive.add_file("root/empty", BytesView{}));
    ASSERT_TRUE(archive.add_file("root/block", as_bytes(std::string(512, 'b'))));
    ASSERT_TRUE(archive.add_file("root/streamed", source));
    ASSERT_TRUE(archive.finish(unpadded));
    const auto folder = extracted();
    EXPECT_EQ(content(folder / "empty"), "");
    EXPECT_EQ(content(folder / "block"), std::string(512, 'b'));
    EXPECT_EQ(content(folder / "streamed"), std::string(700'000, 'x'));
}

TEST_F(ATarArchive, KeepsNamesThatItsHeaderIsTooShortFor) {
    ASSERT_TRUE(archive.add_folder("root"));
    // Around the lengths where the record's own length gets one digit more.
    for (std::size_t length = 80; length < 110; ++length)
        ASSERT_TRUE(archive.add_file("root/" + std::string(length, 'n'), as_bytes("content")));
    ASSERT_TRUE(archive.finish(unpadded));
    const auto folder = extracted();
    for (std::size_t length = 80; length < 110; ++length)
        EXPECT_EQ(content(folder / std::string(length, 'n')), "content") << length;
}

TEST_F(ATarArchive, IsFilledUpToItsTotal) {
    ASSERT_TRUE(archive.add_folder("root"));
    ASSERT_TRUE(archive.finish([](std::uint64_t least) { return 3 * least + 1; }));
    EXPECT_EQ(bytes.size(), 3 * 10'240u + 512);
    extracted();
}

TEST_F(ATarArchive, IsAtLeastOneRecord) {
    ASSERT_TRUE(archive.finish([](std::uint64_t) { return 0; }));
    EXPECT_EQ(bytes.size(), 10'240u);
}

TEST_F(ATarArchive, TakesRegularFilesAlone) {
    fs::create_symlink("/etc/passwd", directory.path() / "link");
    EXPECT_FALSE(archive.add_file("root/link", directory.path() / "link"));
    EXPECT_FALSE(archive.add_file("root/folder", directory.path()));
    EXPECT_FALSE(archive.add_file("root/none", directory.path() / "none"));
    EXPECT_TRUE(bytes.empty());
}

}  // namespace
}  // namespace carrot::sandbox
