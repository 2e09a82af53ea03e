#include "ledger/detail/apply_transaction.hpp"

#include <algorithm>

#include "ledger/detail/asset_events.hpp"
#include "ledger/detail/operations.hpp"
#include "ledger/detail/soroban_validity.hpp"

namespace carrot::ledger {
namespace {

using Code = xdr::TransactionResultCode;
using Stage = xdr::TransactionEventStage;

void add_fee_event(AppliedFrame& applied, const LedgerContext& context, std::int64_t stroops,
                   Stage stage) {
    applied.meta.events.push_back({
        .stage = stage,
        .event = fee_event(context.network_id, applied.frame.fee_source(), stroops),
    });
}

Result<void> use_sequence_number(const TransactionFrame& frame, const LedgerContext& context,
                                 Scope& scope) {
    auto account = *TRY(load_account(scope, frame.source()));
    account.seq_num = frame.sequence_number();
    touch_sequence(context.header, account);
    return store_account(scope, account);
}

// Each operation's source must have signed, and no signature may be there for nothing.
Result<bool> check_signatures(AppliedFrame& applied, Scope& scope, SignatureChecker& signatures) {
    const auto& operations = applied.frame.transaction().operations;
    bool signed_by_all = true;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        signed_by_all &= TRY(check_operation_signature(applied.frame, operations[i], scope,
                                                       signatures, applied.outcome.operation(i)));
    }
    if (!signed_by_all) {
        applied.outcome.fail_inner(Code::txFAILED);
    } else if (!signatures.all_used()) {
        applied.outcome.fail_inner(Code::txBAD_AUTH_EXTRA);
    }
    return applied.outcome.succeeded();
}

Result<bool> prepare(AppliedFrame& applied, const LedgerContext& context, Scope& ledger,
                     Diagnostics& diagnostics) {
    const auto& frame = applied.frame;
    auto& outcome = applied.outcome;
    if (frame.is_soroban()) {
        outcome.non_refundable_stroops = TRY(declared_fee(frame, context.settings))
        .non_refundable_stroops;
        outcome.refundable = RefundableFee{.limit_stroops = frame.declared_resource_fee() -
                                                            outcome.non_refundable_stroops};
    }
    Scope before(ledger, context.header.ledger_seq);
    SignatureChecker signatures(frame.inner_hash(), frame.inner_envelope().signatures);
    const auto reached = TRY(check_transaction(frame, context, before, signatures, Phase::applying,
                                               outcome, diagnostics));
    if (reached >= Validity::sequence_used) TRY(use_sequence_number(frame, context, before));
    const bool ready =
        reached == Validity::valid && TRY(check_signatures(applied, before, signatures));
    applied.meta.tx_changes_before = TRY(before.changes());
    std::move(before).commit_to(ledger);
    return ready;
}

void describe_fees(AppliedFrame& applied) {
    const auto& refundable = applied.outcome.refundable;
    if (!refundable) return;
    if (!applied.meta.soroban_meta) applied.meta.soroban_meta.emplace();
    applied.meta.soroban_meta->ext = xdr::SorobanTransactionMetaExt::v1({
        .ext = {},
        .total_non_refundable_resource_fee_charged = applied.outcome.non_refundable_stroops,
        .total_refundable_resource_fee_charged = refundable->used_stroops,
        .rent_fee_charged = refundable->rent_stroops,
    });
}

Result<void> apply_operations(AppliedFrame& applied, const LedgerContext& context, Scope& ledger,
                              const Hash& prng_seed, Diagnostics& diagnostics) {
    const auto& operations = applied.frame.transaction().operations;
    Scope all(ledger, context.header.ledger_seq);
    std::vector<xdr::OperationMetaV2> metas;
    bool succeeded = true;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        Scope one(all, context.header.ledger_seq);
        Application application{
            .frame = applied.frame,
            .operation = operations[i],
            .context = context,
            .prng_seed = prng_seed,
            .scope = one,
            .outcome = applied.outcome,
            .result = applied.outcome.operation(i),
            .diagnostics = diagnostics,
            .events = {},
            .return_value = {},
        };
        const bool valid = TRY(check_operation(applied.frame, operations[i], context,
                                               application.result, diagnostics));
        if (!valid || !TRY(apply_operation(application))) {
            succeeded = false;
            continue;
        }
        auto changes = TRY(one.changes());
        metas.push_back({
            .ext = {},
            .changes = std::move(changes),
            .events = std::move(application.events),
        });
        if (application.return_value) {
            applied.meta.soroban_meta.emplace().return_value = std::move(application.return_value);
        }
        std::move(one).commit_to(all);
    }
    if (succeeded) {
        applied.meta.operations = std::move(metas);
        std::move(all).commit_to(ledger);
    } else if (applied.outcome.succeeded()) {
        applied.outcome.fail_inner(Code::txFAILED);
    }
    return {};
}

}  // namespace

Result<AppliedFrame> charge_fee(TransactionFrame frame, LedgerContext& context, Scope& ledger) {
    auto account = TRY(load_account(ledger, frame.fee_source()));
    if (!account) return fail(ErrorCode::internal, "a transaction's fee source is not there");
    const auto bid = std::min(frame.inclusion_fee(), frame.fee_units() * context.header.base_fee);
    const auto charged =
        std::clamp<std::int64_t>(frame.declared_resource_fee() + bid, 0, account->balance);
    account->balance -= charged;
    context.header.fee_pool += charged;

    Scope scope(ledger, context.header.ledger_seq);
    TRY(store_account(scope, *account));
    TransactionOutcome outcome(frame, charged);
    auto fee_changes = TRY(scope.changes());
    AppliedFrame applied{
        .frame = std::move(frame),
        .outcome = std::move(outcome),
        .fee_changes = std::move(fee_changes),
        .meta = {},
        .refund_changes = {},
    };
    std::move(scope).commit_to(ledger);
    add_fee_event(applied, context, charged, Stage::TRANSACTION_EVENT_STAGE_BEFORE_ALL_TXS);
    return applied;
}

Result<void> apply_transaction(AppliedFrame& applied, const LedgerContext& context, Scope& ledger,
                               const Hash& prng_seed) {
    Diagnostics diagnostics;
    if (TRY(prepare(applied, context, ledger, diagnostics))) {
        TRY(apply_operations(applied, context, ledger, prng_seed, diagnostics));
    }
    describe_fees(applied);
    applied.meta.diagnostic_events = diagnostics.events();
    return {};
}

Result<void> refund_fee(AppliedFrame& applied, LedgerContext& context, Scope& ledger) {
    if (!applied.outcome.refundable || applied.outcome.refundable->refund_stroops() == 0) return {};
    Scope scope(ledger, context.header.ledger_seq);
    auto account = TRY(load_account(scope, applied.frame.fee_source()));
    if (!account) return fail(ErrorCode::internal, "a transaction's fee source is gone");
    const auto refund = applied.outcome.refund();
    account->balance += refund;
    context.header.fee_pool -= refund;
    TRY(store_account(scope, *account));
    applied.refund_changes = TRY(scope.changes());
    std::move(scope).commit_to(ledger);
    add_fee_event(applied, context, -refund, Stage::TRANSACTION_EVENT_STAGE_AFTER_ALL_TXS);
    return {};
}

}  // namespace carrot::ledger
