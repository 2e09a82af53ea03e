// What came of a call: the ledger's records and the RPC's refusals, as outcomes and errors.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "stellar/contract_call.hpp"
#include "stellar/rpc_client.hpp"

namespace carrot::stellar::detail {

/// A transaction's purpose for messages: "post_job of CABC…", "upload wasm", "pay".
std::string describe(const xdr::Operation& operation);
std::string describe(const xdr::TransactionEnvelope& envelope);

/// Why a simulation failed, in one line.
Error simulation_failure(const Simulation& simulation, std::string_view purpose);

/// Why sendTransaction refused a transaction.
Error send_failure(const SendResult& refused, std::string_view purpose);
bool is_bad_sequence(const SendResult& refused);
bool is_insufficient_fee(const SendResult& refused);

/// Whether a transaction failed in the ledger on what may be other state than it was simulated on:
/// a footprint or resources that no longer do. The same call simulated anew may succeed, or be
/// refused for a stated reason.
bool is_outdated(const TransactionRecord& record);

/// The outcome of a transaction that is in a ledger, or its failure as an error.
Result<CallOutcome> outcome_of(const TransactionRecord& record);

}  // namespace carrot::stellar::detail
