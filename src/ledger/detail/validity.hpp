// Whether a transaction may be in a ledger, by stellar-core's rules for protocol 28, asked twice:
// when it is handed in, and when it is applied.
#pragma once

#include "ledger/detail/account.hpp"
#include "ledger/detail/signature_checker.hpp"
#include "ledger/detail/transaction_outcome.hpp"
#include "ledger/settings.hpp"

namespace carrot::ledger {

/// The ledger in which a transaction is applied or will be.
struct LedgerContext {
    xdr::LedgerHeader header;
    const Settings& settings;
    const Hash& network_id;

    host::LedgerInfo host_info() const;
};

/// How far a transaction passed. From `sequence_used` on it uses up its sequence number even if it
/// fails.
enum class Validity : std::uint8_t { invalid, sequence_used, authorized, valid };

enum class Phase : std::uint8_t {
    submitting,  ///< the fee is still to be paid
    applying,    ///< the fee has been charged
};

/// Whether the frame's XDR makes sense as a fee: a precondition of everything else here.
bool has_valid_fee(const TransactionFrame& frame);

/// The checks of the transaction itself (a fee bump's inner one): sets the outcome's code when it
/// fails.
Result<Validity> check_transaction(const TransactionFrame& frame, const LedgerContext& context,
                                   EntrySource& entries, SignatureChecker& signatures, Phase phase,
                                   TransactionOutcome& outcome, Diagnostics& diagnostics);

/// The checks of a fee bump's envelope; its signatures included.
Result<bool> check_fee_bump(const TransactionFrame& frame, const LedgerContext& context,
                            EntrySource& entries, TransactionOutcome& outcome);

/// Whether the operation's source has signed it; sets the operation's result when not.
Result<bool> check_operation_signature(const TransactionFrame& frame,
                                       const xdr::Operation& operation, EntrySource& entries,
                                       SignatureChecker& signatures, xdr::OperationResult& result);

/// All checks that a transaction must pass to be queued.
Result<TransactionOutcome> check_valid(const TransactionFrame& frame, const LedgerContext& context,
                                       EntrySource& entries, Diagnostics& diagnostics);

}  // namespace carrot::ledger
