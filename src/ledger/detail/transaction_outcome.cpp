#include "ledger/detail/transaction_outcome.hpp"

#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

using Code = xdr::TransactionResultCode;

// An operation's result before it has run: its type's success, as stellar-core starts out.
xdr::OperationResult initial_result(const xdr::Operation& operation) {
    using Tr = xdr::OperationResultTr;
    switch (operation.body.type()) {
        case xdr::OperationType::CREATE_ACCOUNT:
            return xdr::OperationResult::tr(Tr::create_account_result({}));
        case xdr::OperationType::PAYMENT:
            return xdr::OperationResult::tr(Tr::payment_result({}));
        case xdr::OperationType::MANAGE_DATA:
            return xdr::OperationResult::tr(Tr::manage_data_result({}));
        case xdr::OperationType::BUMP_SEQUENCE:
            return xdr::OperationResult::tr(Tr::bump_seq_result({}));
        case xdr::OperationType::INVOKE_HOST_FUNCTION:
            return xdr::OperationResult::tr(Tr::invoke_host_function_result({}));
        case xdr::OperationType::EXTEND_FOOTPRINT_TTL:
            return xdr::OperationResult::tr(Tr::extend_footprint_ttl_result({}));
        case xdr::OperationType::RESTORE_FOOTPRINT:
            return xdr::OperationResult::tr(Tr::restore_footprint_result({}));
        default:
            return xdr::OperationResult::op_not_supported();
    }
}

// The codes that a transaction and the inner one of a fee bump have in common.
template <class Result>
Result result_of(Code code, const std::vector<xdr::OperationResult>& operations) {
    switch (code) {
        case Code::txSUCCESS:
            return Result::tx_success(operations);
        case Code::txFAILED:
            return Result::tx_failed(operations);
        case Code::txTOO_EARLY:
            return Result::tx_too_early();
        case Code::txTOO_LATE:
            return Result::tx_too_late();
        case Code::txMISSING_OPERATION:
            return Result::tx_missing_operation();
        case Code::txBAD_SEQ:
            return Result::tx_bad_seq();
        case Code::txBAD_AUTH:
            return Result::tx_bad_auth();
        case Code::txINSUFFICIENT_BALANCE:
            return Result::tx_insufficient_balance();
        case Code::txNO_ACCOUNT:
            return Result::tx_no_account();
        case Code::txINSUFFICIENT_FEE:
            return Result::tx_insufficient_fee();
        case Code::txBAD_AUTH_EXTRA:
            return Result::tx_bad_auth_extra();
        case Code::txNOT_SUPPORTED:
            return Result::tx_not_supported();
        case Code::txBAD_MIN_SEQ_AGE_OR_GAP:
            return Result::tx_bad_min_seq_age_or_gap();
        case Code::txMALFORMED:
            return Result::tx_malformed();
        case Code::txSOROBAN_INVALID:
            return Result::tx_soroban_invalid();
        default:
            return Result::tx_internal_error();
    }
}

xdr::ScError error_of(xdr::ScErrorType type, xdr::ScErrorCode code) {
    switch (type) {
        case xdr::ScErrorType::SCE_STORAGE:
            return xdr::ScError::storage(code);
        case xdr::ScErrorType::SCE_BUDGET:
            return xdr::ScError::budget(code);
        default:
            return xdr::ScError::value(code);
    }
}

}  // namespace

void Diagnostics::push_error(xdr::ScErrorType type, xdr::ScErrorCode code, std::string message,
                             std::vector<std::uint64_t> arguments) {
    auto data = xdr::ScVal::str(std::move(message));
    if (!arguments.empty()) {
        xdr::ScVec items{data};
        for (const auto argument : arguments)
            items.push_back(xdr::ScVal::u64(argument));
        data = xdr::ScVal::vec(std::move(items));
    }
    xdr::ContractEvent event;
    event.type = xdr::ContractEventType::DIAGNOSTIC;
    event.body = xdr::ContractEventBody::v0({
        .topics = {xdr::ScVal::sym("error"), xdr::ScVal::error(error_of(type, code))},
        .data = std::move(data),
    });
    push({.in_successful_contract_call = false, .event = std::move(event)});
}

std::vector<Bytes> Diagnostics::encoded() const {
    std::vector<Bytes> all;
    for (const auto& event : events_) {
        if (auto bytes = xdr::encode(event)) all.push_back(*std::move(bytes));
    }
    return all;
}

TransactionOutcome::TransactionOutcome(const TransactionFrame& frame, std::int64_t charged)
    : fee_charged(charged), fee_bump_(frame.is_fee_bump()), inner_hash_(frame.inner_hash()) {
    for (const auto& operation : frame.transaction().operations) {
        operations_.push_back(initial_result(operation));
    }
}

void TransactionOutcome::fail_inner(Code code) {
    code_ = code;
    // A failed transaction uses nothing of what is paid by use.
    if (refundable) refundable = RefundableFee{.limit_stroops = refundable->limit_stroops};
}

void TransactionOutcome::fail_outer(Code code) {
    fail_inner(code);
    outer_failed_ = true;
}

std::int64_t TransactionOutcome::refund() {
    const auto stroops = refundable ? refundable->refund_stroops() : 0;
    fee_charged -= stroops;
    return stroops;
}

Result<xdr::TransactionResult> TransactionOutcome::result() const {
    xdr::TransactionResult result;
    result.fee_charged = fee_charged;
    if (!fee_bump_ || outer_failed_) {
        result.result = result_of<xdr::TransactionResultResult>(code_, operations_);
        return result;
    }
    xdr::InnerTransactionResultPair inner;
    inner.transaction_hash = inner_hash_;
    // From protocol 25 on the inner result names no fee: the fee bump has paid all of it.
    inner.result.result = result_of<xdr::InnerTransactionResultResult>(code_, operations_);
    result.result = succeeded() ? xdr::TransactionResultResult::tx_fee_bump_inner_success(inner)
                                : xdr::TransactionResultResult::tx_fee_bump_inner_failed(inner);
    return result;
}

}  // namespace carrot::ledger
