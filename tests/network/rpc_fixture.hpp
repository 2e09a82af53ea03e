// A network on a free port with a moved clock, and JSON-RPC and HTTP to it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "http/http.hpp"
#include "network/network.hpp"
#include "stellar/key_pair.hpp"
#include "stellar/operation.hpp"
#include "stellar/transaction.hpp"
#include "xdr/xdr.hpp"

namespace carrot::network::test {

namespace json = http::json;

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

class RunningNetwork : public testing::Test {
protected:
    RunningNetwork() : network(must(Network::start({.port = 0, .clock = &clock}))) {}

    /// The whole JSON-RPC answer.
    json::object ask(std::string_view method, json::value params, std::string_view path = "/rpc");
    /// The result of a call that succeeds.
    json::object call(std::string_view method, json::value params = json::object());
    /// The code of a call that fails.
    std::int64_t error_code(std::string_view method, json::value params);

    http::ClientResponse get(std::string_view path);
    json::object fund(const stellar::KeyPair& key);

    /// A payment of one lumen to the root, as base64, and its hash.
    std::string payment(const stellar::KeyPair& source);
    std::int64_t sequence_number(const stellar::KeyPair& key);

    /// Sends and waits for the ledger that has it; its hash.
    std::string send(const std::string& transaction);

    ManualClock clock{TimePoint{std::chrono::seconds{1'800'000'000}}};
    std::unique_ptr<Network> network;
    http::Client client;
};

}  // namespace carrot::network::test
