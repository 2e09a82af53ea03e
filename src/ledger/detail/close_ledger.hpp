// Closing a ledger: what is pending is applied to the state of the ledger before, and header, meta
// and records are made. Nothing is stored here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "ledger/detail/store.hpp"
#include "ledger/detail/transaction_frame.hpp"
#include "ledger/detail/validity.hpp"

namespace carrot::ledger {

struct ClosingResult {
    ClosingRecords records;
    std::map<Bytes, std::optional<Entry>> entries;
    xdr::LedgerHeader header;
};

/// Applies contract-free transactions first, then the others, each in the given order. Those that
/// have become invalid since they were queued are left out, and not charged.
Result<ClosingResult> close_ledger(const xdr::LedgerHeader& previous, const Hash& previous_hash,
                                   std::uint64_t close_time_s, std::vector<TransactionFrame> frames,
                                   const Settings& settings, const Hash& network_id,
                                   EntrySource& entries);

/// Hash and record of a ledger whose header is complete.
Result<Hash> ledger_hash(const xdr::LedgerHeader& header);

/// The hash of the state as this ledger knows it: that of the state before, and of every changed
/// entry. (stellar-core hashes its bucket list instead.)
Hash state_hash(const Hash& before, const std::map<Bytes, std::optional<Entry>>& changed);

}  // namespace carrot::ledger
