#include "faults/lies.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "faults/need.hpp"
#include "faults/rpc_answers.hpp"
#include "stellar/scval.hpp"
#include "xdr/transaction.hpp"

namespace carrot::tests {
namespace {

namespace json = boost::json;
using http::Response;

/// A contract's function that a simulation calls; else empty.
std::string function_of(const RpcCall& call) {
    if (call.method != "simulateTransaction") return {};
    const auto envelope = envelope_of(call);
    const auto& body = envelope.v1().tx.operations.front().body;
    const auto* invocation = body.if_invoke_host_function_op();
    const auto* contract = invocation ? invocation->host_function.if_invoke_contract() : nullptr;
    return contract ? contract->function_name : std::string();
}

/// The struct that a simulated call returns, changed.
Response with_changed_struct(const RpcCall& call,
                             const std::function<void(std::string_view, xdr::ScVal&)>& change) {
    auto answer = call.ask();
    auto& text = result_of(answer).at("results").as_array().at(0).at("xdr");
    auto value = need(xdr::decode_base64<xdr::ScVal>(std::string(text.as_string())));
    for (auto& entry : *value.map())
        change(entry.key.sym(), entry.val);
    text = need(xdr::encode_base64(value));
    return http::json_response(200, answer);
}

}  // namespace

Misbehaviour times(int count, Misbehaviour misbehaviour) {
    auto left = std::make_shared<std::atomic<int>>(count);
    return [=](const RpcCall& call) -> std::optional<Response> {
        if (--*left < 0) {
            ++*left;
            return std::nullopt;
        }
        auto answer = misbehaviour(call);
        if (!answer) ++*left;
        return answer;
    };
}

Misbehaviour in(std::string method, Misbehaviour misbehaviour) {
    return [=](const RpcCall& call) -> std::optional<Response> {
        if (call.method != method) return std::nullopt;
        return misbehaviour(call);
    };
}

Misbehaviour silent() {
    return [](const RpcCall& call) -> std::optional<Response> {
        call.note();
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any over;
        over.wait(lock, call.stop, [] { return false; });
        return http::text_response(503, "gone");
    };
}

Misbehaviour busy(std::chrono::seconds retry_after) {
    return [=](const RpcCall&) -> std::optional<Response> {
        auto response = http::text_response(429, "slow down");
        response.headers.set("Retry-After", std::to_string(retry_after.count()));
        return response;
    };
}

Misbehaviour broken() {
    return [](const RpcCall&) -> std::optional<Response> { return http::text_response(500, "oh"); };
}

Misbehaviour cut_off() {
    return [](const RpcCall& call) -> std::optional<Response> {
        auto text = http::format_json(call.ask());
        const auto size = text.size();
        text.resize(size / 2);
        auto read = [text, at = std::size_t{0}](
                        std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
            const auto count = std::min(out.size(), text.size() - at);
            std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), count, out.begin());
            at += count;
            return count;
        };
        Response response;
        response.headers.set("Content-Type", "application/json");
        response.body = http::BlockBody{std::move(read), size};
        return response;
    };
}

Misbehaviour garbage() {
    return [](const RpcCall&) -> std::optional<Response> {
        return http::text_response(200, "<html>Welcome to the captive portal</html>");
    };
}

Misbehaviour stale() {
    struct Memory {
        std::mutex mutex;
        std::map<std::string, json::object> first;
        std::map<std::string, int> asked;
    };
    return [memory = std::make_shared<Memory>()](const RpcCall& call) -> std::optional<Response> {
        if (call.method == "sendTransaction") return std::nullopt;
        const auto question = call.method + http::format_json(call.params);
        auto answer = call.ask();
        const std::lock_guard lock(memory->mutex);
        const auto& first = memory->first.try_emplace(question, answer).first->second;
        if (++memory->asked[question] % 2 == 1 || first.at("result") == answer.at("result"))
            return std::nullopt;
        answer["result"] = first.at("result");
        return http::json_response(200, answer);
    };
}

Misbehaviour forgetful() {
    return in("getTransaction", [](const RpcCall& call) -> std::optional<Response> {
        auto answer = call.ask();
        auto& result = result_of(answer);
        if (text_of(result, "status") == "NOT_FOUND") return std::nullopt;
        json::object none{{"status", "NOT_FOUND"}, {"txHash", result.at("txHash")}};
        for (const char* member :
             {"latestLedger", "latestLedgerCloseTime", "oldestLedger", "oldestLedgerCloseTime"})
            none[member] = result.at(member);
        result = std::move(none);
        return http::json_response(200, answer);
    });
}

Misbehaviour dropping() {
    return in("sendTransaction",
              [](const RpcCall& call) -> std::optional<Response> { return sent(call, "PENDING"); });
}

Misbehaviour pretending(int honest_sends) {
    struct Memory {
        std::mutex mutex;
        int sends = 0;
        std::set<std::string> dropped;
        std::optional<json::object> success;
    };
    return [memory = std::make_shared<Memory>(),
            honest_sends](const RpcCall& call) -> std::optional<Response> {
        const std::lock_guard lock(memory->mutex);
        if (call.method == "sendTransaction" && memory->sends++ == honest_sends) {
            memory->dropped.insert(hash_of(call));
            return sent(call, "PENDING");
        }
        if (call.method != "getTransaction") return std::nullopt;
        auto answer = call.ask();
        auto& result = result_of(answer);
        const auto hash = text_of(call.params, "hash");
        if (text_of(result, "status") == "SUCCESS") memory->success = result;
        if (!memory->dropped.contains(hash)) return std::nullopt;
        result = *memory->success;
        result["txHash"] = hash;
        return http::json_response(200, answer);
    };
}

Misbehaviour foreign() {
    return in("getNetwork", [](const RpcCall& call) -> std::optional<Response> {
        auto answer = call.ask();
        result_of(answer)["passphrase"] = "Another Network ; 2015";
        return http::json_response(200, answer);
    });
}

Misbehaviour telling_that_the_job_is(market::JobStatus status) {
    return [=](const RpcCall& call) -> std::optional<Response> {
        if (function_of(call) != "get_job") return std::nullopt;
        return with_changed_struct(call, [&](std::string_view name, xdr::ScVal& value) {
            if (name == "status")
                value = stellar::to_scval(static_cast<std::uint32_t>(std::to_underlying(status)));
        });
    };
}

Misbehaviour telling_of_another_job() {
    return [](const RpcCall& call) -> std::optional<Response> {
        if (function_of(call) != "get_job") return std::nullopt;
        return with_changed_struct(call, [](std::string_view name, xdr::ScVal& value) {
            if (name == "job_id") value = stellar::to_scval(std::uint32_t{4711});
            if (name == "status") value = stellar::to_scval(std::uint32_t{3});
        });
    };
}

}  // namespace carrot::tests
