// A job's ways through the market, with real money of a local network.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.hpp"
#include "e2e/market_under_test.hpp"

namespace carrot::tests {
namespace {

using testing::HasSubstr;

constexpr long long price = 20'000'000;  // of bob's GPU 0, an hour
constexpr long long fee = price * 5 / 100;

std::string content_of(const std::string& path) {
    auto content = read_file(path, 1 << 20);
    return content ? std::string{as_text(*content)} : "no file: " + content.error().message;
}

long long network_fee(const json::object& document) {
    return std::stoll(
        std::string{document.at("transaction").at("fee_charged_stroops").as_string()});
}

TEST(Job, GoesFromPostToPayment) {
    auto& market = shared_market();
    auto alice = market.balance_stroops("alice");
    auto fees = market.fees_stroops();
    auto script = market.script("hello.py", "print('hello from the job')\n");
    auto result = market.new_path("hello.txt");

    auto job =
        market.ask({"job", "run", script, "--gpu", "0", "--key", "alice", "--output", result});

    EXPECT_EQ(job.at("status"), "completed");
    EXPECT_THAT(std::string{job.at("result_hash").as_string()}, HasSubstr("ipfs://baf"));
    EXPECT_EQ(content_of(result), "hello from the job\n");
    EXPECT_EQ(market.balance_stroops("alice"), alice - price - network_fee(job));
    EXPECT_EQ(market.fees_stroops(), fees + fee);
}

TEST(Job, BringsBackAFolderWithItsFilesAndItsOutput) {
    auto& market = shared_market();
    auto script = market.script("files.py", R"(
import os, sys
os.makedirs("/output/sub")
open("/output/a.txt", "w").write("A")
open("/output/sub/b.txt", "w").write("B")
print("said"); print("warned", file=sys.stderr)
print(os.environ["COLOUR"])
)");
    auto folder = market.new_path("files");
    auto job = market.ask({"job", "run", script, "--gpu", "0", "--key", "alice", "--env",
                           "COLOUR=orange", "--output", folder});
    EXPECT_EQ(content_of(folder + "/a.txt"), "A");
    EXPECT_EQ(content_of(folder + "/sub/b.txt"), "B");
    EXPECT_EQ(content_of(folder + "/stdout.txt"), "said\norange\n");
    EXPECT_EQ(content_of(folder + "/stderr.txt"), "warned\n");

    auto number = std::to_string(job.at("job_id").as_int64());
    EXPECT_EQ(market.ask({"job", "logs", number}).at("stdout"), "said\norange\n");
}

TEST(Job, RunsAContainerImage) {
    auto& market = shared_market();
    auto example = std::string{CARROT_SOURCE_DIR} + "/examples/container_job.json";
    auto folder = market.new_path("container");
    auto job = market.ask(
        {"job", "run", "--spec", example, "--gpu", "0", "--key", "alice", "--output", folder});
    EXPECT_EQ(job.at("status"), "completed");
    EXPECT_THAT(content_of(folder + "/words.txt"), HasSubstr("2 the"));
    EXPECT_THAT(content_of(folder + "/stdout.txt"), HasSubstr("MemTotal"));
}

TEST(Job, FindsItsInputs) {
    auto& market = shared_market();
    auto data = market.script("data.csv", "1,2,3\n");
    auto cid = std::string{market.ask({"ipfs", "add", data}).at("cid").as_string()};
    auto script = market.script("sum.py", R"(
print(sum(int(n) for n in open("/inputs/numbers/data.csv").read().split(",")))
)");
    auto result = market.new_path("sum.txt");
    market.ask({"job", "run", script, "--gpu", "0", "--key", "alice", "--input",
                "numbers/data.csv=" + cid, "--output", result});
    EXPECT_EQ(content_of(result), "6\n");
}

TEST(Job, WithAScriptTooLongForTheChainGoesByIpfs) {
    auto& market = shared_market();
    auto script = market.script("long.py", "# " + std::string(20'000, 'x') + "\nprint('long')\n");
    auto result = market.new_path("long.txt");
    auto job =
        market.ask({"job", "run", script, "--gpu", "0", "--key", "alice", "--output", result});
    EXPECT_THAT(std::string{job.at("description").as_string()}, HasSubstr("codeCid"));
    EXPECT_EQ(content_of(result), "long\n");
}

TEST(Job, ThatNobodyClaimedIsCancelledWithItsWholePayment) {
    auto& market = shared_market();
    market.ask({"key", "generate", "carol", "--fund"});
    auto gpu = market.ask({"gpu", "register", "--model", "RTX 4090", "--vram-gb", "24", "--price",
                           "1.5", "--key", "carol"});
    auto gpu_id = std::to_string(gpu.at("gpu_id").as_int64());
    auto alice = market.balance_stroops("alice");

    auto posted = market.ask({"job", "post", "--message", "please call me", "--gpu", gpu_id,
                              "--hours", "2", "--key", "alice"});
    EXPECT_EQ(posted.at("payment_stroops"), "30000000");
    auto number = std::to_string(posted.at("job_id").as_int64());
    auto cancelled = market.ask({"job", "cancel", number, "--key", "alice"});

    EXPECT_EQ(market.ask({"job", "show", number}).at("status"), "cancelled");
    EXPECT_EQ(market.balance_stroops("alice"),
              alice - network_fee(posted) - network_fee(cancelled));
}

TEST(Job, IsClaimedAndCompletedByHandWithoutAWorker) {
    auto& market = shared_market();
    market.ask({"key", "generate", "dave", "--fund"});
    auto gpu = market.ask(
        {"gpu", "register", "--model", "A100", "--vram-gb", "80", "--price", "3", "--key", "dave"});
    auto gpu_id = std::to_string(gpu.at("gpu_id").as_int64());
    auto posted =
        market.ask({"job", "post", "--message", "a favour", "--gpu", gpu_id, "--key", "alice"});
    auto number = std::to_string(posted.at("job_id").as_int64());
    auto dave = market.balance_stroops("dave");

    auto claimed = market.ask({"job", "claim", number, "--key", "dave"});
    auto completed = market.ask(
        {"job", "complete", number,
         "ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy", "--key", "dave"});

    EXPECT_EQ(market.balance_stroops("dave"),
              dave + 28'500'000 - network_fee(claimed) - network_fee(completed));
}

TEST(Job, WhoseScriptFailsGivesTheMoneyBackWithItsReport) {
    auto& market = shared_market();
    auto alice = market.balance_stroops("alice");
    auto fees = market.fees_stroops();
    auto script = market.script("fails.py", R"(
import sys
print("about to fail")
print("the reason is in stderr", file=sys.stderr)
sys.exit(3)
)");
    auto posted = market.ask({"job", "post", script, "--gpu", "0", "--key", "alice"});
    auto job = market.wait_for_status(posted.at("job_id").as_int64(), "cancelled");

    EXPECT_EQ(market.balance_stroops("alice"), alice - network_fee(posted));
    EXPECT_EQ(market.fees_stroops(), fees);
    auto number = std::to_string(job.at("job_id").as_int64());
    auto report = market.ask({"job", "logs", number}).at("report").as_object();
    EXPECT_EQ(report.at("exit_status"), 3);
    EXPECT_THAT(std::string{report.at("log").as_string()}, HasSubstr("the reason is in stderr"));
}

TEST(Job, ThatFailsIsAFailureOfItsCommandLineToo) {
    auto& market = shared_market();
    auto script = market.script("raises.py", "raise ValueError('no good')\n");
    auto outcome = market.carrot({"job", "run", script, "--gpu", "0", "--key", "alice"});
    EXPECT_EQ(outcome.exit_code, 5);
    EXPECT_THAT(outcome.err, HasSubstr("ValueError: no good"));
    EXPECT_THAT(outcome.err, HasSubstr("failed, and its payment is back: exit status 1"));
}

TEST(Fees, GoToTheTreasuryAlone) {
    auto& market = shared_market();
    auto fees = market.fees_stroops();
    ASSERT_GT(fees, 0);
    EXPECT_EQ(market.carrot({"fees", "withdraw", "--key", "alice"}).exit_code, 6);
    auto treasury = market.balance_stroops("treasury");
    auto withdrawn = market.ask({"fees", "withdraw", "--key", "treasury"});
    EXPECT_EQ(market.balance_stroops("treasury"), treasury + fees - network_fee(withdrawn));
    EXPECT_EQ(market.fees_stroops(), 0);
}

TEST(Gpu, ThatIsClosedTakesNoJobs) {
    auto& market = shared_market();
    market.ask({"gpu", "availability", "0", "no", "--key", "bob"});
    auto refused = market.carrot({"job", "post", "--message", "x", "--gpu", "0", "--key", "alice"});
    EXPECT_EQ(refused.exit_code, 11);
    EXPECT_THAT(refused.err, HasSubstr("gpu_not_available"));
    market.ask({"gpu", "availability", "0", "yes", "--key", "bob"});
}

TEST(Deploy, FindsAMarketThatIsThere) {
    auto& market = shared_market();
    auto first = market.ask({"deploy", "--name", "second", "--key", "bob"});
    auto balance = market.balance_stroops("bob");
    auto again = market.ask({"deploy", "--name", "second", "--key", "bob"});
    EXPECT_EQ(first, again);
    EXPECT_EQ(market.balance_stroops("bob"), balance);
    // The market's file names the last deployment: back to the first one.
    market.ask({"deploy", "--key", "treasury"});
    EXPECT_EQ(market.carrot({"gpu", "show", "0"}).exit_code, 0);
}

}  // namespace
}  // namespace carrot::tests
