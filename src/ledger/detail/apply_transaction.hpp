// One transaction's way through the closing of a ledger: its fee is charged, then (after all fees
// of the ledger) it is applied, then (after all transactions) it gets back what it didn't use.
#pragma once

#include <vector>

#include "ledger/detail/scope.hpp"
#include "ledger/detail/transaction_outcome.hpp"
#include "ledger/detail/validity.hpp"

namespace carrot::ledger {

struct AppliedFrame {
    TransactionFrame frame;
    TransactionOutcome outcome;
    xdr::LedgerEntryChanges fee_changes;
    xdr::TransactionMetaV4 meta;
    xdr::LedgerEntryChanges refund_changes;
};

/// Takes the fee from its source, as much as is there, into the fee pool.
Result<AppliedFrame> charge_fee(TransactionFrame frame, LedgerContext& context, Scope& ledger);

/// Uses up the sequence number and, if all is well, applies the operations: all or none.
Result<void> apply_transaction(AppliedFrame& applied, const LedgerContext& context, Scope& ledger,
                               const Hash& prng_seed);

/// Gives back the unused part of a Soroban transaction's refundable fee.
Result<void> refund_fee(AppliedFrame& applied, LedgerContext& context, Scope& ledger);

}  // namespace carrot::ledger
