// A whole market that is killed while a job runs.
#include <gtest/gtest.h>

#include "e2e/market_under_test.hpp"

namespace carrot::tests {
namespace {

constexpr long long fee = 1'000'000;

TEST(KilledMarket, FinishesItsJobAfterARestartAndIsPaidOnce) {
    MarketUnderTest market;
    auto bob = market.balance_stroops("bob");
    auto script = market.script("slow.py", "import time\ntime.sleep(6)\nprint('done')\n");
    auto posted = market.ask({"job", "post", script, "--gpu", "0", "--key", "alice"});
    auto job_id = posted.at("job_id").as_int64();
    market.wait_for_status(job_id, "claimed");

    market.kill();
    market.start();

    auto job = market.wait_for_status(job_id, "completed");
    EXPECT_EQ(market.ask({"job", "logs", std::to_string(job_id)}).at("stdout"), "done\n");
    EXPECT_EQ(market.fees_stroops(), fee);
    auto earned = market.balance_stroops("bob") - bob;
    EXPECT_LE(earned, 19 * fee);
    EXPECT_GT(earned, 18 * fee);  // less what Stellar charged for the claim and the completion
    EXPECT_EQ(market.ask({"gpu", "show", "0"}).at("total_jobs"), 1);
}

TEST(InterruptedMarket, EndsWithSuccessAndGoesOnWhereItWas) {
    MarketUnderTest market;
    auto deployed = market.ask({"gpu", "show", "0"});
    EXPECT_EQ(market.interrupt(), 0);
    EXPECT_EQ(market.carrot({"gpu", "list"}).exit_code, 7);
    market.start();
    auto again = market.ask({"gpu", "show", "0"});
    EXPECT_EQ(again.at("provider"), deployed.at("provider"));
    EXPECT_EQ(again.at("registered_at"), deployed.at("registered_at"));
}

}  // namespace
}  // namespace carrot::tests
