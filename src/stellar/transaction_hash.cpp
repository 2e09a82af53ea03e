#include "stellar/transaction_hash.hpp"

#include <utility>

namespace carrot::stellar {

namespace {

using Tagged = xdr::TransactionSignaturePayloadTaggedTransaction;

Result<Hash> hash_of(Tagged tagged, const Hash& network_id) {
    const xdr::TransactionSignaturePayload payload{.network_id = network_id,
                                                   .tagged_transaction = std::move(tagged)};
    return sha256(TRY(xdr::encode(payload)));
}

/// What a V0 transaction signs: itself with today's fields.
xdr::Transaction modern(const xdr::TransactionV0& old) {
    auto cond = old.time_bounds ? xdr::Preconditions::time_bounds(*old.time_bounds)
                                : xdr::Preconditions::none();
    return {.source_account = xdr::MuxedAccount::ed25519(old.source_account_ed25519),
            .fee = old.fee,
            .seq_num = old.seq_num,
            .cond = std::move(cond),
            .memo = old.memo,
            .operations = old.operations};
}

}  // namespace

Result<Hash> transaction_hash(const xdr::Transaction& transaction, const Hash& network_id) {
    return hash_of(Tagged::tx(transaction), network_id);
}

Result<Hash> transaction_hash(const xdr::TransactionEnvelope& envelope, const Hash& network_id) {
    if (const auto* v1 = envelope.if_v1()) return transaction_hash(v1->tx, network_id);
    if (const auto* bump = envelope.if_fee_bump()) {
        return hash_of(Tagged::fee_bump(bump->tx), network_id);
    }
    return transaction_hash(modern(envelope.v0().tx), network_id);
}

}  // namespace carrot::stellar
