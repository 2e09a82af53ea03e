#include "testkit/memory_ledger.hpp"

#include "ledger/settings.hpp"
#include "testkit/must.hpp"
#include "xdr/codec.hpp"

namespace carrot::testkit {

MemoryLedger::MemoryLedger() {
    for (const auto& setting : ledger::config_settings({}))
        set(setting);
}

Result<std::optional<host::StoredEntry>> MemoryLedger::get(BytesView ledger_key) {
    const auto found = entries_.find(Bytes(ledger_key.begin(), ledger_key.end()));
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

void MemoryLedger::set(const xdr::ConfigSettingEntry& setting) {
    const auto key = xdr::LedgerKey::config_setting({setting.config_setting_id()});
    const xdr::LedgerEntry entry{.data = xdr::LedgerEntryData::config_setting(setting)};
    put(must(xdr::encode(key)), {.entry = must(xdr::encode(entry)), .live_until_ledger = {}});
}

void MemoryLedger::apply(const host::InvokeOutcome& outcome) {
    for (const auto& change : outcome.changes) {
        if (!change.read_only && !change.new_entry) {
            erase(change.key);
            continue;
        }
        const auto known = entries_.find(change.key);
        if (change.new_entry) {
            put(change.key, {.entry = *change.new_entry, .live_until_ledger = {}});
        } else if (known == entries_.end()) {
            continue;
        }
        if (change.ttl) {
            entries_[change.key].live_until_ledger = change.ttl->new_live_until_ledger;
        }
    }
}

xdr::AccountId MemoryLedger::create_account(std::uint8_t name, std::int64_t balance_stroops) {
    xdr::Uint256 public_key{};
    public_key.fill(name);
    const auto id = xdr::AccountId::ed25519(public_key);
    create_account(id, balance_stroops);
    return id;
}

void MemoryLedger::create_account(const xdr::AccountId& id, std::int64_t balance_stroops) {
    const xdr::AccountEntry account{
        .account_id = id, .balance = balance_stroops, .thresholds = {1, 0, 0, 0}};
    const xdr::LedgerEntry entry{.data = xdr::LedgerEntryData::account(account)};
    put(must(xdr::encode(xdr::LedgerKey::account({id}))),
        {.entry = must(xdr::encode(entry)), .live_until_ledger = {}});
}

std::int64_t MemoryLedger::balance_stroops(const xdr::AccountId& account) const {
    const auto& stored = entries_.at(must(xdr::encode(xdr::LedgerKey::account({account}))));
    return must(xdr::decode<xdr::LedgerEntry>(stored.entry)).data.account().balance;
}

}  // namespace carrot::testkit
