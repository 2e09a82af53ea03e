// The operations this ledger knows: CreateAccount, Payment (native), ManageData, BumpSequence,
// InvokeHostFunction, ExtendFootprintTTL, RestoreFootprint. All others are opNOT_SUPPORTED.
#pragma once

#include <optional>
#include <vector>

#include "ledger/detail/scope.hpp"
#include "ledger/detail/validity.hpp"

namespace carrot::ledger {

bool is_supported(const xdr::Operation& operation);

/// The threshold of its source account that an operation needs.
Threshold threshold_for(const xdr::Operation& operation);

/// Whether the operation makes sense in itself; sets `result` when not.
Result<bool> check_operation(const TransactionFrame& frame, const xdr::Operation& operation,
                             const LedgerContext& context, xdr::OperationResult& result,
                             Diagnostics& diagnostics);

/// One operation while it is applied.
struct Application {
    const TransactionFrame& frame;
    const xdr::Operation& operation;
    const LedgerContext& context;
    const Hash& prng_seed;
    Scope& scope;                 ///< dropped by the caller when the operation fails
    TransactionOutcome& outcome;  ///< for the refundable fee
    xdr::OperationResult& result;
    Diagnostics& diagnostics;
    std::vector<xdr::ContractEvent> events;
    std::optional<xdr::ScVal> return_value;

    xdr::AccountId source() const { return frame.source_of(operation); }
};

/// Applies an operation that check_operation let through; true when it succeeded. `result` says how
/// it went.
Result<bool> apply_operation(Application& application);

}  // namespace carrot::ledger
