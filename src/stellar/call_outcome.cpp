#include "stellar/detail/call_outcome.hpp"

#include <algorithm>
#include <charconv>

#include "base/encoding.hpp"
#include "stellar/scval.hpp"

namespace carrot::stellar {

namespace {

constexpr std::string_view contract_error_mark = "Error(Contract, #";
constexpr std::size_t max_reason_characters = 240;

/// The first line, cut at a limit: hosts append whole event logs.
std::string_view first_line(std::string_view text) {
    return text.substr(0, std::min(text.find('\n'), max_reason_characters));
}

/// The host's own words, from the first "error" event; empty if there is none.
std::string host_reason(const std::vector<xdr::DiagnosticEvent>& events) {
    for (const xdr::DiagnosticEvent& event : events) {
        const auto& body = event.event.body.v0();
        const auto* name = body.topics.empty() ? nullptr : body.topics[0].if_sym();
        if (name != nullptr && *name == "error") {
            return std::string(first_line(to_text(body.data)));
        }
    }
    return {};
}

/// The contract's own number, from the first "error" event that carries one.
std::optional<std::uint32_t> contract_error_in(const std::vector<xdr::DiagnosticEvent>& events) {
    for (const xdr::DiagnosticEvent& event : events) {
        for (const xdr::ScVal& topic : event.event.body.v0().topics) {
            const auto* error = topic.if_error();
            const auto* number = error != nullptr ? error->if_contract_code() : nullptr;
            if (number != nullptr) return *number;
        }
    }
    return std::nullopt;
}

std::string_view name_of_result(const xdr::OperationResultTr& result) {
    if (const auto* invoke = result.if_invoke_host_function_result()) {
        return name_of(invoke->code());
    }
    if (const auto* payment = result.if_payment_result()) return name_of(payment->code());
    if (const auto* create = result.if_create_account_result()) return name_of(create->code());
    if (const auto* restore = result.if_restore_footprint_result()) {
        return name_of(restore->code());
    }
    if (const auto* extend = result.if_extend_footprint_ttl_result()) {
        return name_of(extend->code());
    }
    return name_of(result.type());
}

std::string_view name_of_result(const xdr::OperationResult& result) {
    const auto* inner = result.if_tr();
    return inner != nullptr ? name_of_result(*inner) : name_of(result.code());
}

/// The most telling code: the first operation's, else the transaction's. A fee-bump tells of the
/// transaction inside.
template <class AnyResult>
std::string_view code_of(const AnyResult& result) {
    if (const auto* operations = result.if_results(); operations && !operations->empty()) {
        return name_of_result(operations->front());
    }
    return name_of(result.code());
}

std::string_view code_of(const xdr::TransactionResult& result) {
    if (const auto* pair = result.result.if_inner_result_pair()) {
        return code_of(pair->result.result);
    }
    return code_of(result.result);
}

/// The result of a contract's call, if this is a transaction of one that came to run.
template <class AnyResult>
const xdr::InvokeHostFunctionResult* first_invocation(const AnyResult& result) {
    const auto* operations = result.if_results();
    if (operations == nullptr || operations->empty()) return nullptr;
    const auto* inner = operations->front().if_tr();
    return inner != nullptr ? inner->if_invoke_host_function_result() : nullptr;
}

const xdr::InvokeHostFunctionResult* invocation_in(const xdr::TransactionResult& result) {
    if (const auto* pair = result.result.if_inner_result_pair())
        return first_invocation(pair->result.result);
    return first_invocation(result.result);
}

std::string_view remedy_for(xdr::TransactionResultCode code) {
    using enum xdr::TransactionResultCode;
    switch (code) {
        case txINSUFFICIENT_BALANCE:
            return ": the account can't pay the fee, send lumens to it";
        case txINSUFFICIENT_FEE:
            return ": the network is busy, offer a higher inclusion fee";
        case txNO_ACCOUNT:
            return ": the account does not exist, fund it first";
        case txBAD_AUTH:
            return ": the signature does not fit the account, check the key and the network's "
                   "passphrase";
        case txTOO_LATE:
            return ": its time is over, prepare it again";
        default:
            return "";
    }
}

const std::vector<xdr::DiagnosticEvent>& diagnostics_of(const TransactionRecord& record) {
    if (record.diagnostic_events.empty() && record.meta) {
        if (const auto* v4 = record.meta->if_v4()) return v4->diagnostic_events;
        const auto* v3 = record.meta->if_v3();
        if (v3 != nullptr && v3->soroban_meta) return v3->soroban_meta->diagnostic_events;
    }
    return record.diagnostic_events;
}

Error ledger_failure(const TransactionRecord& record) {
    const auto& diagnostics = diagnostics_of(record);
    const std::string purpose =
        record.envelope ? detail::describe(*record.envelope) : std::string("a transaction");
    const auto code = record.result ? code_of(*record.result) : "FAILED";
    const std::string context = fmt::format("{} failed in ledger {} (transaction {}): {}", purpose,
                                            record.ledger, to_hex(record.hash), code);
    if (const auto number = contract_error_in(diagnostics)) {
        return {ErrorCode::contract_failed,
                fmt::format("{}, {}{})", context, contract_error_mark, *number)};
    }
    const std::string reason = host_reason(diagnostics);
    return {ErrorCode::failed_precondition, reason.empty() ? context : context + ", " + reason};
}

void take_from(const xdr::TransactionMeta& meta, CallOutcome& outcome) {
    if (const auto* v3 = meta.if_v3(); v3 != nullptr && v3->soroban_meta) {
        outcome.return_value = v3->soroban_meta->return_value;
        outcome.events = v3->soroban_meta->events;
    }
    if (const auto* v4 = meta.if_v4()) {
        if (v4->soroban_meta && v4->soroban_meta->return_value) {
            outcome.return_value = *v4->soroban_meta->return_value;
        }
        for (const xdr::OperationMetaV2& operation : v4->operations) {
            outcome.events.insert(outcome.events.end(), operation.events.begin(),
                                  operation.events.end());
        }
    }
}

}  // namespace

std::optional<std::uint32_t> contract_error_number(const Error& error) {
    const auto at = error.message.find(contract_error_mark);
    if (error.code != ErrorCode::contract_failed || at == std::string::npos) return std::nullopt;
    std::uint32_t number = 0;
    const char* begin = error.message.data() + at + contract_error_mark.size();
    const char* end = error.message.data() + error.message.size();
    const auto [rest, problem] = std::from_chars(begin, end, number);
    if (problem != std::errc{} || rest == end || *rest != ')') return std::nullopt;
    return number;
}

namespace detail {

std::string describe(const xdr::Operation& operation) {
    const auto* invocation = operation.body.if_invoke_host_function_op();
    if (invocation == nullptr) {
        switch (operation.body.type()) {
            case xdr::OperationType::PAYMENT:
                return "the payment";
            case xdr::OperationType::CREATE_ACCOUNT:
                return "the account's creation";
            case xdr::OperationType::RESTORE_FOOTPRINT:
                return "the restoring of archived entries";
            default:
                return fmt::format("the operation {}", name_of(operation.body.type()));
        }
    }
    const auto& function = invocation->host_function;
    if (const auto* call = function.if_invoke_contract()) {
        const auto contract = Address::from_xdr(call->contract_address);
        return fmt::format("{} of {}", call->function_name,
                           contract ? contract->to_string() : "an unknown address");
    }
    return function.if_wasm() != nullptr ? "the upload of wasm" : "the contract's creation";
}

std::string describe(const xdr::TransactionEnvelope& envelope) {
    const auto* bump = envelope.if_fee_bump();
    const auto* v1 = bump != nullptr ? bump->tx.inner_tx.if_v1() : envelope.if_v1();
    if (v1 == nullptr || v1->tx.operations.empty()) return "a transaction";
    return describe(v1->tx.operations.front());
}

Error simulation_failure(const Simulation& simulation, std::string_view purpose) {
    const std::string_view line =
        simulation.error ? first_line(*simulation.error) : "for no stated reason";
    if (line.find(contract_error_mark) != std::string_view::npos) {
        return {ErrorCode::contract_failed,
                fmt::format("{} was refused by the contract: {}", purpose, line)};
    }
    const std::string reason = host_reason(simulation.events);
    return {ErrorCode::failed_precondition, fmt::format("{} would fail: {}{}{}", purpose, line,
                                                        reason.empty() ? "" : ", ", reason)};
}

bool is_bad_sequence(const SendResult& refused) {
    if (!refused.error_result) return false;
    const auto& result = refused.error_result->result;
    const auto* inner = result.if_inner_result_pair();
    const auto bad = xdr::TransactionResultCode::txBAD_SEQ;
    return result.code() == bad || (inner != nullptr && inner->result.result.code() == bad);
}

bool is_insufficient_fee(const SendResult& refused) {
    return refused.error_result &&
           refused.error_result->result.code() == xdr::TransactionResultCode::txINSUFFICIENT_FEE;
}

bool is_outdated(const TransactionRecord& record) {
    if (record.status != TransactionStatus::failed || !record.result) return false;
    if (contract_error_in(diagnostics_of(record))) return false;
    const auto* invoked = invocation_in(*record.result);
    if (invoked == nullptr) return false;
    using enum xdr::InvokeHostFunctionResultCode;
    const auto code = invoked->code();
    return code == INVOKE_HOST_FUNCTION_TRAPPED || code == INVOKE_HOST_FUNCTION_ENTRY_ARCHIVED ||
           code == INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED ||
           code == INVOKE_HOST_FUNCTION_INSUFFICIENT_REFUNDABLE_FEE;
}

Error send_failure(const SendResult& refused, std::string_view purpose) {
    if (!refused.error_result) {
        return {ErrorCode::failed_precondition,
                fmt::format("{} was not accepted by the network, without a reason", purpose)};
    }
    const auto& result = *refused.error_result;
    // Of all refusals the one that the next ledger may take back.
    const auto code =
        is_insufficient_fee(refused) ? ErrorCode::unavailable : ErrorCode::failed_precondition;
    return {code, fmt::format("{} was not accepted by the network: {}{}", purpose, code_of(result),
                              remedy_for(result.result.code()))};
}

Result<CallOutcome> outcome_of(const TransactionRecord& record) {
    if (record.status != TransactionStatus::success) {
        return std::unexpected(ledger_failure(record));
    }
    CallOutcome outcome{.transaction_hash = record.hash,
                        .ledger = record.ledger,
                        .closed_at = record.created_at,
                        .fee_charged_stroops = record.result ? record.result->fee_charged : 0,
                        .return_value = xdr::ScVal::void_()};
    if (record.meta) take_from(*record.meta, outcome);
    return outcome;
}

}  // namespace detail

}  // namespace carrot::stellar
