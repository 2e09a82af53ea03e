#include "worker/job_result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/json.hpp"
#include "ipfs/ipfs.hpp"
#include "worker/job_leavings.hpp"

namespace carrot::worker {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class JobResult : public testing::Test, protected JobLeavings {
protected:
    ipfs::ContentPath stored() {
        const auto hash = store_result(*store, 17, output, log, left_out, {});
        if (!hash) throw std::runtime_error(hash.error().message);
        return *ipfs::ContentPath::parse(*hash);
    }

    std::string content(ipfs::ContentPath path, std::vector<std::string> names = {}) {
        path.segments = std::move(names);
        const auto bytes = ipfs::read_content(store->blocks(), path, 1 << 20);
        return bytes ? std::string(as_text(*bytes)) : "(" + bytes.error().message + ")";
    }

    std::unique_ptr<ipfs::ResultStore> store =
        *ipfs::open_embedded_store(directory.path() / "store");
};

TEST_F(JobResult, IsTheImageWhenThereIsOneImageAlone) {
    write("sub/picture", png);
    EXPECT_EQ(content(stored()), png);
}

TEST_F(JobResult, IsADirectoryWhenThereIsMore) {
    write("picture.png", png);
    write("sub/data.txt", "1 2 3");
    const auto result = stored();
    EXPECT_EQ(content(result, {"picture.png"}), png);
    EXPECT_EQ(content(result, {"sub", "data.txt"}), "1 2 3");
    EXPECT_EQ(content(result, {"stdout.txt"}), "said\n");
    EXPECT_EQ(content(result, {"stderr.txt"}), "warned\n");
}

TEST_F(JobResult, IsADirectoryForOneFileThatIsNoImage) {
    write("picture.png", "not really");
    EXPECT_EQ(content(stored(), {"picture.png"}), "not really");
}

TEST_F(JobResult, IsTheStandardOutputWhenThereAreNoFiles) {
    fs::create_directories(output / "empty/folder");
    EXPECT_EQ(content(stored()), "said\n");
}

TEST_F(JobResult, KeepsTheJobsOwnFilesOfTheLogsNames) {
    write("stdout.txt", "mine");
    const auto result = stored();
    EXPECT_EQ(content(result, {"stdout.txt"}), "mine");
    EXPECT_EQ(content(result, {"stderr.txt"}), "warned\n");
}

TEST_F(JobResult, NotesWhatIsLeftOut) {
    write("a", "1");
    left_out = {"latest: a symbolic link"};
    EXPECT_THAT(content(stored(), {"stderr.txt"}), HasSubstr("latest: a symbolic link"));
}

TEST_F(JobResult, OfAFailureIsItsReport) {
    JobRecord job;
    job.job_id = 17;
    job.reason = "exit status 3";
    job.exit_status = 3;
    log.append(StandardStream::error, as_bytes("last\xff words"));
    const auto hash = store_report(*store, job, log, {});
    ASSERT_TRUE(hash) << hash.error().message;
    const auto report = http::parse_json(content(*ipfs::ContentPath::parse(*hash)));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->at("job").as_int64(), 17);
    EXPECT_EQ(report->at("exitStatus").as_int64(), 3);
    EXPECT_EQ(report->at("reason").as_string(), "exit status 3");
    EXPECT_EQ(report->at("log").as_string(), "said\nwarned\nlast\uFFFD words");
}

TEST_F(JobResult, ReportsNoMoreThanTheEndOfTheLog) {
    log.append(StandardStream::output, as_bytes(std::string(100'000, 'x')));
    const auto report = http::parse_json(failure_report({}, log));
    EXPECT_EQ(report->at("log").as_string().size(), report_log_limit_bytes);
    EXPECT_TRUE(report->at("exitStatus").is_null());
}

TEST(ImageFiles, AreKnownByTheirFirstBytes) {
    using namespace std::string_view_literals;
    for (const auto image : {"\x89PNG\r\n\x1a\n"sv, "\xff\xd8\xff\xe0"sv, "GIF89a"sv,
                             "RIFF\0\0\0\0WEBP"sv, "<svg xmlns"sv, "<?xml?><svg>"sv,
                             "\0\0\0\x1c"
                             "ftypavif"sv})
        EXPECT_TRUE(is_image(as_bytes(image)));
    for (const auto other : {""sv, "text"sv, "RIFF\0\0\0\0WAVE"sv, "<?xml?><html>"sv, "\x89PN"sv})
        EXPECT_FALSE(is_image(as_bytes(other)));
}

}  // namespace
}  // namespace carrot::worker
