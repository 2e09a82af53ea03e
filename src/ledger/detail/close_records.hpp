// What is kept of a closed ledger: its LedgerCloseMeta, its transactions, its events.
#pragma once

#include <vector>

#include "ledger/detail/apply_transaction.hpp"
#include "ledger/detail/store.hpp"

namespace carrot::ledger {

/// The set of a ledger's transactions: the contract-free ones, then the others in one sequence.
xdr::GeneralizedTransactionSet transaction_set(const Hash& previous_hash,
                                               const std::vector<TransactionFrame>& frames,
                                               std::uint32_t base_fee);

Result<xdr::TransactionResultSet> result_set(const std::vector<AppliedFrame>& applied);

/// `header` is complete; `results` belong to `applied`.
Result<ClosingRecords> closing_records(const xdr::LedgerHeader& header, const Hash& hash,
                                       const xdr::GeneralizedTransactionSet& transactions,
                                       const xdr::TransactionResultSet& results,
                                       std::vector<AppliedFrame> applied);

}  // namespace carrot::ledger
