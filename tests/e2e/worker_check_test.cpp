// 'carrot worker check' tries what a worker needs, and says of each thing whether it works.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/worker_under_test.hpp"

namespace carrot::tests {
namespace {

using testing::HasSubstr;

/// "good", "note", "bad", or "" when nothing was said of it.
std::string health_of(const json::object& check, std::string_view what) {
    for (const auto& finding : check.at("findings").as_array())
        if (finding.at("what").as_string() == what) return finding.at("health").as_string().c_str();
    return "";
}

std::string members(const ProviderUnderTest& provider) {
    return "key = \"" + provider.name + "\"\npassphrase_file = \"" + provider.passphrase_file +
           "\"";
}

/// The document of a check that finds something bad.
json::object failed_check(const WorkerUnderTest& worker) {
    const auto outcome = worker.carrot({"worker", "check", "--json"});
    EXPECT_EQ(outcome.exit_code, 5) << outcome.err;
    return json::parse(outcome.out).as_object();
}

class WorkerCheck : public testing::Test {
protected:
    MarketUnderTest& market = shared_market();
    static const ProviderUnderTest& provider() {
        static const auto made = make_provider(shared_market(), "charlie");
        return made;
    }
};

TEST_F(WorkerCheck, FindsThatAWorkerCanStart) {
    const WorkerUnderTest worker(market, "charlie", members(provider()));
    const auto check = worker.ask({"worker", "check"});
    EXPECT_EQ(check.at("healthy"), true);
    for (auto what : {"key", "network", "account", "market", "container engine", "sandbox",
                      "registered GPUs", "store", "API"})
        EXPECT_EQ(health_of(check, what), "good") << what;
    EXPECT_EQ(health_of(check, "endpoint"), "note");
}

TEST_F(WorkerCheck, NamesTheProtectionThatTheEngineLacks) {
    const WorkerUnderTest worker(market, "kata", members(provider()) + "\nruntime = \"kata\"");
    const auto outcome = worker.carrot({"worker", "check"});
    EXPECT_EQ(outcome.exit_code, 5);
    EXPECT_THAT(outcome.out, HasSubstr("kata"));
    EXPECT_EQ(health_of(failed_check(worker), "sandbox"), "bad");
}

TEST_F(WorkerCheck, NamesAllThatDoesNotWork) {
    auto poor = provider();
    poor.passphrase_file = secret_file(market, "charlie.wrong", "another\n");
    const WorkerUnderTest worker(market, "poor", members(poor),
                                 "[worker.store]\nkubo_url = \"http://127.0.0.1:9\"");
    const auto check = failed_check(worker);
    EXPECT_EQ(check.at("healthy"), false);
    EXPECT_EQ(health_of(check, "key"), "bad");
    EXPECT_EQ(health_of(check, "store"), "bad");
    EXPECT_EQ(health_of(check, "market"), "good") << "one failure hides no other";
}

TEST_F(WorkerCheck, FindsAnAccountThatIsNotThere) {
    const WorkerUnderTest worker(
        market, "nobody",
        "mode = \"paired\"\n"
        "provider = \"GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7\"\n"
        "endpoint = \"https://gpu.example\"");
    const auto check = failed_check(worker);
    EXPECT_EQ(health_of(check, "key"), "good") << "a paired worker has none";
    EXPECT_EQ(health_of(check, "account"), "bad");
    EXPECT_EQ(health_of(check, "endpoint"), "bad") << "its wallet has to tell the registry";
}

TEST_F(WorkerCheck, ShowsTheSettingsAloneWhenAsked) {
    const WorkerUnderTest worker(market, "shown", members(provider()));
    const auto outcome = worker.carrot({"worker", "check", "--settings"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.out, HasSubstr("images.stall_limit_s"));
    EXPECT_EQ(outcome.out.find("container engine"), std::string::npos);
}

}  // namespace
}  // namespace carrot::tests
