// A ledger in memory, as far as the host sees one.
#pragma once

#include <map>

#include "host/host.hpp"
#include "xdr/contract_config_setting.hpp"
#include "xdr/ledger_entries.hpp"

namespace carrot::testkit {

class MemoryLedger final : public host::LedgerSnapshot {
public:
    MemoryLedger();

    Result<std::optional<host::StoredEntry>> get(BytesView ledger_key) override;

    void put(Bytes key, host::StoredEntry entry) { entries_[std::move(key)] = std::move(entry); }
    void erase(const Bytes& key) { entries_.erase(key); }
    void set(const xdr::ConfigSettingEntry& setting);
    /// Takes over what an invocation changed.
    void apply(const host::InvokeOutcome& outcome);

    /// An account whose public key is this byte 32 times.
    xdr::AccountId create_account(std::uint8_t name, std::int64_t balance_stroops);
    void create_account(const xdr::AccountId& id, std::int64_t balance_stroops);
    [[nodiscard]] std::int64_t balance_stroops(const xdr::AccountId& account) const;

private:
    std::map<Bytes, host::StoredEntry> entries_;
};

}  // namespace carrot::testkit
