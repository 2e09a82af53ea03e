// One ledger entry as it is kept, and what a LedgerKey says about it.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "host/host.hpp"
#include "xdr/ledger_entries.hpp"

namespace carrot::ledger {

using Hash = host::Hash;

/// A ledger entry together with its TTL entry, which the protocol keeps apart.
struct Entry {
    Bytes xdr{};                                ///< LedgerEntry
    std::optional<std::uint32_t> live_until{};  ///< for CONTRACT_DATA and CONTRACT_CODE
    std::uint32_t ttl_modified = 0;             ///< the ledger that last changed live_until

    bool operator==(const Entry&) const = default;

    bool lives_at(std::uint32_t ledger) const { return !live_until || *live_until >= ledger; }
};

/// XDR of the LedgerKey of an account.
Bytes account_key(const xdr::AccountId& account);

/// XDR of the LedgerKey under which an entry is stored. TTL entries and offers have none here.
Result<Bytes> key_of(const xdr::LedgerEntry& entry);

/// CONTRACT_DATA or CONTRACT_CODE: what has a time to live.
bool is_contract_entry(const xdr::LedgerKey& key);
bool is_temporary(const xdr::LedgerKey& key);
/// A contract entry that is archived, not deleted, when its time is over.
bool is_persistent(const xdr::LedgerKey& key);

/// Writes lastModifiedLedgerSeq into a LedgerEntry's XDR.
void set_last_modified(Bytes& entry_xdr, std::uint32_t ledger);
std::uint32_t last_modified(BytesView entry_xdr);

}  // namespace carrot::ledger
