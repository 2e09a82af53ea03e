// What a transaction has come to so far: codes, fee, and how much of its refundable fee is used.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/detail/transaction_frame.hpp"
#include "xdr/contract.hpp"
#include "xdr/ledger.hpp"

namespace carrot::ledger {

/// The part of a Soroban transaction's fee that is paid by use: rent, events, return value. What is
/// left goes back after all transactions of the ledger are applied.
struct RefundableFee {
    std::int64_t limit_stroops = 0;
    std::int64_t rent_stroops = 0;
    std::int64_t used_stroops = 0;  ///< rent included

    std::int64_t refund_stroops() const { return limit_stroops - used_stroops; }
};

/// Explains failures to people: DiagnosticEvents as the host and stellar-core write them.
class Diagnostics {
public:
    void push_error(xdr::ScErrorType type, xdr::ScErrorCode code, std::string message,
                    std::vector<std::uint64_t> arguments = {});
    void push(xdr::DiagnosticEvent event) { events_.push_back(std::move(event)); }

    const std::vector<xdr::DiagnosticEvent>& events() const { return events_; }
    std::vector<Bytes> encoded() const;

private:
    std::vector<xdr::DiagnosticEvent> events_;
};

class TransactionOutcome {
public:
    /// A success so far: each operation has its type's first result.
    TransactionOutcome(const TransactionFrame& frame, std::int64_t fee_charged);

    /// The transaction fails with `code`; for a fee bump it is its inner transaction that fails.
    void fail_inner(xdr::TransactionResultCode code);
    /// The envelope itself fails with `code`.
    void fail_outer(xdr::TransactionResultCode code);

    bool succeeded() const { return code_ == xdr::TransactionResultCode::txSUCCESS; }
    xdr::OperationResult& operation(std::size_t index) { return operations_[index]; }

    /// Takes the unused part of the refundable fee off what was charged, and says how much it was.
    std::int64_t refund();

    Result<xdr::TransactionResult> result() const;

    std::int64_t fee_charged = 0;
    std::optional<RefundableFee> refundable;
    std::int64_t non_refundable_stroops = 0;

private:
    bool fee_bump_ = false;
    Hash inner_hash_{};
    bool outer_failed_ = false;
    xdr::TransactionResultCode code_ = xdr::TransactionResultCode::txSUCCESS;
    std::vector<xdr::OperationResult> operations_;
};

}  // namespace carrot::ledger
