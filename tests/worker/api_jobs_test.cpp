#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/api_fixture.hpp"

namespace carrot::worker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class JobsOverHttp : public testing::Test, protected ApiOfAWorker {
protected:
    JobsOverHttp() { serve(); }

    std::vector<std::int64_t> listed(std::string_view query) {
        const auto page = get("/jobs" + std::string(query)).second;
        std::vector<std::int64_t> ids;
        for (const auto& job : page.at("jobs").as_array())
            ids.push_back(job.at("jobId").as_int64());
        return ids;
    }
};

TEST_F(JobsOverHttp, ShowAJobWithItsSteps) {
    const auto job = processed(script("echo hello"));
    const auto [status, shown] = get(fmt::format("/jobs/{}", job));
    EXPECT_EQ(status, 200);
    EXPECT_EQ(shown.at("status"), "completed");
    EXPECT_EQ(shown.at("origin"), "request");
    EXPECT_EQ(shown.at("steps").as_array().front().at("step"), "prepare");
    EXPECT_EQ(shown.at("steps").as_array().back().at("step"), "done");
    EXPECT_EQ(shown.at("logBytes"), 6);
    EXPECT_EQ(shown.at("logBytesLeftOut"), 0);
    EXPECT_EQ(get("/jobs/12345").first, 404);
    EXPECT_EQ(get("/jobs/x").first, 400);
    EXPECT_EQ(get("/jobs/4294967296").first, 400);
}

TEST_F(JobsOverHttp, AreListedInPagesFromTheNewestOn) {
    EXPECT_THAT(listed(""), IsEmpty());
    for (int i = 0; i < 3; ++i)
        processed(script("true"));
    EXPECT_THAT(listed(""), ElementsAre(2, 1, 0));
    EXPECT_TRUE(get("/jobs?limit=3").second.at("next").is_null());
    const auto page = get("/jobs?limit=2").second;
    EXPECT_EQ(page.at("jobs").as_array().size(), 2u);
    EXPECT_EQ(page.at("next"), 1);
    EXPECT_THAT(listed("?limit=2&before=1"), ElementsAre(0));
    EXPECT_THAT(listed("?before=0"), IsEmpty());
}

TEST_F(JobsOverHttp, AreListedByStatus) {
    processed(script("true"));
    processed(script("false"));
    const auto endless = endless_script();
    const auto running = claimed(endless);
    process(body(running, endless), "?wait=false");
    EXPECT_THAT(listed("?status=completed"), ElementsAre(0));
    EXPECT_THAT(listed("?status=released"), ElementsAre(1));
    EXPECT_THAT(listed("?status=running"), ElementsAre(2));
    EXPECT_THAT(listed("?status=lost"), IsEmpty());
    need(worker.cancel(running, "enough"));
}

TEST_F(JobsOverHttp, RefuseAQueryThatIsNone) {
    for (const auto* query : {"?limit=0", "?limit=101", "?limit=x", "?before=-1",
                              "?before=", "?status=undecided", "?status=", "?status=COMPLETED"})
        EXPECT_EQ(get("/jobs" + std::string(query)).first, 400) << query;
}

TEST_F(JobsOverHttp, AreStoppedOnRequest) {
    const auto endless = endless_script();
    const auto job = claimed(endless);
    process(body(job, endless), "?wait=false");
    wait_for(worker, job, Step::run);
    const auto response = send(request(http::Method::delete_, fmt::format("/jobs/{}", job)));
    EXPECT_EQ(response.status, 202);
    EXPECT_EQ(response.headers.find("Location"), fmt::format("/jobs/{}", job));
    const auto outcome = process(body(job, endless)).second;
    EXPECT_EQ(outcome.at("success"), false);
    EXPECT_EQ(outcome.at("error").at("message"), "stopped by the provider");
    chain.wait_for(job, ChainStatus::cancelled);
    EXPECT_EQ(containers(), 0u);
    EXPECT_EQ(send(request(http::Method::delete_, fmt::format("/jobs/{}", job))).status, 409);
    EXPECT_EQ(send(request(http::Method::delete_, "/jobs/99")).status, 404);
    EXPECT_EQ(send(request(http::Method::delete_, "/jobs/x")).status, 400);
}

}  // namespace
}  // namespace carrot::worker
