// InvokeHostFunction: gathers what the footprint names, lets the host run, and takes over what it
// says. Nothing of what Soroban means happens here.
#include <algorithm>

#include "base/encoding.hpp"
#include "base/log.hpp"
#include "ledger/detail/soroban_operations.hpp"
#include "ledger/detail/soroban_validity.hpp"
#include "stellar/hash.hpp"
#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

using Outcome = xdr::InvokeHostFunctionResult;
using Type = xdr::ScErrorType;
using Code = xdr::ScErrorCode;

class Invocation {
public:
    explicit Invocation(Application& application)
        : application_(application),
          data_(*application.frame.soroban_data()),
          limits_(application.context.settings.limits),
          sequence_(application.scope.sequence()) {}

    Result<bool> apply();

private:
    enum class Access : std::uint8_t { read_only, read_write };

    Result<bool> gather();
    Result<bool> gather_key(const xdr::LedgerKey& ledger_key, Access access, std::uint32_t index);
    Result<bool> restore(const xdr::LedgerKey& ledger_key, const Bytes& key, Entry entry,
                         std::uint32_t index);
    Result<host::InvokeOutcome> run();
    bool accept(const host::InvokeOutcome& outcome);
    Result<bool> store(const std::vector<host::LedgerEntryChange>& changes);
    Result<bool> store_change(const host::LedgerEntryChange& change);
    Result<bool> take_events(const host::InvokeOutcome& outcome);
    Result<bool> finish(const host::InvokeOutcome& outcome);

    bool count_disk_read(std::size_t size_bytes);
    bool is_marked_for_restore(std::uint32_t index) const;
    bool exceeded(std::uint64_t used, std::uint64_t limit, const char* what);
    void explain_archived();
    bool refuse(Outcome outcome);

    Application& application_;
    const xdr::SorobanTransactionData& data_;
    const SorobanLimits& limits_;
    const std::uint32_t sequence_;
    std::vector<std::optional<host::StoredEntry>> entries_;
    std::vector<std::uint32_t> restored_indices_;
    std::uint64_t disk_read_bytes_ = 0;
    std::uint64_t write_bytes_ = 0;
    std::uint64_t event_bytes_ = 0;
};

bool Invocation::refuse(Outcome outcome) {
    application_.result = xdr::OperationResult::tr(
        xdr::OperationResultTr::invoke_host_function_result(std::move(outcome)));
    return false;
}

bool Invocation::exceeded(std::uint64_t used, std::uint64_t limit, const char* what) {
    if (used <= limit) return false;
    application_.diagnostics.push_error(Type::SCE_BUDGET, Code::SCEC_EXCEEDED_LIMIT,
                                        fmt::format("{} exceed the limit", what), {used, limit});
    refuse(Outcome::resource_limit_exceeded());
    return true;
}

bool Invocation::count_disk_read(std::size_t size_bytes) {
    disk_read_bytes_ += size_bytes;
    return !exceeded(disk_read_bytes_, data_.resources.disk_read_bytes, "the bytes read from disk");
}

bool Invocation::is_marked_for_restore(std::uint32_t index) const {
    const auto* ext = data_.ext.if_resource_ext();
    if (ext == nullptr) return false;
    return std::ranges::binary_search(ext->archived_soroban_entries, index);
}

void Invocation::explain_archived() {
    application_.diagnostics.push_error(Type::SCE_VALUE, Code::SCEC_INVALID_INPUT,
                                        "the footprint has an archived entry that the transaction "
                                        "does not restore: simulate again");
}

Result<bool> Invocation::restore(const xdr::LedgerKey& ledger_key, const Bytes& key, Entry entry,
                                 std::uint32_t index) {
    if (!check_entry_size(ledger_key, entry.xdr.size(), limits_, application_.diagnostics)) {
        return refuse(Outcome::resource_limit_exceeded());
    }
    if (!count_disk_read(entry.xdr.size())) return false;
    entry.live_until = sequence_ + limits_.min_persistent_ttl - 1;
    entry.ttl_modified = sequence_;
    entries_.emplace_back(
        host::StoredEntry{.entry = entry.xdr, .live_until_ledger = entry.live_until});
    restored_indices_.push_back(index);
    set_last_modified(entry.xdr, sequence_);
    application_.scope.put(key, entry);
    application_.scope.mark_restored(key, std::move(entry));
    return true;
}

Result<bool> Invocation::gather_key(const xdr::LedgerKey& ledger_key, Access access,
                                    std::uint32_t index) {
    const auto key = TRY(xdr::encode(ledger_key));
    auto entry = TRY(application_.scope.load(key));
    if (entry && !entry->lives_at(sequence_)) {
        if (is_persistent(ledger_key)) {
            if (access == Access::read_write && is_marked_for_restore(index)) {
                return restore(ledger_key, key, *std::move(entry), index);
            }
            explain_archived();
            return refuse(Outcome::entry_archived());
        }
        entry.reset();
    }
    const auto size_bytes = entry ? entry->xdr.size() : 0;
    if (!check_entry_size(ledger_key, size_bytes, limits_, application_.diagnostics)) {
        return refuse(Outcome::resource_limit_exceeded());
    }
    if (!is_contract_entry(ledger_key) && !count_disk_read(size_bytes)) return false;
    auto& stored = entries_.emplace_back();
    if (entry) {
        stored = {.entry = std::move(entry->xdr), .live_until_ledger = entry->live_until};
    }
    return true;
}

Result<bool> Invocation::gather() {
    const auto& footprint = data_.resources.footprint;
    for (std::uint32_t i = 0; i < footprint.read_only.size(); ++i) {
        if (!TRY(gather_key(footprint.read_only[i], Access::read_only, i))) return false;
    }
    for (std::uint32_t i = 0; i < footprint.read_write.size(); ++i) {
        if (!TRY(gather_key(footprint.read_write[i], Access::read_write, i))) return false;
    }
    return true;
}

Result<host::InvokeOutcome> Invocation::run() {
    const auto& op = application_.operation.body.invoke_host_function_op();
    const auto function = TRY(xdr::encode(op.host_function));
    const auto resources = TRY(xdr::encode(data_.resources));
    const auto source = TRY(xdr::encode(application_.source()));
    std::vector<Bytes> auth;
    for (const auto& entry : op.auth)
        auth.push_back(TRY(xdr::encode(entry)));
    return host::invoke(application_.context.settings.host, application_.context.host_info(),
                        {
                            .host_function = function,
                            .resources = resources,
                            .source_account = source,
                            .auth_entries = auth,
                            .footprint_entries = entries_,
                            .restored_read_write_indices = restored_indices_,
                            .prng_seed = application_.prng_seed,
                            .diagnostics = host::Diagnostics::on,
                        });
}

bool Invocation::accept(const host::InvokeOutcome& outcome) {
    for (const auto& bytes : outcome.diagnostic_events) {
        if (auto event = xdr::decode<xdr::DiagnosticEvent>(bytes)) {
            application_.diagnostics.push(*std::move(event));
        }
    }
    switch (outcome.status) {
        case host::InvokeStatus::success:
            return true;
        case host::InvokeStatus::trapped:
            return refuse(Outcome::trapped());
        case host::InvokeStatus::resource_limit_exceeded:
            return refuse(Outcome::resource_limit_exceeded());
        case host::InvokeStatus::internal_error:
            application_.outcome.fail_inner(xdr::TransactionResultCode::txINTERNAL_ERROR);
            return false;
    }
    return false;
}

Result<bool> Invocation::store_change(const host::LedgerEntryChange& change) {
    auto& scope = application_.scope;
    const auto before = TRY(scope.load(change.key));
    if (change.read_only) {
        if (change.ttl && before && change.ttl->new_live_until_ledger > *before->live_until) {
            TRY(scope.set_live_until(change.key, change.ttl->new_live_until_ledger));
        }
        return true;
    }
    if (!change.new_entry) {
        if (before) scope.erase(change.key);
        return true;
    }
    const auto ledger_key = TRY(xdr::decode<xdr::LedgerKey>(change.key));
    if (!check_entry_size(ledger_key, change.new_entry->size(), limits_,
                          application_.diagnostics)) {
        return refuse(Outcome::resource_limit_exceeded());
    }
    write_bytes_ += change.new_entry->size();
    if (exceeded(write_bytes_, data_.resources.write_bytes, "the bytes written")) return false;
    Entry after{.xdr = *change.new_entry, .live_until = {}, .ttl_modified = 0};
    if (change.ttl) {
        after.live_until = change.ttl->new_live_until_ledger;
        const bool same = before && before->live_until == after.live_until;
        after.ttl_modified = same ? before->ttl_modified : sequence_;
    }
    scope.put(change.key, std::move(after));
    return true;
}

Result<bool> Invocation::store(const std::vector<host::LedgerEntryChange>& changes) {
    for (const auto& change : changes) {
        if (!TRY(store_change(change))) return false;
    }
    return true;
}

Result<bool> Invocation::take_events(const host::InvokeOutcome& outcome) {
    for (const auto& bytes : outcome.contract_events) {
        event_bytes_ += bytes.size();
        application_.events.push_back(TRY(xdr::decode<xdr::ContractEvent>(bytes)));
    }
    event_bytes_ += outcome.return_value.size();
    return !exceeded(event_bytes_, limits_.tx_max_events_size_bytes,
                     "the bytes of events and return value");
}

Result<bool> Invocation::finish(const host::InvokeOutcome& outcome) {
    const auto return_value = TRY(xdr::decode<xdr::ScVal>(outcome.return_value));
    const auto preimage = TRY(xdr::encode(xdr::InvokeHostFunctionSuccessPreImage{
        .return_value = return_value,
        .events = application_.events,
    }));
    refuse(Outcome::success(stellar::sha256(preimage)));
    application_.return_value = return_value;
    return true;
}

Result<bool> Invocation::apply() {
    if (!TRY(gather())) return false;
    const auto ran = run();
    if (!ran) {
        // The transaction has met a fault of the host, and pays: a ledger must close without it.
        log::error("ledger", "could not run the host for transaction {}: {}",
                   to_hex(application_.frame.hash()), ran.error().message);
        application_.outcome.fail_inner(xdr::TransactionResultCode::txINTERNAL_ERROR);
        return false;
    }
    const auto& outcome = *ran;
    if (!accept(outcome) || !TRY(store(outcome.changes)) || !TRY(take_events(outcome))) {
        return false;
    }
    const auto events_size = static_cast<std::uint32_t>(event_bytes_);
    if (!TRY(use_refundable_fee(application_, outcome.rent_fee_stroops, events_size))) {
        return refuse(Outcome::insufficient_refundable_fee());
    }
    return finish(outcome);
}

}  // namespace

Result<bool> apply_invoke_host_function(Application& application) {
    return Invocation(application).apply();
}

}  // namespace carrot::ledger
