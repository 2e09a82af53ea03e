#include "host/detail/convert.hpp"

#include <algorithm>

#include "host/detail/snapshot_callback.hpp"

namespace carrot::host {
namespace {

ErrorCode code_of(ffi::FailureKind kind) {
    switch (kind) {
        case ffi::FailureKind::InvalidArgument:
            return ErrorCode::invalid_argument;
        case ffi::FailureKind::CorruptData:
            return ErrorCode::corrupt_data;
        case ffi::FailureKind::FailedPrecondition:
            return ErrorCode::failed_precondition;
        case ffi::FailureKind::ResourceExhausted:
            return ErrorCode::resource_exhausted;
        case ffi::FailureKind::None:
        case ffi::FailureKind::Snapshot:
        case ffi::FailureKind::Internal:
            break;
    }
    return ErrorCode::internal;
}

InvokeStatus status_of(ffi::InvokeStatus status) {
    switch (status) {
        case ffi::InvokeStatus::Success:
            return InvokeStatus::success;
        case ffi::InvokeStatus::Trapped:
            return InvokeStatus::trapped;
        case ffi::InvokeStatus::ResourceLimitExceeded:
            return InvokeStatus::resource_limit_exceeded;
        case ffi::InvokeStatus::InternalError:
            break;
    }
    return InvokeStatus::internal_error;
}

ffi::AuthMode auth_mode_of(AuthMode mode) {
    switch (mode) {
        case AuthMode::enforce:
            return ffi::AuthMode::Enforce;
        case AuthMode::record:
            return ffi::AuthMode::Record;
        case AuthMode::record_allow_nonroot:
            return ffi::AuthMode::RecordAllowNonroot;
    }
    return ffi::AuthMode::Enforce;
}

std::optional<Bytes> optional_from_rust(bool present, const rust::Vec<std::uint8_t>& bytes) {
    if (!present) return std::nullopt;
    return from_rust(bytes);
}

template <class To, class From>
std::vector<To> all_from_rust(const rust::Vec<From>& values) {
    std::vector<To> result;
    result.reserve(values.size());
    for (const From& value : values)
        result.push_back(from_rust(value));
    return result;
}

}  // namespace

std::vector<ffi::Buffer> borrow_all(std::span<const Bytes> values) {
    std::vector<ffi::Buffer> buffers;
    buffers.reserve(values.size());
    for (const Bytes& value : values)
        buffers.push_back({borrow(value)});
    return buffers;
}

rust::Vec<std::uint8_t> to_rust(BytesView bytes) {
    rust::Vec<std::uint8_t> result;
    result.reserve(bytes.size());
    std::ranges::copy(bytes, std::back_inserter(result));
    return result;
}

ffi::Ledger to_rust(const LedgerInfo& ledger) {
    return {.protocol_version = ledger.protocol_version,
            .sequence = ledger.sequence,
            .close_time_s = ledger.close_time_s,
            .network_id = ledger.network_id,
            .base_reserve_stroops = ledger.base_reserve_stroops};
}

ffi::RecordRequest to_rust(const RecordRequest& request) {
    return {.operation = borrow(request.operation),
            .source_account = borrow(request.source_account),
            .auth_mode = auth_mode_of(request.auth_mode),
            .use_address_v2 = request.credentials == RecordedCredentials::address_v2,
            .prng_seed = request.prng_seed,
            .diagnostics = request.diagnostics == Diagnostics::on,
            .instruction_leeway = request.instruction_leeway};
}

ffi::Operation to_rust(Operation operation) {
    switch (operation) {
        case Operation::invoke_host_function:
            return ffi::Operation::InvokeHostFunction;
        case Operation::extend_footprint_ttl:
            return ffi::Operation::ExtendFootprintTtl;
        case Operation::restore_footprint:
            return ffi::Operation::RestoreFootprint;
    }
    return ffi::Operation::InvokeHostFunction;
}

Result<void> check(const ffi::Failure& failure, const ffi::SnapshotCallback* snapshot) {
    if (failure.kind == ffi::FailureKind::None) return {};
    if (failure.kind == ffi::FailureKind::Snapshot && snapshot && snapshot->error()) {
        return std::unexpected(*snapshot->error());
    }
    return std::unexpected(Error{code_of(failure.kind), std::string(failure.message)});
}

Bytes from_rust(const rust::Vec<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

std::vector<Bytes> from_rust(const rust::Vec<ffi::OwnedBuffer>& buffers) {
    std::vector<Bytes> result;
    result.reserve(buffers.size());
    for (const auto& buffer : buffers)
        result.push_back(from_rust(buffer.bytes));
    return result;
}

LedgerEntryChange from_rust(const ffi::EntryChange& change) {
    LedgerEntryChange result{
        .key = from_rust(change.key),
        .read_only = change.read_only,
        .new_entry = optional_from_rust(change.has_new_entry, change.new_entry),
        .ttl = std::nullopt,
        .old_rent_size_bytes = change.old_rent_size_bytes,
        .new_rent_size_bytes = change.new_rent_size_bytes};
    if (change.has_ttl) {
        result.ttl = TtlChange{.key_hash = change.key_hash,
                               .old_live_until_ledger = change.old_live_until_ledger,
                               .new_live_until_ledger = change.new_live_until_ledger};
    }
    return result;
}

StateChange from_rust(const ffi::StateChange& change) {
    return {.key = from_rust(change.key),
            .before = optional_from_rust(!change.before.empty(), change.before),
            .after = optional_from_rust(!change.after.empty(), change.after)};
}

InvokeOutcome from_rust(const ffi::InvokeOutcome& outcome) {
    return {.status = status_of(outcome.status),
            .return_value = from_rust(outcome.return_value),
            .error = from_rust(outcome.error),
            .message = std::string(outcome.message),
            .changes = all_from_rust<LedgerEntryChange>(outcome.changes),
            .contract_events = from_rust(outcome.contract_events),
            .diagnostic_events = from_rust(outcome.diagnostic_events),
            .cpu_instructions = outcome.cpu_instructions,
            .memory_bytes = outcome.memory_bytes,
            .rent_fee_stroops = outcome.rent_fee_stroops};
}

InvokeSimulation from_rust(const ffi::InvokeSimulation& simulation) {
    return {.error = std::string(simulation.error),
            .estimate = from_rust(simulation.estimate),
            .return_value = from_rust(simulation.return_value),
            .auth_entries = from_rust(simulation.auth_entries),
            .contract_events = from_rust(simulation.contract_events),
            .diagnostic_events = from_rust(simulation.diagnostic_events),
            .state_changes = all_from_rust<StateChange>(simulation.state_changes),
            .cpu_instructions = simulation.cpu_instructions,
            .memory_bytes = simulation.memory_bytes};
}

TransactionEstimate from_rust(const ffi::Estimate& estimate) {
    return {.transaction_data = from_rust(estimate.transaction_data),
            .min_resource_fee_stroops = estimate.min_resource_fee_stroops};
}

}  // namespace carrot::host
