// The declared resources of a Soroban transaction: within the network's limits, and paid for.
#pragma once

#include "ledger/detail/transaction_outcome.hpp"
#include "ledger/settings.hpp"

namespace carrot::ledger {

/// The fee for what the transaction declares; refundable is what its events would cost if there
/// were none.
Result<host::ResourceFee> declared_fee(const TransactionFrame& frame, const Settings& settings,
                                       std::uint32_t events_size_bytes = 0);

/// False, with a diagnostic, when the transaction is txSOROBAN_INVALID. `pays_resource_fee` is
/// false for the inner transaction of a fee bump.
Result<bool> check_soroban_data(const TransactionFrame& frame, const Settings& settings,
                                bool pays_resource_fee, Diagnostics& diagnostics);

/// False, with a diagnostic, for a contract's entry above the size limits.
bool check_entry_size(const xdr::LedgerKey& key, std::size_t size_bytes,
                      const SorobanLimits& limits, Diagnostics& diagnostics);

}  // namespace carrot::ledger
