#include "ledger/detail/close_records.hpp"

#include <algorithm>

#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

using Stage = xdr::TransactionEventStage;

// Stellar RPC's places for events that belong to no operation.
constexpr std::uint32_t after_all_transactions = 0xfffff;
constexpr std::uint32_t after_all_operations = 0xfff;

Bytes bytes_of(const xdr::AccountId& account) {
    const auto& key = ed25519_of(account);
    return {key.begin(), key.end()};
}

std::vector<Bytes> accounts_in(const TransactionFrame& frame) {
    std::vector<Bytes> accounts{bytes_of(frame.source()), bytes_of(frame.fee_source())};
    for (const auto& operation : frame.transaction().operations) {
        accounts.push_back(bytes_of(frame.source_of(operation)));
        if (const auto* create = operation.body.if_create_account_op()) {
            accounts.push_back(bytes_of(create->destination));
        }
        if (const auto* payment = operation.body.if_payment_op()) {
            accounts.push_back(bytes_of(account_of(payment->destination)));
        }
    }
    std::ranges::sort(accounts);
    accounts.erase(std::ranges::unique(accounts).begin(), accounts.end());
    return accounts;
}

InclusionFee inclusion_fee(const AppliedFrame& applied) {
    const auto& outcome = applied.outcome;
    const auto used = outcome.refundable ? outcome.refundable->used_stroops : 0;
    return {
        .soroban = applied.frame.is_soroban(),
        .stroops = (outcome.fee_charged - outcome.non_refundable_stroops - used) /
                   applied.frame.fee_units(),
    };
}

// Gives a ledger's events their places and writes them down.
class EventIndex {
public:
    EventIndex(std::uint32_t ledger, std::uint64_t close_time_s)
        : ledger_(ledger), close_time_s_(close_time_s) {}

    Result<void> add(const AppliedFrame& applied, std::uint32_t order);
    std::vector<IndexedEvent> take() && { return std::move(events_); }

private:
    Result<void> add(const xdr::ContractEvent& event, EventPosition position);
    EventPosition place(Stage stage, std::uint32_t order, std::uint32_t& after_transaction);

    std::uint32_t ledger_;
    std::uint64_t close_time_s_;
    Hash tx_hash_{};
    bool successful_ = false;
    std::uint32_t before_all_ = 0;
    std::uint32_t after_all_ = 0;
    std::vector<IndexedEvent> events_;
};

EventPosition EventIndex::place(Stage stage, std::uint32_t order,
                                std::uint32_t& after_transaction) {
    switch (stage) {
        case Stage::TRANSACTION_EVENT_STAGE_BEFORE_ALL_TXS:
            return {.ledger = ledger_, .transaction = 0, .operation = 0, .event = before_all_++};
        case Stage::TRANSACTION_EVENT_STAGE_AFTER_TX:
            return {.ledger = ledger_,
                    .transaction = order,
                    .operation = after_all_operations,
                    .event = after_transaction++};
        default:
            return {.ledger = ledger_,
                    .transaction = after_all_transactions,
                    .operation = 0,
                    .event = after_all_++};
    }
}

Result<void> EventIndex::add(const xdr::ContractEvent& event, EventPosition position) {
    events_.push_back({
        .record =
            {
                .position = position,
                .close_time_s = close_time_s_,
                .tx_hash = tx_hash_,
                .in_successful_call = successful_,
                .event = TRY(xdr::encode(event)),
            },
        .contract = event.contract_id,
    });
    return {};
}

Result<void> EventIndex::add(const AppliedFrame& applied, std::uint32_t order) {
    tx_hash_ = applied.frame.hash();
    successful_ = applied.outcome.succeeded();
    std::uint32_t after_transaction = 0;
    for (const auto& event : applied.meta.events) {
        TRY(add(event.event, place(event.stage, order, after_transaction)));
    }
    std::uint32_t operation = 0;
    for (const auto& meta : applied.meta.operations) {
        std::uint32_t number = 0;
        for (const auto& event : meta.events) {
            TRY(add(event, {.ledger = ledger_,
                            .transaction = order,
                            .operation = operation,
                            .event = number++}));
        }
        ++operation;
    }
    return {};
}

Result<AppliedTransaction> record_of(const AppliedFrame& applied,
                                     const xdr::TransactionResult& result,
                                     const xdr::LedgerHeader& header, std::uint32_t order) {
    return AppliedTransaction{
        .record =
            {
                .hash = applied.frame.hash(),
                .ledger = header.ledger_seq,
                .application_order = order,
                .close_time_s = header.scp_value.close_time,
                .successful = applied.outcome.succeeded(),
                .fee_bump = applied.frame.is_fee_bump(),
                .envelope = applied.frame.envelope_xdr(),
                .result = TRY(xdr::encode(result)),
                .meta = TRY(xdr::encode(xdr::TransactionMeta::v4(applied.meta))),
            },
        .inner_hash =
            applied.frame.is_fee_bump() ? std::optional(applied.frame.inner_hash()) : std::nullopt,
        .inclusion_fee = inclusion_fee(applied),
        .accounts = accounts_in(applied.frame),
    };
}

}  // namespace

xdr::GeneralizedTransactionSet transaction_set(const Hash& previous_hash,
                                               const std::vector<TransactionFrame>& frames,
                                               std::uint32_t base_fee) {
    xdr::TxSetComponentTxsMaybeDiscountedFee classic{.base_fee = base_fee};
    xdr::DependentTxCluster soroban;
    for (const auto& frame : frames) {
        (frame.is_soroban() ? soroban : classic.txs).push_back(frame.envelope());
    }
    std::vector<xdr::TxSetComponent> components;
    if (!classic.txs.empty()) {
        components.push_back(xdr::TxSetComponent::txs_maybe_discounted_fee(std::move(classic)));
    }
    xdr::ParallelTxsComponent parallel{.base_fee = base_fee};
    if (!soroban.empty()) parallel.execution_stages.push_back({std::move(soroban)});
    return xdr::GeneralizedTransactionSet::v1_tx_set({
        .previous_ledger_hash = previous_hash,
        .phases = {xdr::TransactionPhase::v0_components(std::move(components)),
                   xdr::TransactionPhase::parallel_txs_component(std::move(parallel))},
    });
}

Result<xdr::TransactionResultSet> result_set(const std::vector<AppliedFrame>& applied) {
    xdr::TransactionResultSet set;
    for (const auto& one : applied) {
        auto result = TRY(one.outcome.result());
        set.results.push_back({.transaction_hash = one.frame.hash(), .result = std::move(result)});
    }
    return set;
}

Result<ClosingRecords> closing_records(const xdr::LedgerHeader& header, const Hash& hash,
                                       const xdr::GeneralizedTransactionSet& transactions,
                                       const xdr::TransactionResultSet& results,
                                       std::vector<AppliedFrame> applied) {
    ClosingRecords records;
    xdr::LedgerCloseMetaV2 meta;
    meta.ledger_header = {.hash = hash, .header = header};
    meta.tx_set = transactions;
    EventIndex events(header.ledger_seq, header.scp_value.close_time);
    for (std::size_t i = 0; i < applied.size(); ++i) {
        auto& one = applied[i];
        const auto order = static_cast<std::uint32_t>(i + 1);
        TRY(events.add(one, order));
        records.transactions.push_back(
            TRY(record_of(one, results.results[i].result, header, order)));
        meta.tx_processing.push_back({
            .ext = {},
            .result = results.results[i],
            .fee_processing = std::move(one.fee_changes),
            .tx_apply_processing = xdr::TransactionMeta::v4(std::move(one.meta)),
            .post_tx_apply_fee_processing = std::move(one.refund_changes),
        });
    }
    records.events = std::move(events).take();
    records.ledger = {
        .sequence = header.ledger_seq,
        .hash = hash,
        .close_time_s = header.scp_value.close_time,
        .header = TRY(xdr::encode(header)),
        .close_meta = TRY(xdr::encode(xdr::LedgerCloseMeta::v2(std::move(meta)))),
    };
    return records;
}

}  // namespace carrot::ledger
