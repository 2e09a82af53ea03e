// Accounts: loading and storing them, and how much of a balance may be spent.
#pragma once

#include <cstdint>
#include <optional>

#include "ledger/detail/scope.hpp"
#include "xdr/ledger.hpp"
#include "xdr/ledger_entries.hpp"

namespace carrot::ledger {

Result<std::optional<xdr::AccountEntry>> load_account(EntrySource& source,
                                                      const xdr::AccountId& account);

/// Creates or replaces the account's entry.
Result<void> store_account(Scope& scope, const xdr::AccountEntry& account);

/// The reserve: (2 + subentries) base reserves.
std::int64_t min_balance(const xdr::LedgerHeader& header, const xdr::AccountEntry& account);

/// What is above the reserve; negative when the account is below it.
std::int64_t available_balance(const xdr::LedgerHeader& header, const xdr::AccountEntry& account);

/// False, and no change, when the balance would exceed 2^63 - 1.
bool add_balance(xdr::AccountEntry& account, std::int64_t stroops);

/// Sequence number of an account created in this ledger.
std::int64_t starting_sequence_number(const xdr::LedgerHeader& header);

/// When the sequence number was last changed (CAP-21); zeros when that was never noted.
struct SequenceAge {
    std::uint32_t ledger = 0;
    std::uint64_t close_time_s = 0;
};
SequenceAge sequence_age(const xdr::AccountEntry& account);

/// Notes that the sequence number changes in this ledger.
void touch_sequence(const xdr::LedgerHeader& header, xdr::AccountEntry& account);

}  // namespace carrot::ledger
