#include "faults/rpc_answers.hpp"

#include "base/encoding.hpp"
#include "ledger/ledger.hpp"
#include "stellar/network.hpp"
#include "stellar/transaction_hash.hpp"
#include "support/need.hpp"

namespace carrot::tests {

namespace json = boost::json;

std::string text_of(const json::object& object, const char* name) {
    return object.at(name).as_string().c_str();
}

json::object& result_of(json::object& answer) { return answer.at("result").as_object(); }

xdr::TransactionEnvelope envelope_of(const RpcCall& call) {
    return need(xdr::decode_base64<xdr::TransactionEnvelope>(text_of(call.params, "transaction")));
}

std::string hash_of(const RpcCall& call) {
    stellar::Network network;
    network.passphrase = ledger::standalone_passphrase;
    return to_hex(need(stellar::transaction_hash(envelope_of(call), network.id())));
}

/// A client tells by the ledger which answers are too old to be believed.
http::Response sent(const RpcCall& call, const char* status, json::object more) {
    const auto request = need(http::parse_json(call.body)).as_object();
    auto latest = call.ask_for("getLatestLedger");
    more["status"] = status;
    more["hash"] = hash_of(call);
    more["latestLedger"] = result_of(latest).at("sequence");
    more["latestLedgerCloseTime"] = "1";
    return http::json_response(
        200, json::object{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", more}});
}

}  // namespace carrot::tests
