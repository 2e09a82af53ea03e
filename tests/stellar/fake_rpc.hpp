// A Stellar RPC over real HTTP whose answers a test scripts. The shapes of the answers are those of
// stellar-rpc; the behaviour of a whole network is tested with the network room.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/client.hpp"
#include "http/server.hpp"
#include "stellar/rpc_client.hpp"

namespace carrot::tests {

class FakeRpc {
public:
    using Answer = std::function<boost::json::value(const boost::json::object& params)>;

    FakeRpc();

    /// Answers a method from now on. Throwing Refusal answers with a JSON-RPC error.
    void on(std::string method, Answer answer);
    void on(std::string method, boost::json::value answer);

    struct Refusal {
        int code;
        std::string message;
    };

    /// The methods called so far, in order.
    std::vector<std::string> calls() const;
    /// The parameters of the latest call of a method.
    boost::json::object params_of(const std::string& method) const;

    stellar::RpcClient& client() { return client_; }
    std::string url() const { return server_.url(); }

    /// What GET /friendbot?addr=… answers.
    void on_friendbot(std::function<http::Response(const std::string& address)> answer);

private:
    http::Response answer(const http::Request& request);
    Answer note_call(const std::string& method, const boost::json::object& params);
    http::Router router();

    mutable std::mutex mutex_;
    std::map<std::string, Answer> answers_;
    std::function<http::Response(const std::string&)> friendbot_;
    std::vector<std::pair<std::string, boost::json::object>> calls_;
    http::Client http_;
    http::Server server_;
    stellar::RpcClient client_;
};

}  // namespace carrot::tests
