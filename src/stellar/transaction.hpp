// Transactions: built, signed, wrapped in envelopes.
#pragma once

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "stellar/address.hpp"
#include "stellar/key_pair.hpp"
#include "stellar/transaction_hash.hpp"
#include "xdr/transaction.hpp"

namespace carrot::stellar {

/// The network's minimum for one operation.
inline constexpr std::uint32_t min_inclusion_fee_stroops = 100;

struct TransactionDraft {
    AccountId source{};
    /// The source account's sequence number + 1.
    std::int64_t sequence = 0;
    /// The most that may be charged: inclusion fee of all operations, and resource fee.
    std::uint32_t fee_stroops = min_inclusion_fee_stroops;
    /// Ledger close times, Unix seconds; 0 is no bound. Give a transaction an end, so that its
    /// absence becomes final.
    std::uint64_t not_before = 0;
    std::uint64_t not_after = 0;
    xdr::Memo memo{};
    std::vector<xdr::Operation> operations{};  ///< at most 100; a Soroban operation stands alone
    std::optional<xdr::SorobanTransactionData> soroban_data{};
};

/// An unsigned V1 envelope.
xdr::TransactionEnvelope build_transaction(TransactionDraft draft);

/// A fee-bump around a signed V1 envelope; `fee_stroops` is for both.
Result<xdr::TransactionEnvelope> bump_fee(const xdr::TransactionEnvelope& inner,
                                          const AccountId& fee_source, std::int64_t fee_stroops);

/// Adds the key's signature. At most 20 signatures.
Result<void> sign(xdr::TransactionEnvelope& envelope, const KeyPair& key, const Hash& network_id);

/// The account that a muxed account stands for.
AccountId account_of(const xdr::MuxedAccount& account);
xdr::MuxedAccount to_muxed(const AccountId& account);

}  // namespace carrot::stellar
