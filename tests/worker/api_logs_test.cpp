#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/api_fixture.hpp"
#include "worker/log_feed.hpp"

namespace carrot::worker {
namespace {

class LogsOverHttp : public testing::Test, protected ApiOfAWorker {
protected:
    LogsOverHttp() { serve(); }

    JobId begin(const std::string& description) {
        const auto job = claimed(description);
        process(body(job, description), "?wait=false");
        wait_for(worker, job, Step::run);
        return job;
    }
};

TEST_F(LogsOverHttp, AreLiveWhileTheJobRunsAndThereAfterwards) {
    const auto job = begin(
        script("echo one; while ! test -e /tmp/x; do sleep 0.1; touch /tmp/x; done; echo two >&2"));
    const auto all = "stdout:one\n|stderr:two\n|end:complete|";
    EXPECT_EQ(read_log(job), all);
    EXPECT_EQ(read_log(job), all);
    EXPECT_EQ(read_log(job, "2"), "stdout:e\n|stderr:two\n|end:complete|");
    EXPECT_EQ(read_log(job, "8"), "end:complete|");
    EXPECT_EQ(read_log(job, "18446744073709551615"), "end:complete|");
    EXPECT_EQ(read_log(job, "no offset"), all);
}

TEST_F(LogsOverHttp, EndAtOnceForThoseWhoDoNotFollow) {
    const auto job = begin(endless_script());
    EXPECT_EQ(get(fmt::format("/jobs/{}/logs?follow=no", job)).first, 400);
    while (read_log(job, "", "?follow=false") != "stdout:begun\n|end:running|")
        system_clock().sleep_for(std::chrono::milliseconds(5), {});
    need(worker.cancel(job, "enough"));
    EXPECT_EQ(read_log(job), "stdout:begun\n|end:complete|");
    EXPECT_EQ(read_log(job, "", "?follow=false"), "stdout:begun\n|end:complete|");
}

TEST_F(LogsOverHttp, EndForTheReadersOfAJobThatNeverRan) {
    const auto job = processed(R"({"type":"docker-image","image":"not here"})");
    EXPECT_EQ(get(fmt::format("/jobs/{}", job)).second.at("status"), "released");
    const auto response =
        send(request(http::Method::get, fmt::format("/jobs/{}/logs?follow=true", job)));
    EXPECT_TRUE(response.status == 404 || response.body.ends_with("event: end\ndata: complete\n\n"))
        << response.body;
}

TEST_F(LogsOverHttp, SayHowMuchIsLeftOutLiveAndAfterwards) {
    const auto job = processed(script("head -c 20000000 /dev/zero | tr '\\0' x"));
    const auto shown = get(fmt::format("/jobs/{}", job)).second;
    const auto left_out = shown.at("logBytesLeftOut").as_int64();
    EXPECT_EQ(shown.at("logBytes"), 20'000'000);
    EXPECT_GT(left_out, 3'000'000);
    std::uint64_t received = 0, missing = 0;
    std::string last_id;
    need(client.read_events(request(http::Method::get, fmt::format("/jobs/{}/logs", job)), {},
                            [&](const http::Event& event) {
                                if (event.name == "gap") missing += std::stoull(event.data);
                                if (event.name == "stdout") received += event.data.size();
                                last_id = event.id;
                                return true;
                            }));
    EXPECT_EQ(missing, static_cast<std::uint64_t>(left_out));
    EXPECT_EQ(received + missing, 20'000'000u);
    EXPECT_EQ(last_id, "20000000");
    EXPECT_EQ(read_log(job, "19999999"), "stdout:x|end:complete|");
}

TEST_F(LogsOverHttp, AreReadByAsManyAsThereAreThreadsForAndNoMore) {
    const auto job = begin(endless_script());
    std::vector<std::jthread> readers;
    std::atomic<int> begun = 0;
    std::stop_source leave;
    for (std::size_t i = 0; i < LogFeeds::feeds_per_job_limit; ++i)
        readers.emplace_back([&] {
            http::Client own;
            http::SendOptions options;
            options.stop = leave.get_token();
            bool first = true;
            (void)own.read_events(request(http::Method::get, fmt::format("/jobs/{}/logs", job)),
                                  options, [&](const http::Event&) {
                                      begun += std::exchange(first, false) ? 1 : 0;
                                      return true;
                                  });
        });
    while (begun < static_cast<int>(LogFeeds::feeds_per_job_limit))
        std::this_thread::yield();
    const auto response = send(request(http::Method::get, fmt::format("/jobs/{}/logs", job)));
    EXPECT_EQ(response.status, 503);
    EXPECT_TRUE(response.headers.contains("Retry-After"));
    leave.request_stop();
    readers.clear();
    need(worker.cancel(job, "enough"));
    while (send(request(http::Method::get, fmt::format("/jobs/{}/logs", job))).status == 503)
        std::this_thread::yield();
}

TEST_F(LogsOverHttp, OfAReaderThatStandsStillHoldUpNeitherJobNorOthers) {
    const auto job = claimed(script("head -c 20000000 /dev/zero | tr '\\0' x"));
    std::stop_source leave;
    std::atomic<bool> standing = false;
    process(body(job, chain.job(job).description), "?wait=false");
    std::jthread reader([&] {
        http::Client own;
        (void)own.read_events(request(http::Method::get, fmt::format("/jobs/{}/logs", job)), {},
                              [&](const http::Event&) {
                                  standing = true;
                                  while (!leave.stop_requested())
                                      std::this_thread::yield();
                                  return false;
                              });
    });
    while (!standing)
        std::this_thread::yield();
    const auto outcome = process(body(job, chain.job(job).description)).second;
    EXPECT_EQ(outcome.at("success"), true);
    leave.request_stop();
}

TEST(LogFeed, CutsTextBetweenCharacters) {
    EXPECT_EQ(complete_size(""), 0u);
    EXPECT_EQ(complete_size("abc"), 3u);
    EXPECT_EQ(complete_size("a\u20ac"), 4u);
    EXPECT_EQ(complete_size("a\xe2\x82"), 1u);
    EXPECT_EQ(complete_size("a\xe2"), 1u);
    EXPECT_EQ(complete_size("\xf0\x9f\xa5"), 0u);
    EXPECT_EQ(complete_size("\x80\x80\x80\x80"), 4u);
}

}  // namespace
}  // namespace carrot::worker
