#include "sandbox/tar_extractor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "base/file.hpp"
#include "support/tar_writer.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::TarWriter;

/// A folder to extract into, and a file beside it that must stay as it is.
class TarExtraction : public testing::Test {
protected:
    TarExtraction() {
        fs::create_directory(inside());
        std::ofstream(outside()) << "untouched";
    }

    Result<CopySummary> extract(std::string_view archive, std::size_t step = 1 << 16) {
        auto extractor = TarExtractor::open(inside(), "output", limits);
        if (!extractor) return std::unexpected(extractor.error());
        TarParser parser(*extractor);
        for (auto rest = as_bytes(archive); !rest.empty();) {
            TRY(parser.feed(rest.first(std::min(step, rest.size()))));
            rest = rest.subspan(std::min(step, rest.size()));
        }
        TRY(parser.finish());
        return extractor->summary();
    }

    std::string content(const char* path) const {
        const auto bytes = read_file(inside() / path, 1 << 20);
        return bytes ? std::string(as_text(*bytes)) : "(" + bytes.error().message + ")";
    }

    fs::path inside() const { return directory.path() / "inside"; }
    fs::path outside() const { return directory.path() / "outside.txt"; }

    tests::TemporaryDirectory directory;
    CopyLimits limits;
};

TEST_F(TarExtraction, WritesFilesAndFolders) {
    const auto archive = TarWriter()
                             .folder("output/")
                             .file("output/a.txt", "alpha")
                             .folder("output/sub/")
                             .file("output/sub/b.txt", std::string(1000, 'b'))
                             .file("output/empty", "")
                             .finish();
    for (const std::size_t step : {1u, 511u, 513u, 1u << 16}) {
        fs::remove_all(inside());
        fs::create_directory(inside());
        const auto summary = extract(archive, step);
        ASSERT_TRUE(summary) << summary.error().message;
        EXPECT_EQ(summary->files, 3u);
        EXPECT_EQ(summary->content_bytes, 1005u);
        EXPECT_EQ(content("a.txt"), "alpha");
        EXPECT_EQ(content("sub/b.txt"), std::string(1000, 'b'));
        EXPECT_EQ(content("empty"), "");
    }
}

TEST_F(TarExtraction, TakesLongPathsFromPaxAndGnuHeaders) {
    const std::string long_name(200, 'n');
    const auto archive = TarWriter()
                             .pax("path", "output/" + long_name)
                             .file("output/short", "pax")
                             .header({.path = "././@LongLink", .type = 'L', .size_bytes = 208})
                             .block("output/" + std::string(200, 'g'))
                             .file("output/short", "gnu")
                             .finish();
    const auto summary = extract(archive);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(content(long_name.c_str()), "pax");
    EXPECT_EQ(content(std::string(200, 'g').c_str()), "gnu");
}

TEST_F(TarExtraction, LeavesOutLinksAndDevicesAndSaysSo) {
    const auto archive = TarWriter()
                             .file("output/a", "1")
                             .symbolic_link("output/latest", "/etc/passwd")
                             .header({.path = "output/hard", .type = '1', .link = "output/a"})
                             .header({.path = "output/null", .type = '3'})
                             .header({.path = "output/pipe", .type = '6'})
                             .finish();
    const auto summary = extract(archive);
    ASSERT_TRUE(summary);
    EXPECT_THAT(summary->left_out,
                ElementsAre("latest: a symbolic link", "hard: a second name of another file",
                            "null: a device or a pipe", "pipe: a device or a pipe"));
    EXPECT_FALSE(fs::exists(fs::symlink_status(inside() / "latest")));
}

TEST_F(TarExtraction, LeavesOutNamesThatAreNotText) {
    const auto summary = extract(TarWriter()
                                     .file("output/a\xff", "1")
                                     .file("output/line\nbreak", "2")
                                     .file("output/c", "3")
                                     .finish());
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->left_out.size(), 2u);
    EXPECT_EQ(content("c"), "3");
}

TEST_F(TarExtraction, LeavesOutPathsThatAreTooLongOrTooDeep) {
    limits.depth = 2;
    limits.path_bytes = 10;
    const auto summary = extract(TarWriter()
                                     .folder("output/a/")
                                     .folder("output/a/b/")
                                     .file("output/a/b/c", "deep")
                                     .file("output/01234567890", "long")
                                     .finish());
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->left_out.size(), 2u);
}

TEST_F(TarExtraction, CountsWhatItLeavesOutBeyondAHundred) {
    TarWriter tar;
    for (int i = 0; i < 150; ++i)
        tar.symbolic_link("output/" + std::to_string(i), "x");
    const auto summary = extract(tar.finish());
    ASSERT_TRUE(summary);
    ASSERT_EQ(summary->left_out.size(), 101u);
    EXPECT_EQ(summary->left_out.back(), "and 50 more");
}

TEST_F(TarExtraction, NeverWritesOutside) {
    for (const auto* path : {"output/../outside.txt", "../outside.txt", "/etc/x", "outside.txt",
                             "output/./x", "output//x", "output/sub/../../outside.txt", ""}) {
        const auto summary = extract(TarWriter().folder("output/").file(path, "gotcha").finish());
        ASSERT_FALSE(summary) << path;
        EXPECT_EQ(summary.error().code, ErrorCode::corrupt_data);
    }
    EXPECT_EQ(content("../outside.txt"), "untouched");
}

TEST_F(TarExtraction, DoesNotFollowALinkThatTheArchiveBrings) {
    const auto summary = extract(TarWriter()
                                     .symbolic_link("output/link", directory.path().string())
                                     .file("output/link/outside.txt", "gotcha")
                                     .finish());
    EXPECT_FALSE(summary);
    EXPECT_EQ(content("../outside.txt"), "untouched");
}

TEST_F(TarExtraction, RefusesTheSamePathTwice) {
    const auto summary = extract(TarWriter().file("output/a", "1").file("output/a", "2").finish());
    EXPECT_EQ(summary.error().code, ErrorCode::corrupt_data);
}

TEST_F(TarExtraction, StopsAtTheLimitOfEntries) {
    limits.entries = 2;
    EXPECT_TRUE(
        extract(TarWriter().folder("output/").file("output/a", "").file("output/b", "").finish()));
    const auto beyond = extract(TarWriter()
                                    .symbolic_link("output/c", "")
                                    .symbolic_link("output/d", "")
                                    .symbolic_link("output/e", "")
                                    .finish());
    EXPECT_EQ(beyond.error().code, ErrorCode::failed_precondition);
}

TEST_F(TarExtraction, StopsAtTheLimitOfBytesBeforeItWritesThem) {
    limits.content_bytes = 10;
    const auto summary =
        extract(TarWriter().file("output/a", "12345").file("output/b", "123456").finish());
    EXPECT_EQ(summary.error().code, ErrorCode::failed_precondition);
    EXPECT_FALSE(fs::exists(inside() / "b"));
}

TEST_F(TarExtraction, RefusesASizeThatNoDiskHolds) {
    const auto archive =
        TarWriter().pax("size", "18446744073709551615").header({.path = "output/a"}).finish();
    EXPECT_EQ(extract(archive).error().code, ErrorCode::corrupt_data);
}

TEST_F(TarExtraction, RefusesABrokenChecksum) {
    auto archive = TarWriter().file("output/a", "1").finish();
    archive[0] ^= 1;
    const auto summary = extract(archive);
    EXPECT_THAT(summary.error().message, HasSubstr("checksum"));
}

TEST_F(TarExtraction, RefusesAnArchiveWithoutItsEnd) {
    const TarWriter tar = TarWriter().file("output/a", "12345");
    for (const auto& cut : {tar.unfinished(), tar.unfinished().substr(0, 600), std::string()})
        EXPECT_EQ(extract(cut).error().code, ErrorCode::corrupt_data);
}

TEST_F(TarExtraction, RefusesSparseFilesUnknownTypesAndLongExtendedHeaders) {
    EXPECT_FALSE(extract(TarWriter().pax("GNU.sparse.major", "1").file("output/a", "").finish()));
    EXPECT_FALSE(extract(TarWriter().header({.path = "output/a", .type = 'S'}).finish()));
    EXPECT_FALSE(
        extract(TarWriter().header({.path = "x", .type = 'x', .size_bytes = 1 << 20}).finish()));
    EXPECT_FALSE(extract(TarWriter()
                             .header({.path = "x", .type = 'x', .size_bytes = 8})
                             .block("9999 a=b")
                             .finish()));
}

TEST_F(TarExtraction, SurvivesBytesChangedAtRandom) {
    const auto archive = TarWriter()
                             .folder("output/")
                             .pax("path", "output/renamed")
                             .file("output/a", std::string(700, 'a'))
                             .symbolic_link("output/l", "../../outside.txt")
                             .folder("output/d/")
                             .file("output/d/b", "b")
                             .finish();
    std::mt19937 random(7);
    for (int round = 0; round < 1500; ++round) {
        fs::remove_all(inside());
        fs::create_directory(inside());
        auto broken = archive;
        for (auto changes = random() % 4 + 1; changes > 0; --changes)
            broken[random() % broken.size()] = static_cast<char>(random());
        [[maybe_unused]] const auto result = extract(broken, random() % 600 + 1);
    }
    EXPECT_EQ(content("../outside.txt"), "untouched");
    EXPECT_EQ(std::distance(fs::directory_iterator(directory.path()), {}), 2);
}

}  // namespace
}  // namespace carrot::sandbox
