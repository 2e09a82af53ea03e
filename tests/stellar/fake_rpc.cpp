#include "stellar/fake_rpc.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <ranges>

namespace carrot::tests {

namespace json = boost::json;

FakeRpc::FakeRpc()
    : server_(http::Server::start(router()).value()),
      client_(http_, http::Url::parse(server_.url() + "/rpc").value()) {}

http::Router FakeRpc::router() {
    http::Router router;
    router.route(http::Method::post, "/rpc",
                 [this](const http::Request& request) { return answer(request); });
    router.route(http::Method::get, "/friendbot", [this](const http::Request& request) {
        const std::lock_guard lock(mutex_);
        if (!friendbot_) return http::text_response(404, "no friendbot");
        return friendbot_(request.query_parameter("addr").value_or(""));
    });
    return router;
}

http::Response FakeRpc::answer(const http::Request& request) {
    const json::object call = json::parse(request.body).as_object();
    const std::string method(call.at("method").as_string());
    const json::value* given = call.if_contains("params");
    const json::object params = given && given->is_object() ? given->as_object() : json::object();

    json::object reply{{"jsonrpc", "2.0"}, {"id", call.at("id")}};
    try {
        reply["result"] = note_call(method, params)(params);
    } catch (const Refusal& refusal) {
        reply["error"] = json::object{{"code", refusal.code}, {"message", refusal.message}};
    }
    return http::text_response(200, json::serialize(reply), "application/json");
}

/// Unlocked, the answer may itself change what is answered.
FakeRpc::Answer FakeRpc::note_call(const std::string& method, const json::object& params) {
    const std::lock_guard lock(mutex_);
    calls_.emplace_back(method, params);
    const auto known = answers_.find(method);
    if (known == answers_.end()) throw Refusal{-32601, "method not found"};
    return known->second;
}

void FakeRpc::on(std::string method, Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_[std::move(method)] = std::move(answer);
}

void FakeRpc::on(std::string method, json::value answer) {
    on(std::move(method), [answer = std::move(answer)](const json::object&) { return answer; });
}

void FakeRpc::on_friendbot(std::function<http::Response(const std::string&)> answer) {
    const std::lock_guard lock(mutex_);
    friendbot_ = std::move(answer);
}

std::vector<std::string> FakeRpc::calls() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> methods;
    for (const auto& call : calls_)
        methods.push_back(call.first);
    return methods;
}

json::object FakeRpc::params_of(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [called, params] : std::views::reverse(calls_)) {
        if (called == method) return params;
    }
    return {};
}

}  // namespace carrot::tests
