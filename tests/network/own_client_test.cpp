// Our own client of Stellar RPC against our own network.
#include <thread>

#include "contracts/wasm.hpp"
#include "network/rpc_fixture.hpp"
#include "stellar/contract_call.hpp"
#include "stellar/rpc_client.hpp"
#include "stellar/scval.hpp"

namespace carrot::network::test {
namespace {

using stellar::Int128;
using stellar::to_scval;

class OwnClient : public testing::Test {
protected:
    stellar::KeyPair funded() {
        auto key = stellar::KeyPair::generate();
        must(rpc.fund(key.account()));
        return key;
    }

    stellar::ContractId deploy(const stellar::KeyPair& key) {
        const auto wasm = contracts::gpu_registry_wasm();
        const auto hash = must(caller.upload(key, Bytes(wasm.begin(), wasm.end())));
        return must(caller.create(key, hash, stellar::Salt{1}, {to_scval(key.account())}));
    }

    static xdr::Operation registration(const stellar::ContractId& registry,
                                       const stellar::KeyPair& provider) {
        return stellar::invoke_contract(registry, "register_gpu",
                                        {to_scval(provider.account()), to_scval("RTX 4090"),
                                         to_scval(std::uint32_t{24}), to_scval(Int128{5})});
    }

    std::unique_ptr<Network> network = must(Network::start({.port = 0}));
    http::Client client;
    stellar::RpcClient rpc{client, must(http::Url::parse(network->rpc_url()))};
    stellar::ContractCaller caller{
        rpc,
        {.name = "local", .rpc_url = network->rpc_url(), .passphrase = network->passphrase()},
        system_clock()};
};

TEST_F(OwnClient, ReadsWhatTheNetworkSaysOfItself) {
    EXPECT_EQ(must(rpc.health()).status, "healthy");
    EXPECT_EQ(must(rpc.network()).passphrase, network->passphrase());
    EXPECT_EQ(must(rpc.version()).protocol_version, 28U);
    EXPECT_GE(must(rpc.latest_ledger()).sequence, 1U);
    EXPECT_TRUE(rpc.fee_stats());
}

TEST_F(OwnClient, FundsAnAccountAndPays) {
    const auto alice = funded();
    const auto bob = funded();
    const auto paid = must(caller.pay(alice, {stellar::native_payment(bob.account(), 10'000'000)}));
    EXPECT_EQ(paid.fee_charged_stroops, 100);
    EXPECT_EQ(must(rpc.account(bob.account())).balance_stroops, 100'010'000'000);
}

TEST_F(OwnClient, DeploysCallsAndReadsAContract) {
    const auto alice = funded();
    const auto registry = deploy(alice);
    const auto called = must(caller.call(alice, registration(registry, alice)));
    EXPECT_EQ(called.return_value, to_scval(std::uint32_t{0}));
    ASSERT_EQ(called.events.size(), 1U);
    EXPECT_EQ(must(caller.read(registry, "get_next_gpu_id", {})), to_scval(std::uint32_t{1}));

    const auto page =
        must(rpc.events({.start_ledger = called.ledger, .filters = {{.contracts = {registry}}}}));
    ASSERT_EQ(page.events.size(), 1U);
    EXPECT_EQ(page.events[0].transaction_hash, called.transaction_hash);
    EXPECT_EQ(page.events[0].topics[0], xdr::ScVal::sym("gpu_registered"));
}

TEST_F(OwnClient, LetsPartiesCallTheSameContractAtOnce) {
    const auto registry = deploy(funded());
    std::vector<stellar::KeyPair> providers;
    for (int i = 0; i < 4; ++i)
        providers.push_back(funded());
    const auto endpoint_of = [](const stellar::KeyPair& provider) {
        return "https://example.org/" + provider.account().to_string();
    };
    {
        std::vector<std::jthread> calls;
        for (const auto& provider : providers) {
            calls.emplace_back([&, provider] {
                const auto called = caller.call(
                    provider, stellar::invoke_contract(
                                  registry, "set_endpoint",
                                  {to_scval(provider.account()), to_scval(endpoint_of(provider))}));
                EXPECT_TRUE(called) << called.error().message;
            });
        }
    }
    for (const auto& provider : providers) {
        EXPECT_EQ(must(caller.read(registry, "get_endpoint", {to_scval(provider.account())})),
                  to_scval(endpoint_of(provider)));
    }
}

}  // namespace
}  // namespace carrot::network::test
