// The client against a whole network: ours, with the real Soroban host behind it.
#include <gmock/gmock.h>

#include <future>

#include "contracts/wasm.hpp"
#include "network/network.hpp"
#include "stellar/contract_call.hpp"
#include "stellar/golden.hpp"
#include "stellar/scval.hpp"
#include "stellar/transaction.hpp"

namespace carrot::tests {

using namespace stellar;

namespace {

class LocalNetworkTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(rpc.fund(alice().account()));
        ASSERT_TRUE(rpc.fund(bob().account()));
    }

    /// A registry whose marketplace is Alice.
    ContractId create_registry() {
        const auto& wasm = contracts::gpu_registry_wasm();
        const auto hash = caller.upload(alice(), Bytes(wasm.begin(), wasm.end()));
        EXPECT_TRUE(hash) << hash.error().message;
        const auto id =
            caller.create(alice(), hash.value_or(Hash{}), Salt{7}, {to_scval(alice().account())});
        EXPECT_TRUE(id) << id.error().message;
        return id.value_or(ContractId{});
    }

    static xdr::Operation register_gpu(const ContractId& registry, const KeyPair& provider) {
        return invoke_contract(registry, "register_gpu",
                               {to_scval(provider.account()), to_scval("RTX 4090"),
                                to_scval(std::uint32_t{24}), to_scval(Int128{20'000'000})});
    }

    std::unique_ptr<network::Network> network = network::Network::start({.port = 0}).value();
    http::Client http;
    RpcClient rpc{http, http::Url::parse(network->rpc_url()).value()};
    ContractCaller caller{rpc, standalone(), system_clock()};
};

}  // namespace

TEST_F(LocalNetworkTest, CreatesAndPaysAccounts) {
    const KeyPair carol = KeyPair::generate();
    const auto outcome = caller.pay(alice(), {create_account(carol.account(), 50'000'000),
                                              native_payment(carol.account(), 25'000'000)});
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(rpc.account(carol.account()).value().balance_stroops, 75'000'000);
    EXPECT_EQ(outcome->fee_charged_stroops, 200);
}

TEST_F(LocalNetworkTest, UploadsCreatesCallsAndReadsAContract) {
    const ContractId registry = create_registry();
    const auto outcome = caller.call(alice(), register_gpu(registry, alice()));
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->return_value, to_scval(std::uint32_t{0}));
    EXPECT_FALSE(outcome->events.empty());

    const auto gpu = caller.read(registry, "get_gpu", {to_scval(std::uint32_t{0})});
    ASSERT_TRUE(gpu) << gpu.error().message;
    EXPECT_EQ(field<std::string>(*gpu, "model").value(), "RTX 4090");
    EXPECT_EQ(field<Address>(*gpu, "provider").value(), Address(alice().account()));
    EXPECT_EQ(caller.find(outcome->transaction_hash).value()->ledger, outcome->ledger);
}

TEST_F(LocalNetworkTest, FindsEventsByContractAndTopic) {
    const ContractId registry = create_registry();
    const auto outcome = caller.call(alice(), register_gpu(registry, alice())).value();
    const auto topic = topic_segment(to_scval(Symbol{"gpu_registered"})).value();
    const auto page =
        rpc.events({.start_ledger = outcome.ledger,
                    .filters = {{.contracts = {registry}, .topics = {{topic, "**"}}}}});
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_EQ(page->events.size(), 1U);
    EXPECT_EQ(page->events[0].transaction_hash, outcome.transaction_hash);
    EXPECT_EQ(page->events[0].contract, registry);
}

TEST_F(LocalNetworkTest, LearnsTheNumberOfAContractsError) {
    const ContractId registry = create_registry();
    const auto outcome = caller.call(
        alice(),
        invoke_contract(registry, "set_availability",
                        {to_scval(alice().account()), to_scval(std::uint32_t{9}), to_scval(true)}));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::contract_failed) << outcome.error().message;
    EXPECT_EQ(contract_error_number(outcome.error()), 101U) << outcome.error().message;
}

TEST_F(LocalNetworkTest, LearnsThatAFunctionDoesNotExist) {
    const auto outcome = caller.read(create_registry(), "set_owner", {});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::failed_precondition) << outcome.error().message;
}

TEST_F(LocalNetworkTest, AcceptsTheSignatureOfAnotherParty) {
    const ContractId registry = create_registry();
    const auto outcome =
        caller.call(alice(), register_gpu(registry, bob()), {.other_signers = {bob()}});
    ASSERT_TRUE(outcome) << outcome.error().message;
    const auto gpu = caller.read(registry, "get_gpu", {outcome->return_value}).value();
    EXPECT_EQ(field<Address>(gpu, "provider").value(), Address(bob().account()));
}

TEST_F(LocalNetworkTest, TakesCallsOfOneAccountAtTheSameTime) {
    const ContractId registry = create_registry();
    std::vector<std::future<Result<CallOutcome>>> calls;
    for (int i = 0; i < 3; ++i) {
        calls.push_back(std::async(std::launch::async, [&] {
            return caller.call(alice(), register_gpu(registry, alice()));
        }));
    }
    for (auto& call : calls) {
        const auto outcome = call.get();
        EXPECT_TRUE(outcome) << outcome.error().message;
    }
    EXPECT_EQ(caller.read(registry, "get_next_gpu_id", {}).value(), to_scval(std::uint32_t{3}));
}

TEST_F(LocalNetworkTest, AppliesASubmittedTransactionOnce) {
    const auto prepared = caller.prepare(alice(), register_gpu(create_registry(), alice())).value();
    ASSERT_TRUE(caller.submit(prepared));
    const auto first = caller.await(prepared);
    ASSERT_TRUE(first) << first.error().message;
    ASSERT_TRUE(caller.submit(prepared));
    EXPECT_EQ(caller.await(prepared).value().ledger, first->ledger);
}

TEST_F(LocalNetworkTest, BumpsAFeeThatIsTooLowAndKnowsTheTransactionByItsOwnHash) {
    const auto prepared = caller
                              .prepare(alice(), register_gpu(create_registry(), alice()),
                                       {.inclusion_fee_cap_stroops = 10})
                              .value();
    EXPECT_EQ(caller.submit(prepared).error().code, ErrorCode::unavailable);
    const CallOptions paying{.fee_payer = bob()};
    ASSERT_TRUE(caller.submit(prepared, paying));
    const auto outcome = caller.await(prepared, paying);
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->transaction_hash, prepared.hash);
    EXPECT_EQ(outcome->return_value, to_scval(std::uint32_t{0}));
    EXPECT_EQ(caller.find(prepared.hash).value()->ledger, outcome->ledger);
    ASSERT_TRUE(caller.submit(prepared, paying));
    EXPECT_EQ(caller.await(prepared, paying)->ledger, outcome->ledger);
}

TEST_F(LocalNetworkTest, SaysThatAnAccountIsNotFunded) {
    const auto outcome = caller.pay(KeyPair::generate(), {native_payment(alice().account(), 1)});
    EXPECT_EQ(outcome.error().code, ErrorCode::not_found) << outcome.error().message;
}

}  // namespace carrot::tests
