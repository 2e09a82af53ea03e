#include "worker/private_result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "age/decryptor.hpp"
#include "base/file.hpp"
#include "sandbox/tar_extractor.hpp"
#include "support/spawn.hpp"
#include "worker/job_leavings.hpp"

namespace carrot::worker {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class PrivateResult : public testing::Test, protected JobLeavings {
protected:
    void seal() {
        const auto sealed = seal_output(file, {alice.recipient()}, output, log, left_out);
        ASSERT_TRUE(sealed) << sealed.error().message;
    }

    /// Into the folder `opened`, as a consumer does it.
    void open() {
        const auto sealed = read_file(file, 1 << 26);
        ASSERT_TRUE(sealed) << sealed.error().message;
        fs::create_directory(opened);
        auto extractor = sandbox::TarExtractor::open(opened, private_root, {});
        ASSERT_TRUE(extractor);
        sandbox::TarParser parser(*extractor);
        age::Decryptor decryptor(alice, [&](BytesView piece) { return parser.feed(piece); });
        ASSERT_TRUE(decryptor.write(*sealed));
        ASSERT_TRUE(decryptor.finish());
        ASSERT_TRUE(parser.finish());
    }

    std::string content(const char* name) const {
        const auto bytes = read_file(opened / name, 1 << 26);
        return bytes ? std::string(as_text(*bytes)) : "(" + bytes.error().message + ")";
    }

    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(opened))
            found.push_back(entry.path().lexically_relative(opened).string());
        std::ranges::sort(found);
        return found;
    }

    fs::path file = directory.path() / "result.age";
    fs::path opened = directory.path() / "opened";
    age::Identity alice{std::array<std::uint8_t, 32>{7}};
};

TEST_F(PrivateResult, HasAllFilesAndWhatWasPrinted) {
    write("model.bin", std::string(300'000, 'm'));
    write("sub/deeper/data.txt", "1 2 3");
    fs::create_directory(output / "empty");
    left_out = {"latest: a symbolic link"};
    seal();
    open();
    EXPECT_THAT(names(), ElementsAre("empty", "model.bin", "stderr.txt", "stdout.txt", "sub",
                                     "sub/deeper", "sub/deeper/data.txt"));
    EXPECT_EQ(content("model.bin"), std::string(300'000, 'm'));
    EXPECT_EQ(content("sub/deeper/data.txt"), "1 2 3");
    EXPECT_EQ(content("stdout.txt"), "said\n");
    EXPECT_THAT(content("stderr.txt"), HasSubstr("latest: a symbolic link"));
}

TEST_F(PrivateResult, IsTheImageWhenThereIsOneImageAlone) {
    write("sub/picture.png", png);
    seal();
    open();
    EXPECT_THAT(names(), ElementsAre("picture.png"));
    EXPECT_EQ(content("picture.png"), png);
}

TEST_F(PrivateResult, IsTheStandardOutputWhenThereAreNoFiles) {
    seal();
    open();
    EXPECT_THAT(names(), ElementsAre("stdout.txt"));
    EXPECT_EQ(content("stdout.txt"), "said\n");
}

TEST_F(PrivateResult, KeepsNamesOfAnyLength) {
    const auto name = std::string(200, 'n') + "/" + std::string(250, 'f');
    write(name.c_str(), "far away");
    write("\xc3\xa4\xe2\x82\xac.txt", "umlaut");
    seal();
    open();
    EXPECT_EQ(content(name.c_str()), "far away");
    EXPECT_EQ(content("\xc3\xa4\xe2\x82\xac.txt"), "umlaut");
}

TEST_F(PrivateResult, SaysNothingOfItsContentButItsRoundedSize) {
    write("secret-name.txt", "secret words");
    seal();
    const auto sealed = read_file(file, 1 << 20);
    for (const auto* secret : {"secret", "said", "stdout", private_root})
        EXPECT_FALSE(as_text(*sealed).contains(secret)) << secret;
    const auto small = sealed->size();
    write("secret-name.txt", std::string(4000, 's'));
    seal();
    EXPECT_EQ(fs::file_size(file), small);
}

TEST_F(PrivateResult, IsThereWholeOrNotAtAll) {
    ASSERT_TRUE(write_file(file, as_bytes("an earlier one")));
    fs::create_symlink("/etc/passwd", output / "link");
    EXPECT_FALSE(seal_output(file, {alice.recipient()}, output, log, left_out));
    EXPECT_EQ(fs::file_size(file), std::string("an earlier one").size());
}

TEST_F(PrivateResult, OpensWithTheToolsThatAgeAndTarAre) {
    write("model.bin", std::string(100'000, 'm'));
    write((std::string(150, 'l') + "/long.txt").c_str(), "long");
    seal();
    ASSERT_TRUE(write_file(directory.path() / "key", as_bytes(alice.reveal())));
    const auto command =
        fmt::format("cd {} && age -d -i key result.age | tar -x", directory.path().string());
    ASSERT_EQ(tests::wait_for(tests::spawn({"bash", "-o", "pipefail", "-c", command}, {})), 0);
    opened = directory.path() / private_root;
    EXPECT_EQ(content("model.bin"), std::string(100'000, 'm'));
    EXPECT_EQ(content((std::string(150, 'l') + "/long.txt").c_str()), "long");
    EXPECT_EQ(content("stdout.txt"), "said\n");
}

TEST_F(PrivateResult, IsOneTextForAReport) {
    ASSERT_TRUE(seal_text(file, {alice.recipient()}, "report.json", R"({"job":17})"));
    open();
    EXPECT_THAT(names(), ElementsAre("report.json"));
    EXPECT_EQ(content("report.json"), R"({"job":17})");
}

TEST(PaddedSize, IsAtMostTwelvePercentMore) {
    EXPECT_EQ(padded_size(0), 0u);
    EXPECT_EQ(padded_size(9), 10u);
    EXPECT_EQ(padded_size(10'240), 10'240u);
    EXPECT_EQ(padded_size(std::uint64_t{1} << 30), std::uint64_t{1} << 30);
    for (std::uint64_t size = 1; size < (std::uint64_t{1} << 40); size = size * 3 + 1) {
        EXPECT_GE(padded_size(size), size);
        EXPECT_LE(padded_size(size) - size, size * 12 / 100) << size;
        EXPECT_EQ(padded_size(padded_size(size)), padded_size(size));
    }
}

}  // namespace
}  // namespace carrot::worker
