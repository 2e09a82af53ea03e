#include "ledger/detail/genesis.hpp"

#include "ledger/detail/account.hpp"
#include "ledger/detail/close_records.hpp"
#include "ledger/detail/source_snapshot.hpp"
#include "stellar/contract_id.hpp"
#include "stellar/key_pair.hpp"
#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

constexpr std::int64_t total_coins_stroops = 100'000'000'000 * std::int64_t{10'000'000};
constexpr std::uint32_t base_fee_stroops = 100;
constexpr std::uint32_t base_reserve_stroops = 5'000'000;
constexpr std::uint32_t max_transactions = 1'000;
// Far more than the creation of a contract takes.
constexpr std::uint32_t creation_instructions = 100'000'000;

xdr::LedgerHeader first_header(std::uint64_t close_time_s) {
    return {
        .ledger_version = protocol_version,
        .scp_value = {.close_time = close_time_s},
        .ledger_seq = 1,
        .total_coins = total_coins_stroops,
        .base_fee = base_fee_stroops,
        .base_reserve = base_reserve_stroops,
        .max_tx_set_size = max_transactions,
    };
}

Result<void> put_settings(Scope& scope, const GenesisSettings& settings) {
    for (auto& setting : config_settings(settings)) {
        const xdr::LedgerEntry entry{
            .last_modified_ledger_seq = scope.sequence(),
            .data = xdr::LedgerEntryData::config_setting(std::move(setting)),
        };
        const auto key = TRY(key_of(entry));
        scope.put(key, { .xdr = TRY(xdr::encode(entry)) });
    }
    return {};
}

Result<void> put_native_contract(Scope& scope, const LedgerContext& context,
                                 const xdr::AccountId& root) {
    const auto function = TRY(xdr::encode(xdr::HostFunction::create_contract({
        .contract_id_preimage = xdr::ContractIdPreimage::from_asset(xdr::Asset::native()),
        .executable = xdr::ContractExecutable::stellar_asset(),
    })));
    const auto id = TRY(stellar::asset_contract_id(context.network_id, xdr::Asset::native()));
    const auto resources = TRY(xdr::encode(xdr::SorobanResources{
        .footprint = {.read_only = {},
                      .read_write = {xdr::LedgerKey::contract_data({
                          .contract = id.to_xdr(),
                          .key = xdr::ScVal::ledger_key_contract_instance(),
                          .durability = xdr::ContractDataDurability::PERSISTENT,
                      })}},
        .instructions = creation_instructions,
    }));
    const std::vector<std::optional<host::StoredEntry>> nothing_there(1);
    const auto source = TRY(xdr::encode(root));
    const auto outcome = TRY(host::invoke(context.settings.host, context.host_info(),
                                          {
                                              .host_function = function,
                                              .resources = resources,
                                              .source_account = source,
                                              .auth_entries = {},
                                              .footprint_entries = nothing_there,
                                              .restored_read_write_indices = {},
                                          }));
    if (outcome.status != host::InvokeStatus::success) {
        return fail(ErrorCode::internal, "could not make the native asset's contract: {}",
                    outcome.message);
    }
    for (const auto& change : outcome.changes) {
        if (!change.new_entry) continue;
        // It lives as long as an entry may: nobody but its users would extend it.
        scope.put(change.key,
                  {.xdr = *change.new_entry,
                   .live_until = scope.sequence() + context.settings.limits.max_entry_ttl - 1,
                   .ttl_modified = scope.sequence()});
    }
    return {};
}

}  // namespace

Result<ClosingResult> make_genesis(const std::string& passphrase, const Hash& network_id,
                                   std::uint64_t close_time_s, const GenesisSettings& settings) {
    auto header = first_header(close_time_s);
    NoEntries nothing;
    Scope scope(nothing, header.ledger_seq);
    const auto root = stellar::KeyPair::network_root(passphrase).account().to_xdr();
    TRY(store_account(
        scope, {.account_id = root, .balance = total_coins_stroops, .thresholds = {1, 0, 0, 0}}));
    TRY(put_settings(scope, settings));
    SourceSnapshot snapshot(scope);
    const auto loaded = TRY(load_settings(snapshot));
    TRY(put_native_contract(scope, {.header = header, .settings = loaded, .network_id = network_id},
                            root));

    const auto transactions = transaction_set({}, {}, header.base_fee);
    header.bucket_list_hash = state_hash({}, scope.modified());
    const auto hash = TRY(ledger_hash(header));
    auto records = TRY(closing_records(header, hash, transactions, {}, {}));
    return ClosingResult{
        .records = std::move(records),
        .entries = std::move(scope).take(),
        .header = header,
    };
}

}  // namespace carrot::ledger
