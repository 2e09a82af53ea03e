#include "faults/lies.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "faults/rpc_answers.hpp"
#include "stellar/scval.hpp"
#include "support/need.hpp"
#include "xdr/ledger_entries.hpp"

namespace carrot::tests {
namespace {

namespace json = boost::json;
using http::Response;

/// Whether a job's ledger entry is asked for. The question says it: who had to look at the answer
/// first would hold up the count of times() meanwhile.
bool asks_for_a_job(const RpcCall& call) {
    if (call.method != "getLedgerEntries") return false;
    const auto& keys = call.params.at("keys").as_array();
    if (keys.size() != 1) return false;
    const auto key = need(xdr::decode_base64<xdr::LedgerKey>(keys.front().as_string()));
    return key.if_contract_data() != nullptr && key.contract_data().key.if_u32() != nullptr;
}

/// The ledger entry of a job, changed; nothing for a call that does not ask for one.
std::optional<Response> with_changed_job(
    const RpcCall& call, const std::function<void(xdr::ContractDataEntry&)>& change) {
    if (!asks_for_a_job(call)) return std::nullopt;
    auto answer = call.ask();
    auto& entries = result_of(answer).at("entries").as_array();
    if (entries.size() != 1) return std::nullopt;
    auto& entry = entries.front().as_object();
    auto data = need(xdr::decode_base64<xdr::LedgerEntryData>(text_of(entry, "xdr")));
    auto& job = data.contract_data();
    change(job);
    entry["xdr"] = need(xdr::encode_base64(data));
    entry["key"] = need(xdr::encode_base64(xdr::LedgerKey::contract_data(
        {.contract = job.contract, .key = job.key, .durability = job.durability})));
    return http::json_response(200, answer);
}

/// The last of a stored job's fields.
void set_status(xdr::ContractDataEntry& job, market::JobStatus status) {
    job.val.vec()->back() = stellar::to_scval(static_cast<std::uint32_t>(status));
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
    return [=](const RpcCall& call) {
        return with_changed_job(call,
                                [&](xdr::ContractDataEntry& job) { set_status(job, status); });
    };
}

Misbehaviour telling_of_another_job() {
    return [](const RpcCall& call) {
        return with_changed_job(call, [](xdr::ContractDataEntry& job) {
            job.key = stellar::to_scval(std::uint32_t{4711});
            set_status(job, market::JobStatus::cancelled);
        });
    };
}

}  // namespace carrot::tests
