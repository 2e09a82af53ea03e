#include "host/detail/snapshot_callback.hpp"

#include <exception>

#include "bridge.h"
#include "host/detail/convert.hpp"
#include "host/host.hpp"

namespace carrot::host::ffi {
namespace {

Result<std::optional<StoredEntry>> ask(LedgerSnapshot& snapshot, BytesView ledger_key) {
    try {
        return snapshot.get(ledger_key);
    } catch (const std::exception& exception) {
        return fail(ErrorCode::internal, "the ledger snapshot threw: {}", exception.what());
    } catch (...) {
        return fail(ErrorCode::internal, "the ledger snapshot threw an unknown exception");
    }
}

}  // namespace

SnapshotEntry SnapshotCallback::get(rust::Slice<const std::uint8_t> ledger_key) noexcept {
    auto stored = ask(snapshot_, {ledger_key.data(), ledger_key.size()});
    if (!stored) {
        if (!error_) error_ = std::move(stored.error());
        return {
            .failed = true, .found = false, .entry = {}, .has_ttl = false, .live_until_ledger = 0};
    }
    if (!*stored) {
        return {
            .failed = false, .found = false, .entry = {}, .has_ttl = false, .live_until_ledger = 0};
    }
    const StoredEntry& entry = **stored;
    return {.failed = false,
            .found = true,
            .entry = to_rust(entry.entry),
            .has_ttl = entry.live_until_ledger.has_value(),
            .live_until_ledger = entry.live_until_ledger.value_or(0)};
}

}  // namespace carrot::host::ffi
