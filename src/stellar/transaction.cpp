#include "stellar/transaction.hpp"

#include <algorithm>
#include <utility>

namespace carrot::stellar {

namespace {

constexpr std::size_t max_signatures = 20;

std::vector<xdr::DecoratedSignature>& signatures_of(xdr::TransactionEnvelope& envelope) {
    switch (envelope.type()) {
        case xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0:
            return envelope.v0().signatures;
        case xdr::EnvelopeType::ENVELOPE_TYPE_TX_FEE_BUMP:
            return envelope.fee_bump().signatures;
        default:
            return envelope.v1().signatures;
    }
}

}  // namespace

xdr::MuxedAccount to_muxed(const AccountId& account) {
    return xdr::MuxedAccount::ed25519(account.ed25519);
}

AccountId account_of(const xdr::MuxedAccount& account) {
    if (const auto* muxed = account.if_med25519()) return {muxed->ed25519};
    return {account.ed25519()};
}

xdr::TransactionEnvelope build_transaction(TransactionDraft draft) {
    auto cond = xdr::Preconditions::none();
    if (draft.not_before != 0 || draft.not_after != 0) {
        cond = xdr::Preconditions::time_bounds(
            {.min_time = draft.not_before, .max_time = draft.not_after});
    }
    auto ext = draft.soroban_data
                   ? xdr::TransactionExt::soroban_data(*std::move(draft.soroban_data))
                   : xdr::TransactionExt::v0();
    return xdr::TransactionEnvelope::v1({.tx = {.source_account = to_muxed(draft.source),
                                                .fee = draft.fee_stroops,
                                                .seq_num = draft.sequence,
                                                .cond = std::move(cond),
                                                .memo = std::move(draft.memo),
                                                .operations = std::move(draft.operations),
                                                .ext = std::move(ext)}});
}

Result<xdr::TransactionEnvelope> bump_fee(const xdr::TransactionEnvelope& inner,
                                          const AccountId& fee_source, std::int64_t fee_stroops) {
    const auto* v1 = inner.if_v1();
    if (v1 == nullptr) {
        return fail(ErrorCode::invalid_argument, "only a V1 transaction can have its fee bumped");
    }
    return xdr::TransactionEnvelope::fee_bump(
        {.tx = {.fee_source = to_muxed(fee_source),
                .fee = fee_stroops,
                .inner_tx = xdr::FeeBumpTransactionInnerTx::v1(*v1)}});
}

Result<void> sign(xdr::TransactionEnvelope& envelope, const KeyPair& key, const Hash& network_id) {
    auto& signatures = signatures_of(envelope);
    if (signatures.size() >= max_signatures) {
        return fail(ErrorCode::resource_exhausted,
                    "could not sign the transaction: it has {} signatures, the most it can carry",
                    max_signatures);
    }
    const Hash hash = TRY(transaction_hash(envelope, network_id));
    const Signature signature = key.sign(hash);
    const auto& public_key = key.account().ed25519;
    xdr::DecoratedSignature decorated{.signature = Bytes(signature.begin(), signature.end())};
    std::ranges::copy(BytesView(public_key).last(4), decorated.hint.begin());
    signatures.push_back(std::move(decorated));
    return {};
}

}  // namespace carrot::stellar
