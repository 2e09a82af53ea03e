#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/api_fixture.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;

class ProcessJob : public testing::Test, protected ApiOfAWorker {
protected:
    ProcessJob() { serve({.handler_threads = 2}); }

    static std::string message(const Answer& answer) {
        return std::string(answer.second.at("error").at("message").as_string());
    }
};

TEST_F(ProcessJob, RunsAJobThatWasClaimedByHand) {
    const auto description = script("echo hello");
    const auto job = claimed(description);
    const auto [status, answer] = process(body(job, description));
    EXPECT_EQ(status, 200);
    EXPECT_EQ(answer.at("success"), true);
    EXPECT_EQ(answer.at("jobId"), job);
    EXPECT_EQ(answer.at("logs"), "hello\n");
    EXPECT_EQ(answer.at("exitStatus"), 0);
    EXPECT_EQ(answer.at("result"), answer.at("resultHash"));
    EXPECT_EQ(stored(std::string(answer.at("resultHash").as_string())), "hello\n");
}

TEST_F(ProcessJob, TakesTheDescriptionAsJsonToo) {
    const auto description = script("true");
    auto asked = body(claimed(description), description);
    asked["jobData"] = need(http::parse_json(description));
    EXPECT_EQ(process(asked).second.at("success"), true);
}

TEST_F(ProcessJob, AnswersAFailedJobWithItsLogsAndItsReport) {
    const auto description = script("echo oh no >&2; exit 3");
    const auto [status, answer] = process(body(claimed(description), description));
    EXPECT_EQ(status, 200);
    EXPECT_EQ(answer.at("success"), false);
    EXPECT_TRUE(answer.at("result").is_null());
    EXPECT_EQ(answer.at("error").at("code"), "job_failed");
    EXPECT_EQ(answer.at("error").at("message"), "exit status 3");
    EXPECT_EQ(answer.at("exitStatus"), 3);
    EXPECT_EQ(answer.at("logs"), "oh no\n");
    EXPECT_THAT(stored(std::string(answer.at("resultHash").as_string())), HasSubstr("oh no"));
}

TEST_F(ProcessJob, RefusesWhatIsNotOnTheChain) {
    const auto description = script("true");
    const auto job = claimed(description);
    EXPECT_EQ(process(body(job, script("echo other"))).first, 400);
    auto other_type = body(job, description);
    other_type["jobType"] = "docker-image";
    EXPECT_THAT(message(process(other_type)), HasSubstr("jobType is \"python-script\""));
    EXPECT_EQ(process(body(99, description)).first, 404);
    const auto open_job = chain.post(0, description);
    EXPECT_EQ(process(body(open_job, description)).first, 409);
    chain.change(open_job, ChainStatus::claimed, "GOTHER");
    EXPECT_EQ(process(body(open_job, description)).first, 403);
}

TEST_F(ProcessJob, NamesEveryMistakeOfABody) {
    for (const auto* text : {"", "null", "[]", "\"text\"", "{", "17"})
        EXPECT_EQ(send(process_request(text)).status, 400) << text;
    const auto nothing = process(boost::json::object{});
    EXPECT_EQ(nothing.first, 400);
    EXPECT_THAT(message(nothing),
                testing::AllOf(HasSubstr("jobId"), HasSubstr("jobType"), HasSubstr("jobData")));
    const auto description = script("true");
    for (const auto& wrong :
         {boost::json::value(-1), boost::json::value(1.5), boost::json::value("0"),
          boost::json::value(4294967296), boost::json::value(true), boost::json::value(nullptr)}) {
        auto asked = body(claimed(description), description);
        asked["jobId"] = wrong;
        const auto answer = process(asked);
        EXPECT_EQ(answer.first, 400);
        EXPECT_EQ(message(answer), "jobId must be the job's number");
    }
}

TEST_F(ProcessJob, AnswersThatTheGpuIsBusy) {
    const auto endless = endless_script();
    const auto first = claimed(endless);
    EXPECT_EQ(process(body(first, endless), "?wait=false").first, 202);
    const auto description = script("true");
    EXPECT_EQ(process(body(claimed(description), description)).first, 409);
    EXPECT_EQ(process(body(claimed(description, 1), description)).first, 200);
    need(worker.cancel(first, "enough"));
}

TEST_F(ProcessJob, LeavesTheOtherRoutesTheirThreadsWhileClientsWait) {
    const auto endless = endless_script();
    const auto job = claimed(endless);
    std::vector<std::jthread> waiting;
    for (int i = 0; i < 6; ++i)
        waiting.emplace_back([&] {
            http::Client own;
            const auto answer =
                need(own.send(process_request(http::format_json(body(job, endless)))));
            EXPECT_EQ(answer.status, 200);
            EXPECT_THAT(answer.body, HasSubstr("\"success\":false"));
        });
    wait_for(worker, job, Step::run);
    EXPECT_EQ(get("/health").first, 200);
    EXPECT_EQ(get("/jobs").first, 200);
    need(worker.cancel(job, "enough"));
}

TEST_F(ProcessJob, GoesOnWithoutTheClientThatAskedForIt) {
    const auto description =
        script("while ! test -e /tmp/x; do sleep 0.2; touch /tmp/x; done; echo ok");
    const auto job = claimed(description);
    const auto asked = process_request(http::format_json(body(job, description)));
    std::stop_source leave;
    {
        std::jthread impatient([&] {
            http::SendOptions options;
            options.stop = leave.get_token();
            EXPECT_EQ(client.send(asked, options).error().code, ErrorCode::cancelled);
        });
        wait_for(worker, job, Step::run);
        leave.request_stop();
    }
    const auto [status, answer] = process(body(job, description));
    EXPECT_EQ(status, 200);
    EXPECT_EQ(answer.at("logs"), "ok\n");
    EXPECT_EQ(need(worker.job(job)).attempts, 1u);
}

TEST_F(ProcessJob, AnswersTheSameAgainForAJobThatHasEnded) {
    const auto description = script("echo $$ $(cat /proc/uptime)");
    const auto job = claimed(description);
    const auto first = process(body(job, description));
    EXPECT_EQ(process(body(job, description)), first);
    EXPECT_EQ(process(body(job, description), "?wait=false"), first);
}

TEST_F(ProcessJob, AnswersAtOnceToThoseWhoDoNotWait) {
    const auto endless = endless_script();
    const auto job = claimed(endless);
    const auto response =
        send(process_request(http::format_json(body(job, endless)), "?wait=false"));
    EXPECT_EQ(response.status, 202);
    EXPECT_EQ(response.headers.find("Location"), fmt::format("/jobs/{}", job));
    EXPECT_EQ(process(body(job, endless), "?wait=false").first, 202);
    EXPECT_EQ(process(body(99, endless), "?wait=false").first, 404);
    EXPECT_EQ(process(body(job, endless), "?wait=maybe").first, 400);
    need(worker.cancel(job, "enough"));
    EXPECT_EQ(process(body(job, endless)).second.at("success"), false);
}

TEST_F(ProcessJob, SaysThatTheNetworkDoesNotAnswer) {
    const auto description = script("true");
    const auto asked = body(claimed(description), description);
    chain.set_reachable(false);
    EXPECT_EQ(process(asked).first, 503);
    chain.set_reachable(true);
    EXPECT_EQ(process(asked).first, 200);
}

}  // namespace
}  // namespace carrot::worker
