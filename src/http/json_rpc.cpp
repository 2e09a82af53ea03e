#include "http/json_rpc.hpp"

#include <algorithm>
#include <charconv>
#include <exception>

#include "base/log.hpp"

namespace carrot::http {
namespace {

constexpr std::size_t max_batch_calls = 100;

json::value error_answer(const json::value& id, const JsonRpcError& error) {
    json::object body{{"code", error.code}, {"message", error.message}};
    if (error.data) body["data"] = *error.data;
    return json::object{{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(body)}};
}

json::value refuse_request(const json::value& id, std::string_view reason) {
    return error_answer(id,
                        {.code = JsonRpcError::invalid_request, .message = std::string(reason)});
}

JsonRpcAnswer call_guarded(const JsonRpcServer::Call& call, std::string_view method,
                           const json::value& params) {
    try {
        return call(params);
    } catch (const std::exception& exception) {
        log::error("http", "JSON-RPC method {} failed: {}", method, exception.what());
    }
    return std::unexpected(JsonRpcError{.code = JsonRpcError::internal_error,
                                        .message = "internal error; the server's log says why"});
}

bool is_id(const json::value& value) {
    return value.is_string() || value.is_number() || value.is_null();
}

bool is_busy(const ClientResponse& response) {
    return response.status == 429 || response.status == 503;
}

/// Before the next attempt, by RFC 9110 section 10.2.3; of its two forms, seconds are in use.
std::chrono::milliseconds busy_pause(const ClientResponse& response, int attempt) {
    constexpr std::chrono::milliseconds first{1'000};
    std::uint32_t seconds = 0;
    const auto asked = response.headers.find("Retry-After").value_or("");
    const auto [rest, error] = std::from_chars(asked.data(), asked.data() + asked.size(), seconds);
    if (error == std::errc{})
        return std::min<std::chrono::milliseconds>(std::chrono::seconds(std::max(seconds, 1U)),
                                                   longest_busy_pause);
    return std::min<std::chrono::milliseconds>(first * (1 << std::min(attempt, 10)),
                                               longest_busy_pause);
}

ErrorCode code_of(int rpc_code) {
    switch (rpc_code) {
        case JsonRpcError::invalid_params:
        case JsonRpcError::invalid_request:
        case JsonRpcError::parse_error:
            return ErrorCode::invalid_argument;
        case JsonRpcError::internal_error:
            return ErrorCode::unavailable;
        default:
            return ErrorCode::failed_precondition;
    }
}

}  // namespace

JsonRpcError to_rpc_error(const Error& error) {
    int code = -32000;
    if (error.code == ErrorCode::invalid_argument) code = JsonRpcError::invalid_params;
    if (error.code == ErrorCode::internal) code = JsonRpcError::internal_error;
    return {.code = code, .message = error.message};
}

JsonRpcServer& JsonRpcServer::method(std::string name, Call call) {
    methods_.insert_or_assign(std::move(name), std::move(call));
    return *this;
}

std::string JsonRpcServer::answer(std::string_view body) const {
    auto parsed = parse_json(body);
    if (!parsed)
        return format_json(error_answer(
            nullptr, {.code = JsonRpcError::parse_error, .message = parsed.error().message}));
    const auto* batch = parsed->if_array();
    if (!batch) {
        const auto answered = answer_one(*parsed);
        return answered ? format_json(*answered) : std::string();
    }
    if (batch->empty() || batch->size() > max_batch_calls)
        return format_json(
            refuse_request(nullptr, fmt::format("a batch holds 1 to {} calls", max_batch_calls)));
    json::array answers;
    for (const auto& call : *batch)
        if (auto answered = answer_one(call)) answers.push_back(*std::move(answered));
    return answers.empty() ? std::string() : format_json(answers);
}

std::optional<json::value> JsonRpcServer::answer_one(const json::value& call) const {
    const auto* object = call.if_object();
    if (!object) return refuse_request(nullptr, "a call must be an object");
    const auto* id = object->if_contains("id");
    if (id && !is_id(*id)) return refuse_request(nullptr, "the id must be a string or a number");
    const json::value answer_id = id ? *id : json::value();
    const auto* version = object->if_contains("jsonrpc");
    const auto* name = object->if_contains("method");
    if (!version || *version != "2.0") return refuse_request(answer_id, "jsonrpc must be \"2.0\"");
    if (!name || !name->is_string()) return refuse_request(answer_id, "method must be a string");
    const auto* params = object->if_contains("params");
    if (params && !params->is_structured() && !params->is_null())
        return refuse_request(answer_id, "params must be an object or an array");

    const std::string_view method_name = name->get_string();
    const auto found = methods_.find(method_name);
    JsonRpcAnswer answer = std::unexpected(
        JsonRpcError{.code = JsonRpcError::method_not_found,
                     .message = fmt::format("no such method: {}", method_name.substr(0, 100))});
    if (found != methods_.end())
        answer = call_guarded(found->second, method_name, params ? *params : json::value());
    if (!id) return std::nullopt;
    if (!answer) return error_answer(answer_id, answer.error());
    return json::object{{"jsonrpc", "2.0"}, {"id", answer_id}, {"result", *std::move(answer)}};
}

Handler JsonRpcServer::handler() const {
    return [server = *this](const Request& request) {
        auto text = server.answer(request.body);
        if (text.empty()) return Response{.status = 204};
        return text_response(200, std::move(text), "application/json");
    };
}

JsonRpcClient::JsonRpcClient(Client& client, Url url, Headers headers, BusyPatience patience)
    : client_(client), url_(std::move(url)), headers_(std::move(headers)), patience_(patience) {
    headers_.set("Content-Type", "application/json");
}

Result<void> JsonRpcClient::wait_until(std::chrono::milliseconds time,
                                       std::chrono::milliseconds& waited, std::stop_token stop) {
    const auto pause = time - patience_.clock->since_boot();
    if (pause.count() <= 0) return {};
    waited += pause;
    if (waited > patience_.longest)
        return fail(ErrorCode::unavailable, "{} is busy: try again in {} s", url_.authority(),
                    std::chrono::ceil<std::chrono::seconds>(pause).count());
    if (patience_.clock->sleep_for(pause, std::move(stop))) return {};
    return fail(ErrorCode::cancelled, "stopped while {} was busy", url_.authority());
}

Result<ClientResponse> JsonRpcClient::send_patiently(const ClientRequest& request,
                                                     const SendOptions& options) {
    if (patience_.longest.count() == 0) return client_.send(request, options);
    std::atomic<std::int64_t> own_ms = 0;
    auto& until_ms = patience_.busy_until_ms != nullptr ? *patience_.busy_until_ms : own_ms;
    std::chrono::milliseconds waited{0};
    for (int attempt = 0;; ++attempt) {
        TRY(wait_until(std::chrono::milliseconds(until_ms), waited, options.stop));
        auto response = client_.send(request, options);
        if (!response || !is_busy(*response)) return response;
        until_ms = (patience_.clock->since_boot() + busy_pause(*response, attempt)).count();
    }
}

Result<json::value> JsonRpcClient::call(std::string_view method, const json::value& params,
                                        const SendOptions& options) {
    constexpr int call_id = 1;
    json::object call{{"jsonrpc", "2.0"}, {"id", call_id}, {"method", method}};
    if (!params.is_null()) call["params"] = params;
    const auto response = TRY(send_patiently(
        {.method = Method::post, .url = url_, .headers = headers_, .body = format_json(call)},
        options));
    auto parsed = parse_json(response.body);
    auto* object = parsed ? parsed->if_object() : nullptr;
    if (auto* error = object ? object->if_contains("error") : nullptr;
        error && error->is_object()) {
        const auto* code = error->get_object().if_contains("code");
        const auto* message = error->get_object().if_contains("message");
        return fail(code_of(code && code->is_int64() ? static_cast<int>(code->get_int64()) : 0),
                    "{} at {}: {}", method, url_.authority(),
                    message && message->is_string() ? std::string_view(message->get_string())
                                                    : "an error without a message");
    }
    if (!response.ok()) TRY(expect_success(response, method));
    auto* result = object ? object->if_contains("result") : nullptr;
    if (!result)
        return fail(ErrorCode::corrupt_data, "{} at {}: the answer is not JSON-RPC 2.0", method,
                    url_.authority());
    const auto* id = object->if_contains("id");
    if (!id || *id != call_id)
        return fail(ErrorCode::corrupt_data, "{} at {}: the answer is to another call", method,
                    url_.authority());
    return std::move(*result);
}

}  // namespace carrot::http
