#include "ledger/detail/validity.hpp"

#include <algorithm>
#include <limits>

#include "ledger/detail/operations.hpp"
#include "ledger/detail/soroban_validity.hpp"

namespace carrot::ledger {
namespace {

using Code = xdr::TransactionResultCode;

// stellar-core's bound on what a transaction may declare, about 112 million lumens.
constexpr std::int64_t max_resource_fee = std::int64_t{1} << 50;

const xdr::PreconditionsV2* preconditions(const TransactionFrame& frame) {
    return frame.transaction().cond.if_v2();
}

std::optional<xdr::TimeBounds> time_bounds(const TransactionFrame& frame) {
    if (const auto* bounds = frame.transaction().cond.if_time_bounds()) return *bounds;
    const auto* conditions = preconditions(frame);
    return conditions != nullptr ? conditions->time_bounds : std::nullopt;
}

bool is_too_early(const TransactionFrame& frame, const xdr::LedgerHeader& header) {
    const auto times = time_bounds(frame);
    if (times && times->min_time > header.scp_value.close_time) return true;
    const auto* conditions = preconditions(frame);
    return conditions != nullptr && conditions->ledger_bounds &&
           conditions->ledger_bounds->min_ledger > header.ledger_seq;
}

bool is_too_late(const TransactionFrame& frame, const xdr::LedgerHeader& header) {
    const auto times = time_bounds(frame);
    if (times && times->max_time != 0 && times->max_time < header.scp_value.close_time) return true;
    const auto* conditions = preconditions(frame);
    return conditions != nullptr && conditions->ledger_bounds &&
           conditions->ledger_bounds->max_ledger != 0 &&
           conditions->ledger_bounds->max_ledger <= header.ledger_seq;
}

bool has_valid_extra_signers(const TransactionFrame& frame) {
    const auto* conditions = preconditions(frame);
    if (conditions == nullptr) return true;
    const auto& signers = conditions->extra_signers;
    if (signers.size() == 2 && signers[0] == signers[1]) return false;
    return std::ranges::none_of(signers, [](const xdr::SignerKey& signer) {
        const auto* payload = signer.if_ed25519_signed_payload();
        return payload != nullptr && payload->payload.empty();
    });
}

// Contract operations stand alone in their transaction.
bool has_consistent_operations(const TransactionFrame& frame) {
    const auto& operations = frame.transaction().operations;
    const bool any_soroban = std::ranges::any_of(
        operations, [](const xdr::Operation& operation) { return is_soroban(operation); });
    return !any_soroban || operations.size() == 1;
}

std::int64_t min_inclusion_fee(const TransactionFrame& frame, const xdr::LedgerHeader& header) {
    return frame.fee_units() * header.base_fee;
}

bool is_bad_sequence(const TransactionFrame& frame, const xdr::LedgerHeader& header,
                     std::int64_t current) {
    const auto wanted = frame.sequence_number();
    if (wanted == starting_sequence_number(header)) return true;
    const auto* conditions = preconditions(frame);
    if (conditions != nullptr && conditions->min_seq_num) {
        return current < *conditions->min_seq_num || current >= wanted;
    }
    return current == std::numeric_limits<std::int64_t>::max() || current + 1 != wanted;
}

bool is_too_early_for(const TransactionFrame& frame, const xdr::LedgerHeader& header,
                      const xdr::AccountEntry& account) {
    const auto* conditions = preconditions(frame);
    if (conditions == nullptr) return false;
    const auto age = sequence_age(account);
    const auto now = header.scp_value.close_time;
    const auto ledger = header.ledger_seq;
    return conditions->min_seq_age > now || now - conditions->min_seq_age < age.close_time_s ||
           conditions->min_seq_ledger_gap > ledger ||
           ledger - conditions->min_seq_ledger_gap < age.ledger;
}

bool check_extra_signers(const TransactionFrame& frame, SignatureChecker& signatures) {
    const auto* conditions = preconditions(frame);
    if (conditions == nullptr || conditions->extra_signers.empty()) return true;
    std::vector<xdr::Signer> signers;
    for (const auto& key : conditions->extra_signers)
        signers.push_back({.key = key, .weight = 1});
    return signatures.check(signers, static_cast<int>(signers.size()));
}

// What can be told without the source account; txSUCCESS when there is nothing against it.
Result<Code> check_without_account(const TransactionFrame& frame, const LedgerContext& context,
                                   Diagnostics& diagnostics) {
    if (!has_valid_extra_signers(frame)) return Code::txMALFORMED;
    if (frame.transaction().operations.empty()) return Code::txMISSING_OPERATION;
    if (!has_consistent_operations(frame)) return Code::txMALFORMED;
    const bool pays = !frame.is_fee_bump();
    if (frame.is_soroban()) {
        if (!TRY(check_soroban_data(frame, context.settings, pays, diagnostics))) {
            return Code::txSOROBAN_INVALID;
        }
    } else if (frame.soroban_data() != nullptr) {
        return Code::txMALFORMED;
    }
    if (is_too_early(frame, context.header)) return Code::txTOO_EARLY;
    if (is_too_late(frame, context.header)) return Code::txTOO_LATE;
    if (pays && frame.inclusion_fee() < min_inclusion_fee(frame, context.header)) {
        return Code::txINSUFFICIENT_FEE;
    }
    return Code::txSUCCESS;
}

// A fee bump must offer more for each operation than its inner transaction did: the fee that would
// do, or nothing when this one does.
std::optional<std::int64_t> missing_bump_fee(const TransactionFrame& frame) {
    const auto inner_fee = frame.inner_inclusion_fee();
    if (inner_fee < 0) return std::nullopt;
    __extension__ using Wide = __int128;
    const auto inner_units = std::max<Wide>(1, Wide{frame.fee_units()} - 1);
    const auto needed = Wide{inner_fee} * frame.fee_units();
    if (Wide{frame.inclusion_fee()} * inner_units >= needed) return std::nullopt;
    return static_cast<std::int64_t>((needed + inner_units - 1) / inner_units);
}

}  // namespace

host::LedgerInfo LedgerContext::host_info() const {
    return {
        .protocol_version = header.ledger_version,
        .sequence = header.ledger_seq,
        .close_time_s = header.scp_value.close_time,
        .network_id = network_id,
        .base_reserve_stroops = header.base_reserve,
    };
}

bool has_valid_fee(const TransactionFrame& frame) {
    if (frame.full_fee() < 0) return false;
    if (!frame.is_soroban()) return true;
    const auto* data = frame.soroban_data();
    return data != nullptr && data->resource_fee >= 0 && data->resource_fee <= max_resource_fee;
}

Result<Validity> check_transaction(const TransactionFrame& frame, const LedgerContext& context,
                                   EntrySource& entries, SignatureChecker& signatures, Phase phase,
                                   TransactionOutcome& outcome, Diagnostics& diagnostics) {
    const auto refuse = [&](Code code, Validity reached) {
        outcome.fail_inner(code);
        return reached;
    };
    const auto code = TRY(check_without_account(frame, context, diagnostics));
    if (code != Code::txSUCCESS) return refuse(code, Validity::invalid);
    const auto account = TRY(load_account(entries, frame.source()));
    if (!account) return refuse(Code::txNO_ACCOUNT, Validity::invalid);
    if (is_bad_sequence(frame, context.header, account->seq_num)) {
        return refuse(Code::txBAD_SEQ, Validity::invalid);
    }
    if (is_too_early_for(frame, context.header, *account)) {
        return refuse(Code::txBAD_MIN_SEQ_AGE_OR_GAP, Validity::sequence_used);
    }
    if (!signatures.check(*account, threshold_of(*account, Threshold::low)) ||
        !check_extra_signers(frame, signatures)) {
        return refuse(Code::txBAD_AUTH, Validity::sequence_used);
    }
    const auto to_pay = phase == Phase::applying ? 0 : frame.inner_full_fee();
    if (!frame.is_fee_bump() && available_balance(context.header, *account) < to_pay) {
        return refuse(Code::txINSUFFICIENT_BALANCE, Validity::authorized);
    }
    return Validity::valid;
}

Result<bool> check_fee_bump(const TransactionFrame& frame, const LedgerContext& context,
                            EntrySource& entries, TransactionOutcome& outcome) {
    const auto refuse = [&](Code code) {
        outcome.fail_outer(code);
        return false;
    };
    if (frame.inclusion_fee() < min_inclusion_fee(frame, context.header)) {
        return refuse(Code::txINSUFFICIENT_FEE);
    }
    if (const auto needed = missing_bump_fee(frame)) {
        outcome.fee_charged = *needed;
        return refuse(Code::txINSUFFICIENT_FEE);
    }
    if (frame.inner_inclusion_fee() < 0 && !frame.is_soroban()) {
        return refuse(Code::txINSUFFICIENT_FEE);
    }
    const auto account = TRY(load_account(entries, frame.fee_source()));
    if (!account) return refuse(Code::txNO_ACCOUNT);
    SignatureChecker signatures(frame.hash(), frame.envelope().fee_bump().signatures);
    if (!signatures.check(*account, threshold_of(*account, Threshold::low))) {
        return refuse(Code::txBAD_AUTH);
    }
    if (available_balance(context.header, *account) < frame.full_fee()) {
        return refuse(Code::txINSUFFICIENT_BALANCE);
    }
    if (!signatures.all_used()) return refuse(Code::txBAD_AUTH_EXTRA);
    return true;
}

Result<bool> check_operation_signature(const TransactionFrame& frame,
                                       const xdr::Operation& operation, EntrySource& entries,
                                       SignatureChecker& signatures, xdr::OperationResult& result) {
    const auto source = frame.source_of(operation);
    const auto account = TRY(load_account(entries, source));
    if (!account) {
        // An account may be made by an earlier operation of the transaction that it signs.
        const std::vector<xdr::Signer> master{
            {.key = xdr::SignerKey::ed25519(ed25519_of(source)), .weight = 1}};
        if (operation.source_account && signatures.check(master, 0)) return true;
        result = operation.source_account ? xdr::OperationResult::op_bad_auth()
                                          : xdr::OperationResult::op_no_account();
        return false;
    }
    if (signatures.check(*account, threshold_of(*account, threshold_for(operation)))) return true;
    result = xdr::OperationResult::op_bad_auth();
    return false;
}

Result<TransactionOutcome> check_valid(const TransactionFrame& frame, const LedgerContext& context,
                                       EntrySource& entries, Diagnostics& diagnostics) {
    const auto min_fee = frame.fee_units() * context.header.base_fee;
    TransactionOutcome outcome(frame, frame.declared_resource_fee() + min_fee);
    if (!has_valid_fee(frame)) {
        outcome.fee_charged = 0;
        outcome.fail_outer(Code::txMALFORMED);
        return outcome;
    }
    if (frame.is_fee_bump() && !TRY(check_fee_bump(frame, context, entries, outcome))) {
        return outcome;
    }
    SignatureChecker signatures(frame.inner_hash(), frame.inner_envelope().signatures);
    const auto reached = TRY(check_transaction(frame, context, entries, signatures,
                                               Phase::submitting, outcome, diagnostics));
    if (reached != Validity::valid) return outcome;
    const auto& operations = frame.transaction().operations;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        if (!is_supported(operations[i])) {
            outcome.operation(i) = xdr::OperationResult::op_not_supported();
            outcome.fail_inner(Code::txFAILED);
            return outcome;
        }
        if (!TRY(check_operation_signature(frame, operations[i], entries, signatures,
                                           outcome.operation(i))) ||
            !TRY(check_operation(frame, operations[i], context, outcome.operation(i),
                                 diagnostics))) {
            outcome.fail_inner(Code::txFAILED);
            return outcome;
        }
    }
    if (!signatures.all_used()) outcome.fail_inner(Code::txBAD_AUTH_EXTRA);
    return outcome;
}

}  // namespace carrot::ledger
