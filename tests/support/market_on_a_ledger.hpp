// Both contracts on a local network in memory, with a provider who has one GPU, and a consumer.
#pragma once

#include <optional>
#include <string>

#include "market/market.hpp"
#include "network/network.hpp"
#include "support/need.hpp"

namespace carrot::tests {

class MarketOnALedger {
public:
    explicit MarketOnALedger(market::Stroops price_per_hour) : price(price_per_hour) {
        for (const auto* key : {&treasury, &provider, &consumer})
            need(rpc.fund(key->account(), {}));
        market.emplace(caller, need(market::deploy(caller, treasury)));
        gpu = need(market->registry_as(provider).register_gpu(address(provider), "RTX 4090", 24,
                                                              price.count()))
                  .value;
    }

    static soroban::Address address(const stellar::KeyPair& key) {
        return market::address_of(key.account());
    }

    /// A job of one hour.
    market::JobId post(const std::string& description) {
        return need(market->marketplace_as(consumer).post_job(address(consumer), gpu, description,
                                                              1u, price.count()))
            .value;
    }

    const market::Stroops price;
    std::unique_ptr<network::Network> network =
        need(network::Network::start({.data_directory = std::nullopt, .port = 0}));
    http::Client http;
    stellar::RpcClient rpc{http, need(http::Url::parse(network->rpc_url()))};
    stellar::ContractCaller caller{
        rpc,
        {.name = "local", .rpc_url = network->rpc_url(), .passphrase = network->passphrase()},
        system_clock()};
    stellar::KeyPair treasury = stellar::KeyPair::generate();
    stellar::KeyPair provider = stellar::KeyPair::generate();
    stellar::KeyPair consumer = stellar::KeyPair::generate();
    std::optional<market::Market> market;
    market::GpuId gpu = 0;
};

}  // namespace carrot::tests
