// Stands in front of a real node, and answers as tests want: late, wrong, or not at all.
//
//   UnreliableNode node("http://127.0.0.1:8000/rpc");
//   node.behave(times(3, in_every_call(busy())));       // lies.hpp
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "http/client.hpp"
#include "http/json.hpp"
#include "http/server.hpp"

namespace carrot::tests {

/// One call of Stellar RPC's.
struct RpcCall {
    std::string method;
    boost::json::object params;
    std::string body;
    std::stop_token stop;  ///< requested when the misbehaviour is over
    /// The real node's answer: the whole JSON-RPC object.
    std::function<boost::json::object()> ask;
    /// The same to another method without parameters.
    std::function<boost::json::object(const std::string& method)> ask_for;
    /// Counts the call as troubled, for one that is not answered soon.
    std::function<void()> note;
};

/// What is answered instead of the truth; none: the truth.
using Misbehaviour = std::function<std::optional<http::Response>(const RpcCall&)>;

class UnreliableNode {
public:
    explicit UnreliableNode(std::string rpc_url);

    std::string url() const { return server_->url() + "/rpc"; }

    /// From now on. Waits of the one before end.
    void behave(Misbehaviour misbehaviour);
    void behave_well() { behave({}); }

    /// Calls that were not answered with the truth, or not yet.
    int told() const;

private:
    http::Response answer(const http::Request& request);
    boost::json::object ask(const std::string& body);

    const std::string rpc_url_;
    http::Client client_;
    mutable std::mutex mutex_;
    Misbehaviour misbehaviour_;
    std::stop_source over_;
    int told_ = 0;
    std::optional<http::Server> server_;
};

}  // namespace carrot::tests
