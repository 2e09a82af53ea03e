#include "faults/unreliable_node.hpp"

#include <utility>

#include "support/need.hpp"

namespace carrot::tests {

namespace json = boost::json;

UnreliableNode::UnreliableNode(std::string rpc_url) : rpc_url_(std::move(rpc_url)) {
    http::Router router;
    router.route(http::Method::post, "/rpc",
                 [this](const http::Request& request) { return answer(request); });
    server_ = need(http::Server::start(std::move(router), {.handler_threads = 16}));
}

void UnreliableNode::behave(Misbehaviour misbehaviour) {
    const std::lock_guard lock(mutex_);
    over_.request_stop();
    over_ = std::stop_source();
    misbehaviour_ = std::move(misbehaviour);
}

int UnreliableNode::told() const {
    const std::lock_guard lock(mutex_);
    return told_;
}

json::object UnreliableNode::ask(const std::string& body) {
    const auto answer = need(client_.post(rpc_url_, body, "application/json"));
    return need(http::parse_json(answer.body)).as_object();
}

http::Response UnreliableNode::answer(const http::Request& request) {
    const auto call = need(http::parse_json(request.body)).as_object();
    RpcCall rpc{.method = call.at("method").as_string().c_str(),
                .params = {},
                .body = request.body,
                .stop = {},
                .ask = [&] { return ask(request.body); },
                .ask_for =
                    [&](const std::string& method) {
                        return ask(http::format_json(
                            json::object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}}));
                    },
                .note =
                    [this, noted = false]() mutable {
                        const std::lock_guard lock(mutex_);
                        if (!std::exchange(noted, true)) ++told_;
                    }};
    if (const auto* params = call.if_contains("params"); params && params->is_object())
        rpc.params = params->as_object();
    Misbehaviour misbehaviour;
    {
        const std::lock_guard lock(mutex_);
        misbehaviour = misbehaviour_;
        rpc.stop = over_.get_token();
    }
    auto answered = misbehaviour ? misbehaviour(rpc) : std::nullopt;
    if (answered) {
        rpc.note();
        return *std::move(answered);
    }
    return http::json_response(200, rpc.ask());
}

}  // namespace carrot::tests
