#include "sandbox/detail/progress_lines.hpp"

#include <gtest/gtest.h>

namespace carrot::sandbox::detail {
namespace {

class Progress : public testing::Test {
protected:
    void feed(std::string_view text) { EXPECT_TRUE(lines.feed(as_bytes(text))); }

    PullProgress last;
    OnPullProgress note = [this](const PullProgress& progress) { last = progress; };
    ProgressLines lines{note, pull_error_code};
};

TEST_F(Progress, SumsItsLayersAndCountsNoByteTwice) {
    feed(R"({"status":"Downloading","id":"a","progressDetail":{"current":10,"total":100}})"
         "\n");
    feed(R"({"status":"Downloading","id":"b","progressDetail":{"current":5,"total":50}})"
         "\n");
    EXPECT_EQ(last.done_bytes, 15u);
    EXPECT_EQ(last.total_bytes, 150u);
    feed(R"({"status":"Download complete","id":"a","progressDetail":{}})"
         "\n");
    EXPECT_EQ(last.done_bytes, 105u);
    feed(R"({"status":"Extracting","id":"a","progressDetail":{"current":1,"total":100}})"
         "\n");
    EXPECT_EQ(last.done_bytes, 105u);
    EXPECT_EQ(last.status, "Extracting");
}

TEST_F(Progress, KnowsWhatIsDownloadedOfALayerOfUnknownSize) {
    feed(R"({"status":"Downloading","id":"a","progressDetail":{"current":10,"total":-1}})"
         "\n");
    EXPECT_EQ(last.done_bytes, 10u);
    EXPECT_EQ(last.total_bytes, 10u);
}

TEST_F(Progress, IsReadAcrossBlocks) {
    feed(R"({"status":"Downl)");
    feed(R"(oading","id":"a","progressDetail":{"current":1,"total":2}})"
         "\r\n\r\n");
    EXPECT_EQ(last.total_bytes, 2u);
}

TEST_F(Progress, EndsWithTheEnginesError) {
    const auto failed = lines.feed(as_bytes(std::string_view(R"({"error":"manifest unknown"})"
                                                             "\n")));
    EXPECT_EQ(failed.error().code, ErrorCode::not_found);
}

TEST_F(Progress, SurvivesLinesOfOtherForms) {
    feed("{\"status\":5}\n{\"status\":\"x\",\"id\":[],\"progressDetail\":7}\n[]\n\"a\"\n");
    EXPECT_FALSE(lines.feed(as_bytes(std::string_view("{broken\n"))));
}

TEST(PullError, IsToldFromWords) {
    const auto expect = [](ErrorCode code, const char* words) {
        EXPECT_EQ(pull_error_code(words), code) << words;
    };
    expect(ErrorCode::not_found, "manifest for x:1 not found: manifest unknown: manifest unknown");
    expect(ErrorCode::permission_denied,
           "pull access denied for x, repository does not exist or may require 'docker login'");
    expect(ErrorCode::permission_denied, "Head \"https://x\": no basic auth credentials");
    expect(ErrorCode::permission_denied, "unauthorized: authentication required");
    expect(ErrorCode::unavailable, "toomanyrequests: You have reached your pull rate limit");
    expect(ErrorCode::unavailable, "received unexpected HTTP status: 500 Internal Server Error");
    expect(ErrorCode::unavailable, "dial tcp 10.0.0.1:443: i/o timeout");
    expect(ErrorCode::corrupt_data, "filesystem layer verification failed for digest sha256:00");
    expect(ErrorCode::failed_precondition,
           "no matching manifest for linux/amd64 in the manifest list entries");
    expect(ErrorCode::resource_exhausted, "write /x: no space left on device");
}

}  // namespace
}  // namespace carrot::sandbox::detail
