#include "network/detail/horizon.hpp"

#include <algorithm>
#include <charconv>

#include "base/encoding.hpp"
#include "http/json.hpp"
#include "network/detail/time_text.hpp"
#include "stellar/address.hpp"
#include "stellar/transaction.hpp"
#include "xdr/xdr.hpp"

namespace carrot::network {
namespace {

namespace json = http::json;

constexpr std::uint32_t default_operations = 10;
constexpr std::uint32_t max_operations = 200;

http::Response respond(Result<json::value> body) {
    if (body) {
        auto response = http::json_response(200, *body);
        response.headers.set("Content-Type", "application/hal+json; charset=utf-8");
        return response;
    }
    const auto& error = body.error();
    switch (error.code) {
        case ErrorCode::not_found:
            return horizon_problem(404, "not_found", "Resource Missing", error.message);
        case ErrorCode::invalid_argument:
            return horizon_problem(400, "bad_request", "Bad Request", error.message);
        default:
            return horizon_problem(500, "server_error", "Internal Server Error", error.message);
    }
}

// Lumens as Horizon writes them: with seven decimals.
std::string lumens(std::int64_t stroops) {
    return fmt::format("{}.{:07}", stroops / 10'000'000, stroops % 10'000'000);
}

json::array signers_json(const xdr::AccountEntry& account, const std::string& id) {
    json::array signers{json::object{
        {"weight", account.thresholds[0]},
        {"key", id},
        {"type", "ed25519_public_key"},
    }};
    return signers;
}

json::object account_json(const xdr::AccountEntry& account, std::uint32_t last_modified,
                          std::uint64_t modified_at_s) {
    const auto id = stellar::AccountId::from_xdr(account.account_id).to_string();
    return {
        {"id", id},
        {"account_id", id},
        {"sequence", std::to_string(account.seq_num)},
        {"subentry_count", account.num_sub_entries},
        {"last_modified_ledger", last_modified},
        {"last_modified_time", rfc3339(modified_at_s)},
        {"thresholds",
         {{"low_threshold", account.thresholds[1]},
          {"med_threshold", account.thresholds[2]},
          {"high_threshold", account.thresholds[3]}}},
        {"flags",
         {{"auth_required", false},
          {"auth_revocable", false},
          {"auth_immutable", false},
          {"auth_clawback_enabled", false}}},
        {"balances", json::array{json::object{{"balance", lumens(account.balance)},
                                              {"buying_liabilities", lumens(0)},
                                              {"selling_liabilities", lumens(0)},
                                              {"asset_type", "native"}}}},
        {"signers", signers_json(account, id)},
        {"data", json::object{}},
        {"num_sponsoring", 0},
        {"num_sponsored", 0},
        {"paging_token", id},
    };
}

Result<json::value> read_account(const ledger::Ledger& ledger, std::string_view text) {
    const auto id = TRY(stellar::AccountId::parse(text));
    const auto view = TRY(ledger.snapshot());
    const auto key = TRY(xdr::encode(xdr::LedgerKey::account({.account_id = id.to_xdr()})));
    const auto stored = TRY(view->get(key));
    if (!stored) return fail(ErrorCode::not_found, "account {} is not on this network", id);
    const auto entry = TRY(xdr::decode<xdr::LedgerEntry>(stored->entry));
    return account_json(entry.data.account(), entry.last_modified_ledger_seq,
                        view->latest().close_time_s);
}

// Horizon's operation types that this network has, by name.
std::string_view type_name_of(xdr::OperationType type) {
    switch (type) {
        case xdr::OperationType::CREATE_ACCOUNT:
            return "create_account";
        case xdr::OperationType::PAYMENT:
            return "payment";
        case xdr::OperationType::MANAGE_DATA:
            return "manage_data";
        case xdr::OperationType::BUMP_SEQUENCE:
            return "bump_sequence";
        case xdr::OperationType::INVOKE_HOST_FUNCTION:
            return "invoke_host_function";
        case xdr::OperationType::EXTEND_FOOTPRINT_TTL:
            return "extend_footprint_ttl";
        case xdr::OperationType::RESTORE_FOOTPRINT:
            return "restore_footprint";
        default:
            return "unknown";
    }
}

std::string_view function_name_of(xdr::HostFunctionType type) {
    switch (type) {
        case xdr::HostFunctionType::HOST_FUNCTION_TYPE_INVOKE_CONTRACT:
            return "HostFunctionTypeHostFunctionTypeInvokeContract";
        case xdr::HostFunctionType::HOST_FUNCTION_TYPE_UPLOAD_CONTRACT_WASM:
            return "HostFunctionTypeHostFunctionTypeUploadContractWasm";
        case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT:
            return "HostFunctionTypeHostFunctionTypeCreateContract";
        case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT_V2:
            return "HostFunctionTypeHostFunctionTypeCreateContractV2";
    }
    return "unknown";
}

// The members that depend on the operation's type.
void describe(json::object& record, const xdr::OperationBody& body, const std::string& source) {
    if (const auto* create = body.if_create_account_op()) {
        record["starting_balance"] = lumens(create->starting_balance);
        record["funder"] = source;
        record["account"] = stellar::AccountId::from_xdr(create->destination).to_string();
    } else if (const auto* payment = body.if_payment_op()) {
        record["asset_type"] = "native";
        record["from"] = source;
        record["to"] = stellar::account_of(payment->destination).to_string();
        record["amount"] = lumens(payment->amount);
    } else if (const auto* invoke = body.if_invoke_host_function_op()) {
        record["function"] = function_name_of(invoke->host_function.type());
        record["parameters"] = json::array{};
        record["address"] = "";
        record["salt"] = "";
        record["asset_balance_changes"] = json::array{};
    }
}

const xdr::Transaction& inner_transaction(const xdr::TransactionEnvelope& envelope) {
    const auto* bump = envelope.if_fee_bump();
    return bump != nullptr ? bump->tx.inner_tx.v1().tx : envelope.v1().tx;
}

Result<void> add_operations(json::array& records, const ledger::TransactionRecord& transaction) {
    const auto envelope = TRY(xdr::decode<xdr::TransactionEnvelope>(transaction.envelope));
    const auto& tx = inner_transaction(envelope);
    for (std::size_t i = tx.operations.size(); i-- > 0;) {
        const auto& operation = tx.operations[i];
        const auto source =
            stellar::account_of(operation.source_account.value_or(tx.source_account)).to_string();
        const auto id =
            std::to_string(std::uint64_t{transaction.ledger} << 32 |
                           std::uint64_t{transaction.application_order} << 12 | (i + 1));
        json::object record{
            {"id", id},
            {"paging_token", id},
            {"transaction_successful", transaction.successful},
            {"source_account", source},
            {"type", type_name_of(operation.body.type())},
            {"type_i", static_cast<int>(operation.body.type())},
            {"created_at", rfc3339(transaction.close_time_s)},
            {"transaction_hash", to_hex(transaction.hash)},
        };
        describe(record, operation.body, source);
        records.push_back(std::move(record));
    }
    return {};
}

Result<std::uint32_t> limit_of(const http::Request& request) {
    const auto text = request.query_parameter("limit");
    if (!text) return default_operations;
    std::uint32_t limit = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (error != std::errc() || end != text->data() + text->size() || limit == 0 ||
        limit > max_operations) {
        return fail(ErrorCode::invalid_argument, "limit '{}' is not a number from 1 to {}", *text,
                    max_operations);
    }
    return limit;
}

Result<json::value> read_operations(const ledger::Ledger& ledger, const http::Request& request) {
    const auto id = TRY(stellar::AccountId::parse(request.path_parameter("account")));
    const auto limit = TRY(limit_of(request));
    const auto view = TRY(ledger.snapshot());
    json::array records;
    for (const auto& transaction : TRY(view->transactions_of(id.ed25519, limit))) {
        TRY(add_operations(records, transaction));
    }
    if (records.size() > limit) records.resize(limit);
    return json::object{
        {"_links", {{"self", {{"href", request.target}}}}},
        {"_embedded", {{"records", std::move(records)}}},
    };
}

Result<json::value> read_root(const ledger::Ledger& ledger) {
    const auto range = TRY(ledger.snapshot())
    ->range();
    return json::object{
        {"horizon_version", "carrot"},
        {"core_version", "carrot"},
        {"history_latest_ledger", range.latest},
        {"history_latest_ledger_closed_at", rfc3339(range.latest_close_time_s)},
        {"history_elder_ledger", range.oldest},
        {"core_latest_ledger", range.latest},
        {"network_passphrase", ledger.passphrase()},
        {"current_protocol_version", ledger::protocol_version},
        {"supported_protocol_version", ledger::protocol_version},
    };
}

// The network is never full, so that the least fee always does.
Result<json::value> read_fee_stats(const ledger::Ledger& ledger) {
    const auto range = TRY(ledger.snapshot())
    ->range();
    json::object fees;
    for (const auto* name : {"max", "min", "mode", "p10", "p20", "p30", "p40", "p50", "p60", "p70",
                             "p80", "p90", "p95", "p99"}) {
        fees[name] = "100";
    }
    return json::object{
        {"last_ledger", std::to_string(range.latest)},
        {"last_ledger_base_fee", "100"},
        {"ledger_capacity_usage", "0.01"},
        {"fee_charged", fees},
        {"max_fee", fees},
    };
}

}  // namespace

http::Response horizon_problem(int status, std::string_view type, std::string_view title,
                               std::string_view detail) {
    auto response = http::json_response(
        status, json::object{
                    {"type", fmt::format("https://stellar.org/horizon-errors/{}", type)},
                    {"title", title},
                    {"status", status},
                    {"detail", detail},
                });
    response.headers.set("Content-Type", "application/problem+json; charset=utf-8");
    return response;
}

http::Response horizon_root(const ledger::Ledger& ledger) { return respond(read_root(ledger)); }

http::Response horizon_fee_stats(const ledger::Ledger& ledger) {
    return respond(read_fee_stats(ledger));
}

http::Response horizon_account(const ledger::Ledger& ledger, const http::Request& request) {
    return respond(read_account(ledger, request.path_parameter("account")));
}

http::Response horizon_operations(const ledger::Ledger& ledger, const http::Request& request) {
    return respond(read_operations(ledger, request));
}

}  // namespace carrot::network
