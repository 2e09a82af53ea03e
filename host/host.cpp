#include "host/host.hpp"

#include <utility>

#include "bridge.h"
#include "host/detail/convert.hpp"
#include "host/detail/snapshot_callback.hpp"

namespace carrot::host {

struct NetworkSettings::Impl {
    rust::Box<ffi::Settings> rust = ffi::new_settings();
};

namespace {

const ffi::Settings& rust_of(const NetworkSettings& settings) { return *settings.impl().rust; }

std::vector<ffi::FootprintEntry> borrow_entries(
    std::span<const std::optional<StoredEntry>> footprint_entries) {
    std::vector<ffi::FootprintEntry> entries;
    entries.reserve(footprint_entries.size());
    for (const auto& stored : footprint_entries) {
        ffi::FootprintEntry entry{
            .found = false, .entry = {}, .has_ttl = false, .live_until_ledger = 0};
        if (stored) {
            entry = {.found = true,
                     .entry = borrow(stored->entry),
                     .has_ttl = stored->live_until_ledger.has_value(),
                     .live_until_ledger = stored->live_until_ledger.value_or(0)};
        }
        entries.push_back(entry);
    }
    return entries;
}

}  // namespace

std::uint32_t protocol_version() { return ffi::host_protocol_version(); }

CrateVersions crate_versions() {
    return {.soroban_env_host = std::string(ffi::env_host_version()),
            .stellar_xdr = std::string(ffi::xdr_version())};
}

NetworkSettings::NetworkSettings(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
NetworkSettings::NetworkSettings(NetworkSettings&&) noexcept = default;
NetworkSettings& NetworkSettings::operator=(NetworkSettings&&) noexcept = default;
NetworkSettings::~NetworkSettings() = default;

Result<NetworkSettings> NetworkSettings::load(LedgerSnapshot& snapshot) {
    auto impl = std::make_unique<Impl>();
    ffi::SnapshotCallback callback(snapshot);
    TRY(check(impl->rust->load(callback), &callback));
    return NetworkSettings(std::move(impl));
}

NetworkSettings::Limits NetworkSettings::limits() const {
    const ffi::Limits limits = impl_->rust->limits();
    return {.tx_max_instructions = limits.tx_max_instructions,
            .tx_memory_limit_bytes = limits.tx_memory_limit_bytes,
            .min_temporary_ttl_ledgers = limits.min_temporary_ttl_ledgers,
            .min_persistent_ttl_ledgers = limits.min_persistent_ttl_ledgers,
            .max_entry_ttl_ledgers = limits.max_entry_ttl_ledgers,
            .rent_write_fee_per_kb_stroops = limits.rent_write_fee_per_kb_stroops};
}

Result<InvokeOutcome> invoke(const NetworkSettings& settings, const LedgerInfo& ledger,
                             const InvokeRequest& request) {
    const auto auth_entries = borrow_all(request.auth_entries);
    const auto entries = borrow_entries(request.footprint_entries);
    const auto outcome =
        ffi::invoke(rust_of(settings), to_rust(ledger),
                    {.host_function = borrow(request.host_function),
                     .resources = borrow(request.resources),
                     .source_account = borrow(request.source_account),
                     .auth_entries = slice<ffi::Buffer>(auth_entries),
                     .footprint_entries = slice<ffi::FootprintEntry>(entries),
                     .restored_read_write_indices = slice(request.restored_read_write_indices),
                     .prng_seed = request.prng_seed,
                     .diagnostics = request.diagnostics == Diagnostics::on});
    TRY(check(outcome.failure));
    return from_rust(outcome);
}

Result<RecordedInvocation> record_invoke(LedgerSnapshot& snapshot, const NetworkSettings& settings,
                                         const LedgerInfo& ledger, const RecordRequest& request) {
    ffi::SnapshotCallback callback(snapshot);
    const auto recorded =
        ffi::record_invoke(callback, rust_of(settings), to_rust(ledger), to_rust(request));
    TRY(check(recorded.failure, &callback));
    const auto& indices = recorded.restored_read_write_indices;
    return RecordedInvocation{.outcome = from_rust(recorded.outcome),
                              .auth_entries = from_rust(recorded.auth_entries),
                              .resources = from_rust(recorded.resources),
                              .restored_read_write_indices = {indices.begin(), indices.end()}};
}

Result<InvokeSimulation> simulate_invoke(LedgerSnapshot& snapshot, const NetworkSettings& settings,
                                         const LedgerInfo& ledger, const RecordRequest& request) {
    ffi::SnapshotCallback callback(snapshot);
    const auto simulation =
        ffi::simulate_invoke(callback, rust_of(settings), to_rust(ledger), to_rust(request));
    TRY(check(simulation.failure, &callback));
    return from_rust(simulation);
}

Result<ExtendSimulation> simulate_extend_ttl(LedgerSnapshot& snapshot,
                                             const NetworkSettings& settings,
                                             const LedgerInfo& ledger, std::span<const Bytes> keys,
                                             std::uint32_t extend_to_ledgers) {
    ffi::SnapshotCallback callback(snapshot);
    const auto borrowed_keys = borrow_all(keys);
    const auto simulation =
        ffi::simulate_extend_ttl(callback, rust_of(settings), to_rust(ledger),
                                 slice<ffi::Buffer>(borrowed_keys), extend_to_ledgers);
    TRY(check(simulation.failure, &callback));
    ExtendSimulation result{.estimate = from_rust(simulation.estimate), .restore_preamble = {}};
    if (!simulation.restore_preamble.transaction_data.empty()) {
        result.restore_preamble = from_rust(simulation.restore_preamble);
    }
    return result;
}

Result<TransactionEstimate> simulate_restore(LedgerSnapshot& snapshot,
                                             const NetworkSettings& settings,
                                             const LedgerInfo& ledger,
                                             std::span<const Bytes> keys) {
    ffi::SnapshotCallback callback(snapshot);
    const auto borrowed_keys = borrow_all(keys);
    const auto simulation = ffi::simulate_restore(callback, rust_of(settings), to_rust(ledger),
                                                  slice<ffi::Buffer>(borrowed_keys));
    TRY(check(simulation.failure, &callback));
    return from_rust(simulation.estimate);
}

Result<ResourceFee> compute_resource_fee(const NetworkSettings& settings, Operation operation,
                                         BytesView transaction_data,
                                         std::uint32_t transaction_size_bytes,
                                         std::uint32_t events_size_bytes) {
    const auto fee =
        ffi::compute_resource_fee(rust_of(settings), to_rust(operation), borrow(transaction_data),
                                  transaction_size_bytes, events_size_bytes);
    TRY(check(fee.failure));
    return ResourceFee{.non_refundable_stroops = fee.non_refundable_stroops,
                       .refundable_stroops = fee.refundable_stroops};
}

Result<std::int64_t> compute_rent_fee(const NetworkSettings& settings,
                                      std::span<const RentChange> changes,
                                      std::uint32_t ledger_sequence) {
    std::vector<ffi::RentChange> rust_changes;
    rust_changes.reserve(changes.size());
    for (const RentChange& change : changes) {
        rust_changes.push_back({.key = borrow(change.key),
                                .old_rent_size_bytes = change.old_rent_size_bytes,
                                .new_rent_size_bytes = change.new_rent_size_bytes,
                                .old_live_until_ledger = change.old_live_until_ledger,
                                .new_live_until_ledger = change.new_live_until_ledger});
    }
    const auto rent = ffi::compute_rent_fee(rust_of(settings), slice<ffi::RentChange>(rust_changes),
                                            ledger_sequence);
    TRY(check(rent.failure));
    return rent.rent_fee_stroops;
}

Result<std::uint32_t> rent_size_bytes(const NetworkSettings& settings, BytesView ledger_entry) {
    const auto size = ffi::rent_size_bytes(rust_of(settings), borrow(ledger_entry));
    TRY(check(size.failure));
    return size.size_bytes;
}

}  // namespace carrot::host
