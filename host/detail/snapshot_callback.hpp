// What Rust calls to read the ledger.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "rust/cxx.h"

namespace carrot::host {
class LedgerSnapshot;
}

namespace carrot::host::ffi {

struct SnapshotEntry;

/// Passes a LedgerSnapshot's answers on and keeps the first error, which Rust cannot carry whole.
class SnapshotCallback {
public:
    explicit SnapshotCallback(LedgerSnapshot& snapshot) : snapshot_(snapshot) {}

    SnapshotEntry get(rust::Slice<const std::uint8_t> ledger_key) noexcept;

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    LedgerSnapshot& snapshot_;
    std::optional<Error> error_;
};

}  // namespace carrot::host::ffi
