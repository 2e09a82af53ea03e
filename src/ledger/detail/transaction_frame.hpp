// A transaction envelope as the ledger looks at it: plain or fee bump, with its hashes and what is
// asked of it again and again.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "ledger/detail/entry.hpp"
#include "xdr/transaction.hpp"

namespace carrot::ledger {

class TransactionFrame {
public:
    /// A V0 envelope is taken as the V1 envelope that it stands for: the hash is the same.
    static Result<TransactionFrame> make(const xdr::TransactionEnvelope& envelope,
                                         const Hash& network_id);

    const xdr::TransactionEnvelope& envelope() const { return envelope_; }
    const Bytes& envelope_xdr() const { return envelope_xdr_; }
    bool is_fee_bump() const;

    /// The transaction that is applied: the inner one of a fee bump.
    const xdr::TransactionV1Envelope& inner_envelope() const;
    const xdr::Transaction& transaction() const { return inner_envelope().tx; }

    /// What the outer signatures sign, and the id by which it is known.
    const Hash& hash() const { return hash_; }
    /// What the inner signatures sign; equal to hash() without a fee bump.
    const Hash& inner_hash() const { return inner_hash_; }
    /// Of the inner envelope: what resource fees are paid for.
    std::uint32_t inner_size_bytes() const { return inner_size_bytes_; }

    xdr::AccountId source() const;
    xdr::AccountId fee_source() const;
    std::int64_t sequence_number() const { return transaction().seq_num; }

    /// The operations' fee units: one each, and one for the fee bump.
    std::int64_t fee_units() const;
    /// All that the sender is ready to pay, in stroops.
    std::int64_t full_fee() const;
    std::int64_t inner_full_fee() const { return transaction().fee; }
    /// The full fee less the declared resource fee.
    std::int64_t inclusion_fee() const;
    std::int64_t inner_inclusion_fee() const;

    bool is_soroban() const;
    bool is_restore() const;
    /// Null without SorobanTransactionData.
    const xdr::SorobanTransactionData* soroban_data() const;
    std::int64_t declared_resource_fee() const;

    /// An operation's source: its own or the transaction's.
    xdr::AccountId source_of(const xdr::Operation& operation) const;

private:
    TransactionFrame() = default;

    xdr::TransactionEnvelope envelope_;
    Bytes envelope_xdr_;
    Hash hash_{};
    Hash inner_hash_{};
    std::uint32_t inner_size_bytes_ = 0;
};

bool is_soroban(const xdr::Operation& operation);

xdr::AccountId account_of(const xdr::MuxedAccount& account);
xdr::AccountId account_of(const xdr::Uint256& ed25519);
const xdr::Uint256& ed25519_of(const xdr::AccountId& account);

}  // namespace carrot::ledger
