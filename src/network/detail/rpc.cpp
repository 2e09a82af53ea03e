#include "network/detail/rpc.hpp"

namespace carrot::network {
namespace {

using Method = Answer (*)(const RpcContext&, const Params&);

// stellar-rpc answers a request outside of its history with "invalid request".
http::JsonRpcError rpc_error(const Error& error) {
    using http::JsonRpcError;
    switch (error.code) {
        case ErrorCode::invalid_argument:
            return {.code = JsonRpcError::invalid_params, .message = error.message, .data = {}};
        case ErrorCode::failed_precondition:
            return {.code = JsonRpcError::invalid_request, .message = error.message, .data = {}};
        default:
            return {.code = JsonRpcError::internal_error, .message = error.message, .data = {}};
    }
}

}  // namespace

http::JsonRpcServer make_rpc_server(const RpcContext& context) {
    http::JsonRpcServer server;
    const auto add = [&](std::string name, Method method) {
        server.method(std::move(name),
                      [&context, method](const Params& params) -> http::JsonRpcAnswer {
                          auto answer = method(context, params);
                          if (!answer) return std::unexpected(rpc_error(answer.error()));
                          return *std::move(answer);
                      });
    };
    add("getHealth", get_health);
    add("getNetwork", get_network);
    add("getVersionInfo", get_version_info);
    add("getLatestLedger", get_latest_ledger);
    add("getLedgers", get_ledgers);
    add("getLedgerEntries", get_ledger_entries);
    add("simulateTransaction", simulate_transaction);
    add("sendTransaction", send_transaction);
    add("getTransaction", get_transaction);
    add("getTransactions", get_transactions);
    add("getEvents", get_events);
    add("getFeeStats", get_fee_stats);
    return server;
}

}  // namespace carrot::network
