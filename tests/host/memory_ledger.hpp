// A ledger in memory, as far as the host sees one.
#pragma once

#include <map>
#include <stdexcept>

#include "host/host.hpp"
#include "xdr/contract_config_setting.hpp"
#include "xdr/ledger_entries.hpp"

namespace carrot::host::test {

/// The value of a result that the test takes for granted; throws its message otherwise.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}

class MemoryLedger final : public LedgerSnapshot {
public:
    MemoryLedger();

    Result<std::optional<StoredEntry>> get(BytesView ledger_key) override;

    void put(Bytes key, StoredEntry entry) { entries_[std::move(key)] = std::move(entry); }
    void erase(const Bytes& key) { entries_.erase(key); }
    void set(const xdr::ConfigSettingEntry& setting);
    /// Takes over what an invocation changed.
    void apply(const InvokeOutcome& outcome);

    xdr::AccountId create_account(std::uint8_t name, std::int64_t balance_stroops);
    [[nodiscard]] std::int64_t balance_stroops(const xdr::AccountId& account) const;

private:
    std::map<Bytes, StoredEntry> entries_;
};

Bytes sha256(BytesView bytes);

}  // namespace carrot::host::test
