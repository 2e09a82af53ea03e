#include "ledger/detail/scope.hpp"

#include "stellar/hash.hpp"
#include "xdr/codec.hpp"
#include "xdr/ledger.hpp"

namespace carrot::ledger {
namespace {

using Changes = std::vector<xdr::LedgerEntryChange>;

xdr::LedgerEntry ttl_entry(const Bytes& key, const Entry& entry) {
    return {
        .last_modified_ledger_seq = entry.ttl_modified,
        .data = xdr::LedgerEntryData::ttl({
            .key_hash = stellar::sha256(key),
            .live_until_ledger_seq = entry.live_until.value_or(0),
        }),
    };
}

xdr::LedgerKey ttl_key(const Bytes& key) {
    return xdr::LedgerKey::ttl({.key_hash = stellar::sha256(key)});
}

Result<void> add_created(Changes& changes, const Bytes& key, const Entry& after) {
    changes.push_back(
        xdr::LedgerEntryChange::created(TRY(xdr::decode<xdr::LedgerEntry>(after.xdr))));
    if (after.live_until) {
        changes.push_back(xdr::LedgerEntryChange::created(ttl_entry(key, after)));
    }
    return {};
}

Result<void> add_removed(Changes& changes, const Bytes& key, const Entry& before) {
    changes.push_back(
        xdr::LedgerEntryChange::state(TRY(xdr::decode<xdr::LedgerEntry>(before.xdr))));
    changes.push_back(xdr::LedgerEntryChange::removed(TRY(xdr::decode<xdr::LedgerKey>(key))));
    if (before.live_until) {
        changes.push_back(xdr::LedgerEntryChange::state(ttl_entry(key, before)));
        changes.push_back(xdr::LedgerEntryChange::removed(ttl_key(key)));
    }
    return {};
}

Result<void> add_updated(Changes& changes, const Bytes& key, const Entry& before,
                         const Entry& after) {
    if (before.xdr != after.xdr) {
        changes.push_back(
            xdr::LedgerEntryChange::state(TRY(xdr::decode<xdr::LedgerEntry>(before.xdr))));
        changes.push_back(
            xdr::LedgerEntryChange::updated(TRY(xdr::decode<xdr::LedgerEntry>(after.xdr))));
    }
    if (before.live_until != after.live_until) {
        changes.push_back(xdr::LedgerEntryChange::state(ttl_entry(key, before)));
        changes.push_back(xdr::LedgerEntryChange::updated(ttl_entry(key, after)));
    }
    return {};
}

// CAP-66: a restored entry is told as restored, and as updated too when it was changed after that.
Result<void> add_restored(Changes& changes, const Bytes& key, const Entry& restored,
                          const Entry& after) {
    changes.push_back(
        xdr::LedgerEntryChange::restored(TRY(xdr::decode<xdr::LedgerEntry>(restored.xdr))));
    changes.push_back(xdr::LedgerEntryChange::restored(ttl_entry(key, restored)));
    auto unstamped = after.xdr;
    set_last_modified(unstamped, last_modified(restored.xdr));
    if (unstamped != restored.xdr) {
        changes.push_back(
            xdr::LedgerEntryChange::updated(TRY(xdr::decode<xdr::LedgerEntry>(after.xdr))));
    }
    if (after.live_until != restored.live_until) {
        changes.push_back(xdr::LedgerEntryChange::updated(ttl_entry(key, after)));
    }
    return {};
}

}  // namespace

Result<std::optional<Entry>> Scope::load(BytesView key) {
    const auto found = modified_.find(Bytes(key.begin(), key.end()));
    if (found != modified_.end()) return found->second;
    return below_.load(key);
}

void Scope::put(BytesView key, Entry entry) {
    set_last_modified(entry.xdr, sequence_);
    modified_.insert_or_assign(Bytes(key.begin(), key.end()), std::move(entry));
}

Result<void> Scope::set_live_until(BytesView key, std::uint32_t live_until) {
    auto entry = TRY(load(key));
    if (!entry) return fail(ErrorCode::internal, "set_live_until of an entry that is not there");
    entry->live_until = live_until;
    entry->ttl_modified = sequence_;
    modified_.insert_or_assign(Bytes(key.begin(), key.end()), std::move(entry));
    return {};
}

void Scope::erase(BytesView key) {
    modified_.insert_or_assign(Bytes(key.begin(), key.end()), std::nullopt);
}

void Scope::mark_restored(BytesView key, Entry entry) {
    restored_.insert_or_assign(Bytes(key.begin(), key.end()), std::move(entry));
}

Result<Changes> Scope::changes() {
    Changes changes;
    for (const auto& [key, after] : modified_) {
        auto before = TRY(below_.load(key));
        const auto restored = restored_.find(key);
        // An expired temporary entry is as good as deleted, even before the sweep.
        if (before && !before->lives_at(sequence_)) before.reset();
        if (after && restored != restored_.end()) {
            TRY(add_restored(changes, key, restored->second, *after));
        } else if (before && after) {
            TRY(add_updated(changes, key, *before, *after));
        } else if (after) {
            TRY(add_created(changes, key, *after));
        } else if (before) {
            TRY(add_removed(changes, key, *before));
        }
    }
    return changes;
}

void Scope::commit_to(Scope& below) && {
    for (auto& [key, entry] : modified_)
        below.modified_.insert_or_assign(key, std::move(entry));
    modified_.clear();
}

}  // namespace carrot::ledger
