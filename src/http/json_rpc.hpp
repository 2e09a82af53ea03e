// JSON-RPC 2.0 over HTTP POST: the server's dispatch and the client's call.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/clock.hpp"
#include "http/client.hpp"
#include "http/json.hpp"
#include "http/router.hpp"

namespace carrot::http {

struct JsonRpcError {
    static constexpr int parse_error = -32700;
    static constexpr int invalid_request = -32600;
    static constexpr int method_not_found = -32601;
    static constexpr int invalid_params = -32602;
    static constexpr int internal_error = -32603;

    int code = internal_error;
    std::string message{};
    std::optional<json::value> data{};
};

/// invalid_argument is invalid_params, internal is internal_error, others are -32000.
JsonRpcError to_rpc_error(const Error& error);

using JsonRpcAnswer = std::expected<json::value, JsonRpcError>;

/// Methods by name. Give it to a router: router.route(Method::post, "/rpc", rpc.handler()). Batches
/// of at most 100 calls; notifications get no answer.
class JsonRpcServer {
public:
    /// Parameters are null when the call leaves them out.
    using Call = std::function<JsonRpcAnswer(const json::value& params)>;

    JsonRpcServer& method(std::string name, Call call);

    /// A call with described structs: Result<Answer>(const Params&). Missing or null parameters
    /// stand for an empty object.
    template <class Params, class Function>
    JsonRpcServer& typed_method(std::string name, Function function) {
        return method(std::move(name), [function = std::move(function)](const json::value& params) {
            return call_typed<Params>(function, params);
        });
    }

    /// The answer's JSON text; empty when only notifications were sent.
    std::string answer(std::string_view body) const;

    /// Holds a copy of the methods known now.
    Handler handler() const;

private:
    template <class Params, class Function>
    static JsonRpcAnswer call_typed(const Function& function, const json::value& params) {
        static const json::value none = json::object();
        auto typed = from_json<Params>(params.is_null() ? none : params);
        if (!typed) return std::unexpected(to_rpc_error(typed.error()));
        auto result = function(*typed);
        if (!result) return std::unexpected(to_rpc_error(result.error()));
        return to_json(*result);
    }

    /// Nothing for a notification.
    std::optional<json::value> answer_one(const json::value& call) const;

    std::map<std::string, Call, std::less<>> methods_;
};

/// What to do about a server that answers 429 or 503: wait as long as its Retry-After says, or ever
/// longer where it does not, and call again.
struct BusyPatience {
    std::chrono::milliseconds longest{0};  ///< for all waits of a call; zero: don't wait
    Clock* clock = &system_clock();
    /// Until when the server wants to be left alone, by the clock's since_boot(), in milliseconds;
    /// for all clients that share it. A call that can't wait so long is not sent.
    std::atomic<std::int64_t>* busy_until_ms = nullptr;
};

/// A server is left alone for so long at most, whatever it asks for.
inline constexpr std::chrono::minutes longest_busy_pause{5};

/// Calls one server's methods. Thread-safe as the client is.
class JsonRpcClient {
public:
    /// `client` outlives this object. `headers` go with every call, for example an API key.
    JsonRpcClient(Client& client, Url url, Headers headers = {}, BusyPatience patience = {});

    /// The call's result. A server that is busy beyond the patience is unavailable; an answer with
    /// another id is corrupt_data. A JSON-RPC error becomes an Error with the server's message;
    /// -32601 and -32000… are failed_precondition, -32602 and -32600 invalid_argument, -32603
    /// unavailable.
    Result<json::value> call(std::string_view method, const json::value& params,
                             const SendOptions& options = {});

    /// The same with described structs.
    template <class Answer, class Params>
    Result<Answer> call(std::string_view method, const Params& params,
                        const SendOptions& options = {}) {
        auto value = call(method, json::value(to_json(params)), options);
        if (!value) return std::unexpected(std::move(value.error()));
        return with_context(from_json<Answer>(*value), method);
    }

    const Url& url() const { return url_; }

private:
    Result<ClientResponse> send_patiently(const ClientRequest& request, const SendOptions& options);
    Result<void> wait_until(std::chrono::milliseconds time, std::chrono::milliseconds& waited,
                            std::stop_token stop);

    Client& client_;
    Url url_;
    Headers headers_;
    BusyPatience patience_;
};

}  // namespace carrot::http
