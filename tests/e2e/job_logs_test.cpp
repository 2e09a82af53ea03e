// A consumer who reads along while the job runs on somebody else's machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "e2e/market_under_test.hpp"
#include "http/client.hpp"

namespace carrot::tests {
namespace {

using testing::HasSubstr;

struct Followed {
    std::string first_line;
    std::string status_then;  ///< of the job, when the first line was there
    std::string rest;
    int exit_code = 0;
    std::string notes;
};

/// Posts a job, follows its log from its claim on, and looks whether it is live.
Followed follow(const std::string& code, Arguments options = {}) {
    auto& market = shared_market();
    static int count = 0;
    const auto log = "follow-" + std::to_string(++count) + ".log";
    Arguments arguments{"job",   "post", market.script("followed.py", code), "--gpu", "0",
                        "--key", "alice"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto number = std::to_string(market.ask(arguments).at("job_id").as_int64());

    auto follower = market.start_carrot({"job", "logs", number, "--follow", "--key", "alice"}, log);
    Followed followed;
    followed.first_line = follower->first_line();
    followed.status_then = market.ask({"job", "show", number}).at("status").as_string().c_str();
    followed.rest = follower->rest();
    followed.exit_code = follower->wait();
    const auto notes = read_file(market.new_path(log), 1 << 20);
    followed.notes = notes ? std::string(as_text(*notes)) : "";
    return followed;
}

TEST(LiveLog, ComesWhileTheJobRuns) {
    const auto job =
        follow("import time\nprint('first', flush=True)\ntime.sleep(4)\nprint('last')\n");
    EXPECT_EQ(job.first_line, "first");
    EXPECT_EQ(job.status_then, "claimed") << "it is live";
    EXPECT_EQ(job.rest, "last\n");
    EXPECT_EQ(job.exit_code, 0) << job.notes;
}

TEST(LiveLog, OfAJobThatFailsEndsWithTheReason) {
    const auto job = follow(
        "import time\nprint('first', flush=True)\ntime.sleep(4)\nraise ValueError('no good')\n");
    EXPECT_EQ(job.first_line, "first");
    EXPECT_EQ(job.status_then, "claimed");
    EXPECT_THAT(job.rest, HasSubstr("ValueError: no good"));
    EXPECT_THAT(job.notes, HasSubstr("failed: exit status 1"));
}

TEST(LiveLog, OfAJobThatIsKilledAtItsTimeLimitSaysSo) {
    const auto job =
        follow("import time\nprint('first', flush=True)\ntime.sleep(600)\n", {"--timeout", "5"});
    EXPECT_EQ(job.first_line, "first");
    EXPECT_EQ(job.status_then, "claimed");
    EXPECT_THAT(job.notes, HasSubstr("failed: "));
    EXPECT_THAT(job.notes, HasSubstr("time"));
}

TEST(LiveLog, OpensToTheWorkersOwnerTooAndToNobodyElse) {
    auto& market = shared_market();
    auto script =
        market.script("private.py", "import time\nprint('mine', flush=True)\ntime.sleep(4)\n");
    auto posted = market.ask({"job", "post", script, "--gpu", "0", "--key", "alice"});
    const auto number = std::to_string(posted.at("job_id").as_int64());
    market.wait_for_status(posted.at("job_id").as_int64(), "claimed");
    const std::string worker(market.document().at("worker_url").as_string());
    http::Client stranger;
    EXPECT_EQ(stranger.get(worker + "/jobs/" + number + "/logs").value().status, 401);
    wait_until("the owner to see the log", [&] {
        const auto token_file = market.new_path("data/local/worker/pairing-token");
        return market.carrot({"job", "logs", number, "--token-file", token_file}).out == "mine\n";
    });
    market.wait_for_status(posted.at("job_id").as_int64(), "completed");
}

}  // namespace
}  // namespace carrot::tests
