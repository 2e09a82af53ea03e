// A chain of one's own: what it forgets, and what comes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "counter/counter.hpp"
#include "soroban_test/wasm.hpp"
#include "testkit/testkit.hpp"

namespace carrot::testkit {
namespace {

class ChainOfACounter : public testing::Test {
protected:
    ChainOfACounter() { chain.deploy(soroban::test::example_counter_wasm(), 1, {}); }

    xdr::LedgerKey alices_entry() const {
        const auto alice_address = must(stellar::Address::parse(alice.strkey));
        return Chain::data_key(id, xdr::ScVal::address(alice_address.to_xdr()));
    }

    Chain chain;
    stellar::ContractId id = chain.contract_address(1);
    soroban::Client<counter::Counter, ChainTransport> counter{ChainTransport{chain, id}};
    soroban::Address alice{chain.create_account('a', 100'000'000).to_string()};
};

TEST_F(ChainOfACounter, RollsBackToASnapshot) {
    counter.increment(alice).value();
    const auto one = chain.snapshot();
    const auto before_s = chain.time_s();
    counter.increment(alice).value();
    chain.advance_time_s(5);
    EXPECT_EQ(counter.total().value(), 2u);
    chain.roll_back(one);
    EXPECT_EQ(counter.total().value(), 1u);
    EXPECT_EQ(chain.time_s(), before_s);
}

TEST_F(ChainOfACounter, ForgetsATriedCall) {
    const auto tried = chain.try_call(id, "increment", must(stellar::encode_arguments(alice)));
    EXPECT_EQ(tried.return_value, xdr::ScVal::u32(1));
    EXPECT_EQ(counter.total().value(), 0u);
}

TEST_F(ChainOfACounter, RestoresWhatWasArchived) {
    counter.increment(alice).value();
    chain.archive(alices_entry());
    EXPECT_TRUE(chain.is_archived(alices_entry()));
    const auto counted = counter.increment(alice);
    EXPECT_THAT(counted.call().restored, testing::ElementsAre(alices_entry()));
    EXPECT_EQ(counter.total_by(alice).value(), 2u);
    EXPECT_FALSE(chain.is_archived(alices_entry()));
}

TEST_F(ChainOfACounter, ArchivesOnlyWhatThereIs) {
    EXPECT_FALSE(chain.is_archived(alices_entry()));
    EXPECT_THROW(chain.archive(alices_entry()), std::runtime_error);
}

}  // namespace
}  // namespace carrot::testkit
