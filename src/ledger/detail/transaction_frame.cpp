#include "ledger/detail/transaction_frame.hpp"

#include <algorithm>

#include "stellar/transaction_hash.hpp"
#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

xdr::TransactionEnvelope as_v1(const xdr::TransactionV0Envelope& v0) {
    const auto& tx = v0.tx;
    return xdr::TransactionEnvelope::v1({
        .tx =
            {
                .source_account = xdr::MuxedAccount::ed25519(tx.source_account_ed25519),
                .fee = tx.fee,
                .seq_num = tx.seq_num,
                .cond = tx.time_bounds ? xdr::Preconditions::time_bounds(*tx.time_bounds)
                                       : xdr::Preconditions::none(),
                .memo = tx.memo,
                .operations = tx.operations,
                .ext = {},
            },
        .signatures = v0.signatures,
    });
}

}  // namespace

Result<TransactionFrame> TransactionFrame::make(const xdr::TransactionEnvelope& envelope,
                                                const Hash& network_id) {
    TransactionFrame frame;
    const auto* v0 = envelope.if_v0();
    frame.envelope_ = v0 != nullptr ? as_v1(*v0) : envelope;
    frame.envelope_xdr_ = TRY(xdr::encode(frame.envelope_));
    const auto inner = xdr::TransactionEnvelope::v1(frame.inner_envelope());
    frame.hash_ = TRY(stellar::transaction_hash(frame.envelope_, network_id));
    frame.inner_hash_ = frame.is_fee_bump() ? TRY(stellar::transaction_hash(inner, network_id)) : frame.hash_;
    frame.inner_size_bytes_ = static_cast<std::uint32_t>(TRY(xdr::encode(inner)).size());
    return frame;
}

bool TransactionFrame::is_fee_bump() const { return envelope_.if_fee_bump() != nullptr; }

const xdr::TransactionV1Envelope& TransactionFrame::inner_envelope() const {
    const auto* bump = envelope_.if_fee_bump();
    return bump != nullptr ? bump->tx.inner_tx.v1() : envelope_.v1();
}

xdr::AccountId TransactionFrame::source() const { return account_of(transaction().source_account); }

xdr::AccountId TransactionFrame::fee_source() const {
    const auto* bump = envelope_.if_fee_bump();
    return bump != nullptr ? account_of(bump->tx.fee_source) : source();
}

std::int64_t TransactionFrame::fee_units() const {
    const auto operations = static_cast<std::int64_t>(transaction().operations.size());
    return std::max<std::int64_t>(1, is_fee_bump() ? operations + 1 : operations);
}

std::int64_t TransactionFrame::full_fee() const {
    const auto* bump = envelope_.if_fee_bump();
    return bump != nullptr ? bump->tx.fee : inner_full_fee();
}

std::int64_t TransactionFrame::inclusion_fee() const {
    return full_fee() - declared_resource_fee();
}

std::int64_t TransactionFrame::inner_inclusion_fee() const {
    return inner_full_fee() - declared_resource_fee();
}

bool TransactionFrame::is_soroban() const {
    const auto& operations = transaction().operations;
    return !operations.empty() && ledger::is_soroban(operations.front());
}

bool TransactionFrame::is_restore() const {
    return is_soroban() &&
           transaction().operations.front().body.type() == xdr::OperationType::RESTORE_FOOTPRINT;
}

const xdr::SorobanTransactionData* TransactionFrame::soroban_data() const {
    return transaction().ext.if_soroban_data();
}

std::int64_t TransactionFrame::declared_resource_fee() const {
    const auto* data = soroban_data();
    return is_soroban() && data != nullptr ? data->resource_fee : 0;
}

xdr::AccountId TransactionFrame::source_of(const xdr::Operation& operation) const {
    return operation.source_account ? account_of(*operation.source_account) : source();
}

bool is_soroban(const xdr::Operation& operation) {
    const auto type = operation.body.type();
    return type == xdr::OperationType::INVOKE_HOST_FUNCTION ||
           type == xdr::OperationType::EXTEND_FOOTPRINT_TTL ||
           type == xdr::OperationType::RESTORE_FOOTPRINT;
}

xdr::AccountId account_of(const xdr::Uint256& ed25519) { return xdr::AccountId::ed25519(ed25519); }

xdr::AccountId account_of(const xdr::MuxedAccount& account) {
    const auto* muxed = account.if_med25519();
    return account_of(muxed != nullptr ? muxed->ed25519 : account.ed25519());
}

const xdr::Uint256& ed25519_of(const xdr::AccountId& account) { return account.ed25519(); }

}  // namespace carrot::ledger
