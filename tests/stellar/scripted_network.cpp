#include "stellar/scripted_network.hpp"

#include "base/encoding.hpp"
#include "stellar/golden.hpp"
#include "stellar/transaction_hash.hpp"

namespace carrot::tests {

namespace json = boost::json;
using namespace stellar;

namespace {

template <class T>
json::string base64(const T& value) {
    return json::string(xdr::encode_base64(value).value());
}

json::object simulation_json(const Simulation& simulation) {
    json::object answer{{"latestLedger", 20}};
    if (simulation.error) {
        answer["error"] = *simulation.error;
        return answer;
    }
    json::array auth;
    for (const auto& entry : simulation.authorizations)
        auth.emplace_back(base64(entry));
    answer["transactionData"] = base64(simulation.transaction_data);
    answer["minResourceFee"] = std::to_string(simulation.min_resource_fee);
    answer["results"] = json::array{
        json::object{{"auth", std::move(auth)},
                     {"xdr", base64(simulation.return_value.value_or(xdr::ScVal::void_()))}}};
    if (simulation.restore) {
        answer["restorePreamble"] =
            json::object{{"transactionData", base64(simulation.restore->transaction_data)},
                         {"minResourceFee", std::to_string(simulation.restore->min_resource_fee)}};
    }
    return answer;
}

json::object account_json(const json::object& params, std::int64_t sequence) {
    const auto key =
        xdr::decode_base64<xdr::LedgerKey>(params.at("keys").at(0).as_string()).value();
    json::array entries;
    if (const auto* account = key.if_account()) {
        const auto entry = xdr::LedgerEntryData::account(
            {.account_id = account->account_id, .balance = 1, .seq_num = sequence});
        entries.emplace_back(json::object{
            {"key", base64(key)}, {"xdr", base64(entry)}, {"lastModifiedLedgerSeq", 9}});
    }
    return {{"entries", std::move(entries)}, {"latestLedger", 20}};
}

xdr::TransactionResult result_with(const std::string& code) {
    xdr::TransactionResult result;
    if (code == "txBAD_SEQ") result.result = xdr::TransactionResultResult::tx_bad_seq();
    // "txINSUFFICIENT_FEE 5000": the fee that would do.
    if (code.starts_with("txINSUFFICIENT_FEE")) {
        result.result = xdr::TransactionResultResult::tx_insufficient_fee();
        constexpr std::string_view name = "txINSUFFICIENT_FEE ";
        if (code.size() > name.size()) result.fee_charged = std::stoll(code.substr(name.size()));
    }
    if (code == "inner txBAD_SEQ") {
        result.result = xdr::TransactionResultResult::tx_fee_bump_inner_failed(
            {.result = {.result = xdr::InnerTransactionResultResult::tx_bad_seq()}});
    }
    if (code == "txINSUFFICIENT_BALANCE") {
        result.result = xdr::TransactionResultResult::tx_insufficient_balance();
    }
    return result;
}

}  // namespace

Simulation simulation_of(const xdr::ScVal& value) {
    return {.transaction_data = {.resources = {.instructions = 5}, .resource_fee = 1000},
            .min_resource_fee = 1000,
            .return_value = value};
}

xdr::TransactionMeta meta_with(const xdr::ScVal& return_value) {
    return xdr::TransactionMeta::v4(
        {.soroban_meta = xdr::SorobanTransactionMetaV2{.return_value = return_value}});
}

xdr::TransactionResult success() {
    return {.fee_charged = 777, .result = xdr::TransactionResultResult::tx_success({})};
}

ScriptedNetwork::ScriptedNetwork() : caller(rpc.client(), standalone(), clock) {
    rpc.on("getLedgerEntries",
           [this](const json::object& params) { return account_json(params, sequence); });
    rpc.on("getLatestLedger", [this](const json::object&) {
        return json::object{{"id", std::string(64, 'a')},
                            {"protocolVersion", 28},
                            {"sequence", ledger},
                            {"closeTime", std::to_string(ledger_time)}};
    });
    rpc.on("getNetwork", [this](const json::object&) {
        return json::object{{"passphrase", passphrase}, {"protocolVersion", 28}};
    });
    rpc.on("sendTransaction", [this](const json::object& params) { return send(params); });
    simulates(simulation_of(xdr::ScVal::void_()));
    ends_transactions_with(success(), meta_with(xdr::ScVal::void_()));
}

void ScriptedNetwork::simulates(const Simulation& simulation) {
    rpc.on("simulateTransaction", simulation_json(simulation));
}

void ScriptedNetwork::answers_sends(std::vector<std::string> statuses) {
    send_statuses_ = std::move(statuses);
}

json::value ScriptedNetwork::send(const json::object& params) {
    sent_.push_back(
        xdr::decode_base64<xdr::TransactionEnvelope>(params.at("transaction").as_string()).value());
    const Hash hash = transaction_hash(sent_.back(), standalone().id()).value();
    json::object answer{{"status", "PENDING"}, {"hash", to_hex(hash)}, {"latestLedger", ledger}};
    if (send_statuses_.empty()) return answer;

    const std::string status = send_statuses_.front();
    send_statuses_.erase(send_statuses_.begin());
    if (status == "connection lost") throw FakeRpc::Refusal{-32603, status};
    if (status.contains("tx")) {
        answer["status"] = "ERROR";
        answer["errorResultXdr"] = base64(result_with(status));
    } else {
        answer["status"] = status;
    }
    return answer;
}

void ScriptedNetwork::ends_transactions_with(const xdr::TransactionResult& result,
                                             const xdr::TransactionMeta& meta) {
    const bool succeeded = result.result.code() == xdr::TransactionResultCode::txSUCCESS;
    rpc.on("getTransaction", [=, this](const json::object&) {
        return json::object{{"status", succeeded ? "SUCCESS" : "FAILED"},
                            {"latestLedger", ledger},
                            {"latestLedgerCloseTime", std::to_string(ledger_time)},
                            {"oldestLedger", 1},
                            {"ledger", 17},
                            {"createdAt", "1700000050"},
                            {"applicationOrder", 1},
                            {"envelopeXdr", base64(sent_.back())},
                            {"resultXdr", base64(result)},
                            {"resultMetaXdr", base64(meta)}};
    });
}

void ScriptedNetwork::forgets_transactions() {
    rpc.on("getTransaction", [this](const json::object&) {
        if (ledger_passes) ++ledger;
        return json::object{{"status", "NOT_FOUND"},
                            {"latestLedger", ledger},
                            {"latestLedgerCloseTime", std::to_string(ledger_time)},
                            {"oldestLedger", 1}};
    });
}

void ScriptedNetwork::tells_fees(std::uint64_t p90_stroops) {
    json::object fees;
    for (const char* name : {"min", "max", "mode", "p50", "p90", "p99"})
        fees[name] = "100";
    auto soroban = fees;
    soroban["p90"] = std::to_string(p90_stroops);
    rpc.on("getFeeStats", json::object{{"sorobanInclusionFee", std::move(soroban)},
                                       {"inclusionFee", std::move(fees)},
                                       {"latestLedger", ledger}});
}

}  // namespace carrot::tests
