#include "worker/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "http/client.hpp"
#include "http/json.hpp"
#include "http/server.hpp"
#include "worker/log_feed.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;

class WorkerApi : public testing::Test, protected Workplace {
protected:
    WorkerApi() {
        http::Router router;
        add_worker_routes(router, worker, token);
        server.emplace(need(http::Server::start(std::move(router))));
    }

    /// A status, and the body.
    using Answer = std::pair<int, boost::json::value>;

    Answer get(std::string_view path) {
        const auto response = need(client.get(server->url() + std::string(path)));
        return {response.status, need(http::parse_json(response.body))};
    }

    Answer process(const boost::json::value& body, std::string_view authorization) {
        http::ClientRequest request;
        request.method = http::Method::post;
        request.url = need(http::Url::parse(server->url() + "/process-job"));
        request.headers.set("Content-Type", "application/json");
        if (!authorization.empty())
            request.headers.set("Authorization", fmt::format("Bearer {}", authorization));
        request.body = http::format_json(body);
        const auto response = need(client.send(request));
        return {response.status, need(http::parse_json(response.body))};
    }

    JobId claimed(const std::string& description) {
        const auto job = chain.post(0, description);
        chain.change(job, ChainStatus::claimed, chain.provider());
        return job;
    }

    static boost::json::object body(JobId job, const std::string& description) {
        return {{"jobId", job}, {"jobType", "python-script"}, {"jobData", description}};
    }

    /// The log's text, as its readers get it, from an offset on.
    std::string read_log(JobId job, std::string_view last_event_id = "") {
        http::ClientRequest request;
        request.url = need(http::Url::parse(fmt::format("{}/jobs/{}/logs", server->url(), job)));
        request.headers.set("Authorization", "Bearer " + token);
        if (!last_event_id.empty()) request.headers.set("Last-Event-ID", last_event_id);
        std::string text;
        need(client.read_events(request, {}, [&](const http::Event& event) {
            if (event.name != "end") text += event.name + ":" + event.data + "|";
            return event.name != "end";
        }));
        return text;
    }

    Worker worker = open();
    std::string token = need(load_pairing_token(options.directory));
    http::Client client;
    std::optional<http::Server> server;
};

TEST_F(WorkerApi, SaysThatItIsAlive) {
    const auto [status, health] = get("/health");
    EXPECT_EQ(status, 200);
    EXPECT_EQ(health.at("status"), "ok");
    EXPECT_EQ(health.at("provider"), "GPROVIDER");
}

TEST_F(WorkerApi, ShowsTheEngineAndThatItCanSealJobs) {
    const auto [status, engine_state] = get("/check-docker");
    EXPECT_EQ(status, 200);
    EXPECT_EQ(engine_state.at("available"), true);
    EXPECT_EQ(engine_state.at("canSealJobs"), true);
    EXPECT_TRUE(engine_state.at("pythonImage").is_string());
}

TEST_F(WorkerApi, ShowsTheGpusOrWhyThereAreNone) {
    const auto [status, gpus] = get("/check-gpu");
    EXPECT_EQ(status, 200);
    EXPECT_EQ(gpus.at("available").as_bool(), !gpus.at("gpus").as_array().empty());
    EXPECT_NE(gpus.at("available").as_bool(), gpus.as_object().contains("error"));
}

TEST_F(WorkerApi, ProcessesAJobThatWasClaimedByHand) {
    const auto description = script("echo hello");
    const auto [status, answer] = process(body(claimed(description), description), token);
    EXPECT_EQ(status, 200);
    EXPECT_EQ(answer.at("success"), true);
    EXPECT_EQ(answer.at("logs"), "hello\n");
    EXPECT_EQ(stored(std::string(answer.at("resultHash").as_string())), "hello\n");
}

TEST_F(WorkerApi, TakesTheDescriptionAsJsonToo) {
    const auto description = script("true");
    auto request = body(claimed(description), description);
    request["jobData"] = need(http::parse_json(description));
    EXPECT_EQ(process(request, token).second.at("success"), true);
}

TEST_F(WorkerApi, AnswersAFailedJobWithItsLogs) {
    const auto description = script("echo oh no >&2; exit 3");
    const auto [status, answer] = process(body(claimed(description), description), token);
    EXPECT_EQ(status, 200);
    EXPECT_EQ(answer.at("success"), false);
    EXPECT_EQ(answer.at("error"), "exit status 3");
    EXPECT_EQ(answer.at("logs"), "oh no\n");
}

TEST_F(WorkerApi, RefusesToProcessWithoutTheToken) {
    const auto description = script("true");
    const auto request = body(claimed(description), description);
    EXPECT_EQ(process(request, "").first, 401);
    EXPECT_EQ(process(request, "wrong").first, 401);
    EXPECT_EQ(process(request, std::string(token.size(), 'x')).first, 401);
}

TEST_F(WorkerApi, RefusesWhatIsNotOnTheChain) {
    const auto description = script("true");
    const auto job = claimed(description);
    EXPECT_EQ(process(body(job, script("echo other")), token).first, 400);
    auto other_type = body(job, description);
    other_type["jobType"] = "docker-image";
    EXPECT_EQ(process(other_type, token).first, 400);
    EXPECT_EQ(process(body(99, description), token).first, 404);
    const auto open_job = chain.post(0, description);
    EXPECT_EQ(process(body(open_job, description), token).first, 409);
    chain.change(open_job, ChainStatus::claimed, "GOTHER");
    EXPECT_EQ(process(body(open_job, description), token).first, 403);
}

TEST_F(WorkerApi, RefusesABodyThatIsNone) {
    EXPECT_EQ(process("text", token).first, 400);
    EXPECT_EQ(
        process(boost::json::object{{"jobId", -1}, {"jobType", "a"}, {"jobData", ""}}, token).first,
        400);
}

TEST_F(WorkerApi, ShowsJobsWithTheirSteps) {
    const auto description = script("true");
    const auto job = claimed(description);
    process(body(job, description), token);
    EXPECT_EQ(get("/jobs").second.at("jobs").as_array().size(), 1u);
    const auto [status, shown] = get(fmt::format("/jobs/{}", job));
    EXPECT_EQ(status, 200);
    EXPECT_EQ(shown.at("verdict"), "completed");
    EXPECT_EQ(shown.at("steps").as_array().front().at("step"), "prepare");
    EXPECT_EQ(shown.at("steps").as_array().back().at("step"), "done");
    EXPECT_EQ(get("/jobs/12345").first, 404);
    EXPECT_EQ(get("/jobs/x").first, 400);
}

TEST_F(WorkerApi, ShowsALogWhileTheJobRunsAndAfterwards) {
    const auto description =
        script("echo one; while ! test -e /tmp/x; do sleep 0.1; touch /tmp/x; done; echo two >&2");
    const auto job = claimed(description);
    std::jthread running([&] { process(body(job, description), token); });
    wait_for(worker, job, Step::run);
    EXPECT_EQ(read_log(job), "stdout:one\n|stderr:two\n|");
    running.join();
    EXPECT_EQ(read_log(job), "stdout:one\n|stderr:two\n|");
    EXPECT_EQ(read_log(job, "2"), "stdout:e\n|stderr:two\n|");
    EXPECT_EQ(get(fmt::format("/jobs/{}/logs", job)).first, 401);
}

TEST(PairingToken, IsMadeOnceAndIsASecret) {
    tests::TemporaryDirectory directory;
    const auto made = need(load_pairing_token(directory.path()));
    EXPECT_EQ(made.size(), 43u);
    EXPECT_EQ(need(load_pairing_token(directory.path())), made);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(directory.path() / "pairing-token").permissions(),
              perms::owner_read | perms::owner_write);
    need(write_file(directory.path() / "pairing-token", as_bytes("short\n")));
    EXPECT_EQ(load_pairing_token(directory.path()).error().code, ErrorCode::corrupt_data);
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
