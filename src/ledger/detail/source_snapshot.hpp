// The two ways of looking up entries, ours and the host's, each as the other.
#pragma once

#include "host/host.hpp"
#include "ledger/detail/scope.hpp"

namespace carrot::ledger {

/// Lets the host read a scope or the store.
class SourceSnapshot final : public host::LedgerSnapshot {
public:
    explicit SourceSnapshot(EntrySource& source) : source_(source) {}

    Result<std::optional<host::StoredEntry>> get(BytesView ledger_key) override {
        auto entry = TRY(source_.load(ledger_key));
        if (!entry) return std::nullopt;
        return host::StoredEntry{.entry = std::move(entry->xdr),
                                 .live_until_ledger = entry->live_until};
    }

private:
    EntrySource& source_;
};

/// Lets the checks of a transaction read a snapshot.
class SnapshotSource final : public EntrySource {
public:
    explicit SnapshotSource(host::LedgerSnapshot& snapshot) : snapshot_(snapshot) {}

    Result<std::optional<Entry>> load(BytesView key) override {
        auto stored = TRY(snapshot_.get(key));
        if (!stored) return std::nullopt;
        return Entry{.xdr = std::move(stored->entry), .live_until = stored->live_until_ledger};
    }

private:
    host::LedgerSnapshot& snapshot_;
};

/// A ledger without entries.
class NoEntries final : public EntrySource {
public:
    Result<std::optional<Entry>> load(BytesView) override { return std::nullopt; }
};

}  // namespace carrot::ledger
