// Stellar RPC's methods over a ledger: names, parameters and answers as stellar-rpc has them, XDR
// as base64 (`xdrFormat: json` is refused).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "http/json_rpc.hpp"
#include "ledger/ledger.hpp"

namespace carrot::network {

/// Limits of Stellar RPC's defaults.
inline constexpr std::uint32_t max_ledger_keys = 200;
inline constexpr std::uint32_t max_events = 10'000;
inline constexpr std::uint32_t default_events = 100;
inline constexpr std::uint32_t max_transactions = 200;
inline constexpr std::uint32_t default_transactions = 50;
inline constexpr std::uint32_t max_ledgers = 200;
inline constexpr std::uint32_t default_ledgers = 50;

struct RpcContext {
    ledger::Ledger& ledger;
    /// Known once the server listens, which is after the methods are made.
    std::function<std::string()> friendbot_url;
};

/// All methods. `context` outlives the server.
http::JsonRpcServer make_rpc_server(const RpcContext& context);

using Answer = Result<http::json::value>;
using Params = http::json::value;

Answer get_health(const RpcContext& context, const Params& params);
Answer get_network(const RpcContext& context, const Params& params);
Answer get_version_info(const RpcContext& context, const Params& params);
Answer get_latest_ledger(const RpcContext& context, const Params& params);
Answer get_ledgers(const RpcContext& context, const Params& params);
Answer get_ledger_entries(const RpcContext& context, const Params& params);
Answer simulate_transaction(const RpcContext& context, const Params& params);
Answer send_transaction(const RpcContext& context, const Params& params);
Answer get_transaction(const RpcContext& context, const Params& params);
Answer get_transactions(const RpcContext& context, const Params& params);
Answer get_events(const RpcContext& context, const Params& params);
Answer get_fee_stats(const RpcContext& context, const Params& params);

}  // namespace carrot::network
