// What is asserted of a call: its error, its events, its cost.
#include "testkit/matchers.hpp"

#include <gtest/gtest.h>

#include "errors/errors.hpp"
#include "events/events.hpp"
#include "soroban_test/wasm.hpp"
#include "testkit/testkit.hpp"

namespace carrot::testkit {
namespace {

using testing::Not;

class OutcomeOfACall : public testing::Test {
protected:
    OutcomeOfACall() {
        chain.deploy(soroban::test::example_errors_wasm(), 1, {});
        chain.deploy(soroban::test::example_events_wasm(), 2, {});
    }

    Chain chain;
    soroban::Client<errors::Door, ChainTransport> door{
        ChainTransport{chain, chain.contract_address(1)}};
    soroban::Client<events::Post, ChainTransport> post{
        ChainTransport{chain, chain.contract_address(2)}};
    soroban::Address alice{chain.create_account('a', 100'000'000).to_string()};
    soroban::Address bob{chain.create_account('b', 100'000'000).to_string()};
};

TEST_F(OutcomeOfACall, IsASuccessOrANumberedRefusal) {
    const auto refused = door.open({"barley"});
    EXPECT_THAT(refused, Not(Succeeds()));
    EXPECT_THAT(refused, RefusedWith(errors::Door::Error::wrong_word));
    EXPECT_THROW(refused.value(), std::runtime_error);
    EXPECT_THAT(door.open({"sesame"}), Succeeds());
}

TEST_F(OutcomeOfACall, HasItsEventsAsDeclared) {
    const auto sent = post.send(alice, bob, 20, "Greetings");
    const auto letters =
        events_of<events::Post::LetterSent>(sent.call(), chain.contract_address(2));
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_EQ(letters[0].weight, 20u);
    EXPECT_TRUE(events_of<events::Post::BellRung>(sent.call(), chain.contract_address(2)).empty());
    EXPECT_TRUE(
        events_of<events::Post::LetterSent>(sent.call(), chain.contract_address(1)).empty());
}

TEST_F(OutcomeOfACall, HasItsSingleValueToo) {
    const auto rung = post.ring(bob, 3);
    const auto rings = events_of<events::Post::BellRung>(rung.call(), chain.contract_address(2));
    ASSERT_EQ(rings.size(), 1u);
    EXPECT_EQ(rings[0].times.value, 3u);
}

TEST_F(OutcomeOfACall, SaysWhatItCost) {
    const auto sent = post.send(alice, bob, 20, "Greetings");
    EXPECT_THAT(sent, CostsAtMost({.cpu_instructions = 1'000'000}));
    EXPECT_THAT(sent, Not(CostsAtMost({.cpu_instructions = 1'000})));
    EXPECT_THAT(sent, Not(CostsAtMost({.resource_fee_stroops = 1})));
}

}  // namespace
}  // namespace carrot::testkit
