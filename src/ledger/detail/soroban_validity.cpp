#include "ledger/detail/soroban_validity.hpp"

#include <set>

#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

using Type = xdr::ScErrorType;
using Code = xdr::ScErrorCode;

host::Operation host_operation(const TransactionFrame& frame) {
    switch (frame.transaction().operations.front().body.type()) {
        case xdr::OperationType::EXTEND_FOOTPRINT_TTL:
            return host::Operation::extend_footprint_ttl;
        case xdr::OperationType::RESTORE_FOOTPRINT:
            return host::Operation::restore_footprint;
        default:
            return host::Operation::invoke_host_function;
    }
}

// Archived entries and classic ones come from disk, the rest of the contracts' entries don't.
std::uint32_t disk_reads(const TransactionFrame& frame) {
    const auto& data = *frame.soroban_data();
    const auto& footprint = data.resources.footprint;
    if (frame.is_restore()) return static_cast<std::uint32_t>(footprint.read_write.size());
    std::uint32_t count = 0;
    for (const auto* keys : {&footprint.read_only, &footprint.read_write}) {
        for (const auto& key : *keys)
            count += is_contract_entry(key) ? 0 : 1;
    }
    if (const auto* ext = data.ext.if_resource_ext()) {
        count += static_cast<std::uint32_t>(ext->archived_soroban_entries.size());
    }
    return count;
}

bool within(std::uint64_t value, std::uint64_t limit, Type type, const char* what,
            Diagnostics& diagnostics) {
    if (value <= limit) return true;
    diagnostics.push_error(type, Code::SCEC_EXCEEDED_LIMIT,
                           fmt::format("{} exceeds the network's limit", what), {value, limit});
    return false;
}

bool check_limits(const TransactionFrame& frame, const SorobanLimits& limits,
                  Diagnostics& diagnostics) {
    const auto& resources = frame.soroban_data()->resources;
    const auto& footprint = resources.footprint;
    return within(resources.instructions, static_cast<std::uint64_t>(limits.tx_max_instructions),
                  Type::SCE_BUDGET, "the transaction's instructions", diagnostics) &&
           within(resources.disk_read_bytes, limits.tx_max_disk_read_bytes, Type::SCE_STORAGE,
                  "the transaction's diskReadBytes", diagnostics) &&
           within(resources.write_bytes, limits.tx_max_write_bytes, Type::SCE_STORAGE,
                  "the transaction's writeBytes", diagnostics) &&
           within(footprint.read_only.size() + footprint.read_write.size(),
                  limits.tx_max_footprint_entries, Type::SCE_STORAGE,
                  "the number of entries in the footprint", diagnostics) &&
           within(disk_reads(frame), limits.tx_max_disk_read_entries, Type::SCE_STORAGE,
                  "the number of entries read from disk", diagnostics) &&
           within(footprint.read_write.size(), limits.tx_max_write_entries, Type::SCE_STORAGE,
                  "the number of entries written", diagnostics) &&
           within(frame.inner_size_bytes(), limits.tx_max_size_bytes, Type::SCE_BUDGET,
                  "the transaction's size", diagnostics);
}

bool may_be_in_footprint(const xdr::LedgerKey& key) {
    switch (key.type()) {
        case xdr::LedgerEntryType::ACCOUNT:
        case xdr::LedgerEntryType::CONTRACT_DATA:
        case xdr::LedgerEntryType::CONTRACT_CODE:
            return true;
        case xdr::LedgerEntryType::TRUSTLINE:
            return key.trust_line().asset.type() != xdr::AssetType::ASSET_TYPE_NATIVE;
        default:
            return false;
    }
}

// Every key once, of a kind that contracts reach, and short enough.
Result<bool> check_keys(const xdr::LedgerFootprint& footprint, const SorobanLimits& limits,
                        Diagnostics& diagnostics) {
    std::set<Bytes> seen;
    for (const auto* keys : {&footprint.read_only, &footprint.read_write}) {
        for (const auto& key : *keys) {
            if (!may_be_in_footprint(key)) {
                diagnostics.push_error(Type::SCE_STORAGE, Code::SCEC_UNEXPECTED_TYPE,
                                       "the footprint has a key of a kind that contracts don't "
                                       "reach",
                                       {static_cast<std::uint64_t>(key.type())});
                return false;
            }
            auto encoded = TRY(xdr::encode(key));
            if (!within(encoded.size(), limits.max_key_size_bytes, Type::SCE_STORAGE,
                        "the size of a footprint key", diagnostics)) {
                return false;
            }
            if (!seen.insert(std::move(encoded)).second) {
                diagnostics.push_error(Type::SCE_STORAGE, Code::SCEC_INVALID_INPUT,
                                       "the footprint names a key twice");
                return false;
            }
        }
    }
    return true;
}

// archivedSorobanEntries are ascending indices of persistent entries in readWrite.
bool check_archived_indices(const xdr::SorobanTransactionData& data, Diagnostics& diagnostics) {
    const auto* ext = data.ext.if_resource_ext();
    if (ext == nullptr) return true;
    const auto& read_write = data.resources.footprint.read_write;
    std::optional<std::uint32_t> last;
    for (const auto index : ext->archived_soroban_entries) {
        const bool ascending = !last || index > *last;
        if (!ascending || index >= read_write.size() || !is_persistent(read_write[index])) {
            diagnostics.push_error(Type::SCE_STORAGE, Code::SCEC_INVALID_INPUT,
                                   "archivedSorobanEntries must be ascending indices of "
                                   "persistent entries in readWrite",
                                   {index, read_write.size()});
            return false;
        }
        last = index;
    }
    return true;
}

bool check_resource_fee(const TransactionFrame& frame, const host::ResourceFee& needed,
                        bool pays_resource_fee, Diagnostics& diagnostics) {
    const auto declared = frame.declared_resource_fee();
    if (pays_resource_fee && declared > frame.inner_full_fee()) {
        diagnostics.push_error(Type::SCE_VALUE, Code::SCEC_EXCEEDED_LIMIT,
                               "the resource fee is higher than the transaction's full fee",
                               {static_cast<std::uint64_t>(declared),
                                static_cast<std::uint64_t>(frame.inner_full_fee())});
        return false;
    }
    const auto sum = needed.non_refundable_stroops + needed.refundable_stroops;
    if (declared < sum) {
        diagnostics.push_error(
            Type::SCE_VALUE, Code::SCEC_EXCEEDED_LIMIT,
            "the resource fee is lower than what the resources cost",
            {static_cast<std::uint64_t>(declared), static_cast<std::uint64_t>(sum)});
        return false;
    }
    return true;
}

// Protocol 25: contract calls carry neither memo nor multiplexed source accounts.
bool check_memo(const TransactionFrame& frame, Diagnostics& diagnostics) {
    const auto& tx = frame.transaction();
    const auto& operation = tx.operations.front();
    if (operation.body.type() != xdr::OperationType::INVOKE_HOST_FUNCTION) return true;
    const bool muxed =
        tx.source_account.if_med25519() != nullptr ||
        (operation.source_account && operation.source_account->if_med25519() != nullptr);
    if (tx.memo.type() == xdr::MemoType::MEMO_NONE && !muxed) return true;
    diagnostics.push_error(Type::SCE_VALUE, Code::SCEC_INVALID_INPUT,
                           "Soroban transactions can't have a memo or a muxed source account");
    return false;
}

}  // namespace

Result<host::ResourceFee> declared_fee(const TransactionFrame& frame, const Settings& settings,
                                       std::uint32_t events_size_bytes) {
    return host::compute_resource_fee(settings.host, host_operation(frame),
                                      TRY(xdr::encode(*frame.soroban_data())),
                                      frame.inner_size_bytes(), events_size_bytes);
}

Result<bool> check_soroban_data(const TransactionFrame& frame, const Settings& settings,
                                bool pays_resource_fee, Diagnostics& diagnostics) {
    const auto& data = *frame.soroban_data();
    if (!check_memo(frame, diagnostics) || !check_limits(frame, settings.limits, diagnostics) ||
        !TRY(check_keys(data.resources.footprint, settings.limits, diagnostics)) ||
        !check_archived_indices(data, diagnostics)) {
        return false;
    }
    return check_resource_fee(frame, TRY(declared_fee(frame, settings)), pays_resource_fee,
                              diagnostics);
}

bool check_entry_size(const xdr::LedgerKey& key, std::size_t size_bytes,
                      const SorobanLimits& limits, Diagnostics& diagnostics) {
    if (key.type() == xdr::LedgerEntryType::CONTRACT_CODE) {
        return within(size_bytes, limits.max_code_size_bytes, Type::SCE_BUDGET,
                      "the size of a contract's code", diagnostics);
    }
    if (key.type() == xdr::LedgerEntryType::CONTRACT_DATA) {
        return within(size_bytes, limits.max_data_entry_size_bytes, Type::SCE_BUDGET,
                      "the size of a contract's data entry", diagnostics);
    }
    return true;
}

}  // namespace carrot::ledger
