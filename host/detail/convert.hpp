// Between the types of host.hpp and those of the bridge.
#pragma once

#include <span>
#include <vector>

#include "bridge.h"
#include "host/host.hpp"

namespace carrot::host {

inline rust::Slice<const std::uint8_t> borrow(BytesView bytes) {
    return {bytes.data(), bytes.size()};
}

/// The buffers borrow from `values`.
std::vector<ffi::Buffer> borrow_all(std::span<const Bytes> values);

template <class T>
rust::Slice<const T> slice(std::span<const T> values) {
    return {values.data(), values.size()};
}

rust::Vec<std::uint8_t> to_rust(BytesView bytes);
ffi::Ledger to_rust(const LedgerInfo& ledger);
ffi::RecordRequest to_rust(const RecordRequest& request);
ffi::Operation to_rust(Operation operation);

/// Nothing where the call went well; else its failure, or the snapshot's own error behind it.
Result<void> check(const ffi::Failure& failure, const ffi::SnapshotCallback* snapshot = nullptr);

Bytes from_rust(const rust::Vec<std::uint8_t>& bytes);
std::vector<Bytes> from_rust(const rust::Vec<ffi::OwnedBuffer>& buffers);
LedgerEntryChange from_rust(const ffi::EntryChange& change);
StateChange from_rust(const ffi::StateChange& change);
InvokeOutcome from_rust(const ffi::InvokeOutcome& outcome);
InvokeSimulation from_rust(const ffi::InvokeSimulation& simulation);
TransactionEstimate from_rust(const ffi::Estimate& estimate);

}  // namespace carrot::host
