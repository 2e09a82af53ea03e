#include "ledger/detail/soroban_operations.hpp"

#include "ledger/detail/soroban_validity.hpp"
#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

using Tr = xdr::OperationResultTr;
using Type = xdr::ScErrorType;
using Code = xdr::ScErrorCode;

void set_extend_result(xdr::OperationResult& result, xdr::ExtendFootprintTtlResult value) {
    result = xdr::OperationResult::tr(Tr::extend_footprint_ttl_result(value));
}

void set_restore_result(xdr::OperationResult& result, xdr::RestoreFootprintResult value) {
    result = xdr::OperationResult::tr(Tr::restore_footprint_result(value));
}

const xdr::SorobanResources& resources_of(const Application& application) {
    return application.frame.soroban_data()->resources;
}

// Adds to a running sum of bytes; false, with a diagnostic, when it exceeds what was declared.
bool count_bytes(std::uint64_t& sum, std::size_t size, std::uint32_t declared, const char* what,
                 Diagnostics& diagnostics) {
    sum += size;
    if (sum <= declared) return true;
    diagnostics.push_error(Type::SCE_BUDGET, Code::SCEC_EXCEEDED_LIMIT,
                           fmt::format("the operation's {} exceed what it declares", what),
                           {sum, declared});
    return false;
}

}  // namespace

bool check_invoke_host_function(const xdr::InvokeHostFunctionOp& op, const SorobanLimits& limits,
                                Diagnostics& diagnostics) {
    const auto* wasm = op.host_function.if_wasm();
    if (wasm == nullptr || wasm->size() <= limits.max_code_size_bytes) return true;
    diagnostics.push_error(Type::SCE_BUDGET, Code::SCEC_EXCEEDED_LIMIT,
                           "the uploaded wasm is larger than the network's limit",
                           {wasm->size(), limits.max_code_size_bytes});
    return false;
}

bool check_extend_footprint_ttl(const xdr::ExtendFootprintTtlOp& op,
                                const xdr::LedgerFootprint& footprint, const SorobanLimits& limits,
                                xdr::OperationResult& result, Diagnostics& diagnostics) {
    const auto refuse = [&](const char* reason) {
        diagnostics.push_error(Type::SCE_STORAGE, Code::SCEC_INVALID_INPUT, reason);
        set_extend_result(result, xdr::ExtendFootprintTtlResult::malformed());
        return false;
    };
    if (!footprint.read_write.empty()) {
        return refuse("ExtendFootprintTTL takes its keys in readOnly alone");
    }
    for (const auto& key : footprint.read_only) {
        if (!is_contract_entry(key)) {
            return refuse("only contract data and code have a time to live to extend");
        }
    }
    if (op.extend_to > limits.max_entry_ttl - 1) {
        return refuse("extendTo is longer than an entry may live");
    }
    return true;
}

bool check_restore_footprint(const xdr::LedgerFootprint& footprint, xdr::OperationResult& result,
                             Diagnostics& diagnostics) {
    const auto refuse = [&](const char* reason) {
        diagnostics.push_error(Type::SCE_STORAGE, Code::SCEC_INVALID_INPUT, reason);
        set_restore_result(result, xdr::RestoreFootprintResult::malformed());
        return false;
    };
    if (!footprint.read_only.empty()) {
        return refuse("RestoreFootprint takes its keys in readWrite alone");
    }
    for (const auto& key : footprint.read_write) {
        if (!is_persistent(key)) return refuse("only persistent contract entries can be restored");
    }
    return true;
}

Result<bool> use_refundable_fee(Application& application, std::int64_t rent_stroops,
                                std::uint32_t events_size_bytes) {
    auto& refundable = *application.outcome.refundable;
    refundable.rent_stroops += rent_stroops;
    const auto fee =
        TRY(declared_fee(application.frame, application.context.settings, events_size_bytes));
    refundable.used_stroops = refundable.rent_stroops + fee.refundable_stroops;
    if (refundable.used_stroops <= refundable.limit_stroops) return true;
    application.diagnostics.push_error(Type::SCE_BUDGET, Code::SCEC_EXCEEDED_LIMIT,
                                       "the refundable resource fee does not cover rent and events",
                                       {static_cast<std::uint64_t>(refundable.used_stroops),
                                        static_cast<std::uint64_t>(refundable.limit_stroops)});
    return false;
}

Result<bool> apply_extend_footprint_ttl(Application& application) {
    using Outcome = xdr::ExtendFootprintTtlResult;
    const auto& settings = application.context.settings;
    const auto sequence = application.scope.sequence();
    const auto live_until =
        sequence + application.operation.body.extend_footprint_ttl_op().extend_to;
    const auto& footprint = resources_of(application).footprint;
    std::vector<Bytes> keys;
    std::vector<host::RentChange> changes;
    keys.reserve(footprint.read_only.size());
    for (const auto& ledger_key : footprint.read_only) {
        const auto& key = keys.emplace_back(TRY(xdr::encode(ledger_key)));
        const auto entry = TRY(application.scope.load(key));
        // Archived entries must be restored first; what is missing costs nothing.
        if (!entry || !entry->lives_at(sequence) || *entry->live_until >= live_until) continue;
        if (!check_entry_size(ledger_key, entry->xdr.size(), settings.limits,
                              application.diagnostics)) {
            set_extend_result(application.result, Outcome::resource_limit_exceeded());
            return false;
        }
        const auto size = TRY(host::rent_size_bytes(settings.host, entry->xdr));
        changes.push_back({
            .key = key,
            .old_rent_size_bytes = size,
            .new_rent_size_bytes = size,
            .old_live_until_ledger = *entry->live_until,
            .new_live_until_ledger = live_until,
        });
        TRY(application.scope.set_live_until(key, live_until));
    }
    const auto rent = TRY(host::compute_rent_fee(settings.host, changes, sequence));
    if (!TRY(use_refundable_fee(application, rent, 0))) {
        set_extend_result(application.result, Outcome::insufficient_refundable_fee());
        return false;
    }
    set_extend_result(application.result, Outcome::success());
    return true;
}

Result<bool> apply_restore_footprint(Application& application) {
    using Outcome = xdr::RestoreFootprintResult;
    const auto& settings = application.context.settings;
    const auto& resources = resources_of(application);
    const auto sequence = application.scope.sequence();
    const auto live_until = sequence + settings.limits.min_persistent_ttl - 1;
    std::vector<Bytes> keys;
    std::vector<host::RentChange> changes;
    keys.reserve(resources.footprint.read_write.size());
    std::uint64_t read_bytes = 0;
    std::uint64_t write_bytes = 0;
    for (const auto& ledger_key : resources.footprint.read_write) {
        const auto& key = keys.emplace_back(TRY(xdr::encode(ledger_key)));
        auto entry = TRY(application.scope.load(key));
        if (!entry || entry->lives_at(sequence)) continue;
        const auto size_bytes = entry->xdr.size();
        auto& diagnostics = application.diagnostics;
        if (!count_bytes(read_bytes, size_bytes, resources.disk_read_bytes, "bytes read",
                         diagnostics) ||
            !check_entry_size(ledger_key, size_bytes, settings.limits, diagnostics) ||
            !count_bytes(write_bytes, size_bytes, resources.write_bytes, "bytes written",
                         diagnostics)) {
            set_restore_result(application.result, Outcome::resource_limit_exceeded());
            return false;
        }
        const auto rent_size = TRY(host::rent_size_bytes(settings.host, entry->xdr));
        changes.push_back({
            .key = key,
            .old_rent_size_bytes = 0,
            .new_rent_size_bytes = rent_size,
            .old_live_until_ledger = 0,
            .new_live_until_ledger = live_until,
        });
        TRY(application.scope.set_live_until(key, live_until));
        application.scope.mark_restored(key, *TRY(application.scope.load(key)));
    }
    const auto rent = TRY(host::compute_rent_fee(settings.host, changes, sequence));
    if (!TRY(use_refundable_fee(application, rent, 0))) {
        set_restore_result(application.result, Outcome::insufficient_refundable_fee());
        return false;
    }
    set_restore_result(application.result, Outcome::success());
    return true;
}

}  // namespace carrot::ledger
