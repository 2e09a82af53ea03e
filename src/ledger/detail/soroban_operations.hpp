// The three operations on contracts.
#pragma once

#include "ledger/detail/operations.hpp"

namespace carrot::ledger {

Result<bool> apply_invoke_host_function(Application& application);
Result<bool> apply_extend_footprint_ttl(Application& application);
Result<bool> apply_restore_footprint(Application& application);

/// Stateless checks; false, with a diagnostic and where the protocol has one a result.
bool check_invoke_host_function(const xdr::InvokeHostFunctionOp& op, const SorobanLimits& limits,
                                Diagnostics& diagnostics);
bool check_extend_footprint_ttl(const xdr::ExtendFootprintTtlOp& op,
                                const xdr::LedgerFootprint& footprint, const SorobanLimits& limits,
                                xdr::OperationResult& result, Diagnostics& diagnostics);
bool check_restore_footprint(const xdr::LedgerFootprint& footprint, xdr::OperationResult& result,
                             Diagnostics& diagnostics);

/// Takes rent and events off the refundable fee; false, with a diagnostic, when it doesn't suffice.
Result<bool> use_refundable_fee(Application& application, std::int64_t rent_stroops,
                                std::uint32_t events_size_bytes);

}  // namespace carrot::ledger
