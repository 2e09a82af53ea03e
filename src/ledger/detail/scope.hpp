// Changes to ledger entries that are not yet final: a scope sits on a source of entries, sees its
// own changes first, and is merged into the scope below it or dropped.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "ledger/detail/entry.hpp"

namespace carrot::xdr {
class LedgerEntryChange;
}

namespace carrot::ledger {

class EntrySource {
public:
    virtual ~EntrySource() = default;
    virtual Result<std::optional<Entry>> load(BytesView key) = 0;
};

class Scope final : public EntrySource {
public:
    /// Changes are made in ledger `sequence`. `below` outlives the scope.
    Scope(EntrySource& below, std::uint32_t sequence) : below_(below), sequence_(sequence) {}

    Result<std::optional<Entry>> load(BytesView key) override;

    /// Creates or replaces an entry, and stamps it with this ledger.
    void put(BytesView key, Entry entry);

    /// Changes nothing but the time to live.
    Result<void> set_live_until(BytesView key, std::uint32_t live_until);

    void erase(BytesView key);

    /// Says that `key` was archived and comes back by this scope's changes, so that changes() names
    /// it as restored. `entry` is what it was restored to.
    void mark_restored(BytesView key, Entry entry);

    /// What this scope changes against the one below, as transaction meta tells it.
    Result<std::vector<xdr::LedgerEntryChange>> changes();

    /// Moves the changes into the scope that this one was made on.
    void commit_to(Scope& below) &&;

    /// All changed entries by key; nullopt for what is erased.
    const std::map<Bytes, std::optional<Entry>>& modified() const { return modified_; }
    std::map<Bytes, std::optional<Entry>> take() && { return std::move(modified_); }

    std::uint32_t sequence() const { return sequence_; }

private:
    EntrySource& below_;
    std::uint32_t sequence_;
    std::map<Bytes, std::optional<Entry>> modified_;
    std::map<Bytes, Entry> restored_;
};

}  // namespace carrot::ledger
