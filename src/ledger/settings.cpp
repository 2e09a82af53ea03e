#include "ledger/settings.hpp"

#include "ledger/cost_parameters.hpp"
#include "xdr/codec.hpp"
#include "xdr/contract_config_setting.hpp"
#include "xdr/ledger_entries.hpp"

namespace carrot::ledger {
namespace {

using Setting = xdr::ConfigSettingEntry;
using Id = xdr::ConfigSettingId;

Setting cpu_costs() {
    xdr::ContractCostParams costs;
    for (const auto& cost : cost_parameters) {
        costs.push_back(
            {.ext = {}, .const_term = cost.cpu_constant, .linear_term = cost.cpu_linear});
    }
    return Setting::contract_cost_params_cpu_insns(std::move(costs));
}

Setting memory_costs() {
    xdr::ContractCostParams costs;
    for (const auto& cost : cost_parameters) {
        costs.push_back(
            {.ext = {}, .const_term = cost.memory_constant, .linear_term = cost.memory_linear});
    }
    return Setting::contract_cost_params_mem_bytes(std::move(costs));
}

Setting ledger_cost() {
    return Setting::contract_ledger_cost({
        .ledger_max_disk_read_entries = 1'000,
        .ledger_max_disk_read_bytes = 400'000,
        .ledger_max_write_ledger_entries = 1'000,
        .ledger_max_write_bytes = 286'720,
        .tx_max_disk_read_entries = 200,
        .tx_max_disk_read_bytes = 200'000,
        .tx_max_write_ledger_entries = 200,
        .tx_max_write_bytes = 132'096,
        .fee_disk_read_ledger_entry = 1'563,
        .fee_write_ledger_entry = 2'500,
        .fee_disk_read1_kb = 447,
        .soroban_state_target_size_bytes = 4'000'000'000,
        .rent_fee1_kb_soroban_state_size_low = -17'000,
        .rent_fee1_kb_soroban_state_size_high = 10'000,
        .soroban_state_rent_fee_growth_factor = 5'000,
    });
}

Setting archival(const GenesisSettings& settings) {
    return Setting::state_archival_settings({
        .max_entry_ttl = settings.max_entry_ttl,
        .min_temporary_ttl = settings.min_temporary_ttl,
        .min_persistent_ttl = settings.min_persistent_ttl,
        .persistent_rent_rate_denominator = 1'215,
        .temp_rent_rate_denominator = 2'430,
        .max_entries_to_archive = 1'000,
        .live_soroban_state_size_window_sample_size = 30,
        .live_soroban_state_size_window_sample_period = 64,
        .eviction_scan_size = 500'000,
        .starting_eviction_scan_level = 7,
    });
}

Result<Setting> load_setting(host::LedgerSnapshot& snapshot, Id id) {
    const auto key = TRY(xdr::encode(xdr::LedgerKey::config_setting({.config_setting_id = id})));
    const auto stored = TRY(snapshot.get(key));
    if (!stored) {
        return fail(ErrorCode::failed_precondition,
                    "could not read the ledger's settings: {} is "
                    "missing",
                    name_of(id));
    }
    const auto entry = TRY(xdr::decode<xdr::LedgerEntry>(stored->entry));
    const auto* setting = entry.data.if_config_setting();
    if (setting == nullptr || setting->config_setting_id() != id) {
        return fail(ErrorCode::corrupt_data,
                    "could not read the ledger's settings: {} is "
                    "something else",
                    name_of(id));
    }
    return *setting;
}

}  // namespace

std::vector<Setting> config_settings(const GenesisSettings& settings) {
    // The state of a local network stays far below the size at which rent begins to rise, so the
    // window of its sizes is never moved.
    const std::vector<std::uint64_t> state_sizes(30, 0);
    return {
        Setting::contract_max_size_bytes(131'072),
        Setting::contract_compute({
            .ledger_max_instructions = 580'000'000,
            .tx_max_instructions = 400'000'000,
            .fee_rate_per_instructions_increment = 7,
            .tx_memory_limit = 41'943'040,
        }),
        ledger_cost(),
        Setting::contract_historical_data({.fee_historical1_kb = 4'059}),
        Setting::contract_events(
            {.tx_max_contract_events_size_bytes = 16'384, .fee_contract_events1_kb = 5'000}),
        Setting::contract_bandwidth({
            .ledger_max_txs_size_bytes = 266'240,
            .tx_max_size_bytes = 132'096,
            .fee_tx_size1_kb = 406,
        }),
        cpu_costs(),
        memory_costs(),
        Setting::contract_data_key_size_bytes(250),
        Setting::contract_data_entry_size_bytes(65'536),
        archival(settings),
        Setting::contract_execution_lanes({.ledger_max_tx_count = 2'000}),
        Setting::live_soroban_state_size_window(state_sizes),
        Setting::eviction_iterator({.bucket_list_level = 7, .is_curr_bucket = true}),
        Setting::contract_parallel_compute({.ledger_max_dependent_tx_clusters = 2}),
        Setting::contract_ledger_cost_ext({.tx_max_footprint_entries = 400, .fee_write1_kb = 875}),
        Setting::contract_scp_timing({
            .ledger_target_close_time_milliseconds = 5'000,
            .nomination_timeout_initial_milliseconds = 1'000,
            .nomination_timeout_increment_milliseconds = 1'000,
            .ballot_timeout_initial_milliseconds = 1'000,
            .ballot_timeout_increment_milliseconds = 1'000,
        }),
        Setting::frozen_ledger_keys({}),
        Setting::freeze_bypass_txs({}),
    };
}

Result<SorobanLimits> load_soroban_limits(host::LedgerSnapshot& snapshot) {
    const auto compute = TRY(load_setting(snapshot, Id::CONFIG_SETTING_CONTRACT_COMPUTE_V0));
    const auto cost = TRY(load_setting(snapshot, Id::CONFIG_SETTING_CONTRACT_LEDGER_COST_V0));
    const auto cost_ext =
        TRY(load_setting(snapshot, Id::CONFIG_SETTING_CONTRACT_LEDGER_COST_EXT_V0));
    const auto bandwidth = TRY(load_setting(snapshot, Id::CONFIG_SETTING_CONTRACT_BANDWIDTH_V0));
    const auto events = TRY(load_setting(snapshot, Id::CONFIG_SETTING_CONTRACT_EVENTS_V0));
    const auto code = TRY(load_setting(snapshot, Id::CONFIG_SETTING_CONTRACT_MAX_SIZE_BYTES));
    const auto key = TRY(load_setting(snapshot, Id::CONFIG_SETTING_CONTRACT_DATA_KEY_SIZE_BYTES));
    const auto data =
        TRY(load_setting(snapshot, Id::CONFIG_SETTING_CONTRACT_DATA_ENTRY_SIZE_BYTES));
    const auto archival = TRY(load_setting(snapshot, Id::CONFIG_SETTING_STATE_ARCHIVAL));
    return SorobanLimits{
        .ledger_max_instructions = compute.contract_compute().ledger_max_instructions,
        .tx_max_instructions = compute.contract_compute().tx_max_instructions,
        .tx_max_disk_read_bytes = cost.contract_ledger_cost().tx_max_disk_read_bytes,
        .tx_max_write_bytes = cost.contract_ledger_cost().tx_max_write_bytes,
        .tx_max_disk_read_entries = cost.contract_ledger_cost().tx_max_disk_read_entries,
        .tx_max_write_entries = cost.contract_ledger_cost().tx_max_write_ledger_entries,
        .tx_max_footprint_entries = cost_ext.contract_ledger_cost_ext().tx_max_footprint_entries,
        .tx_max_size_bytes = bandwidth.contract_bandwidth().tx_max_size_bytes,
        .tx_max_events_size_bytes = events.contract_events().tx_max_contract_events_size_bytes,
        .max_key_size_bytes = key.contract_data_key_size_bytes(),
        .max_data_entry_size_bytes = data.contract_data_entry_size_bytes(),
        .max_code_size_bytes = code.contract_max_size_bytes(),
        .min_persistent_ttl = archival.state_archival_settings().min_persistent_ttl,
        .max_entry_ttl = archival.state_archival_settings().max_entry_ttl,
    };
}

Result<Settings> load_settings(host::LedgerSnapshot& snapshot) {
    const auto limits = TRY(load_soroban_limits(snapshot));
    auto rates = TRY(host::NetworkSettings::load(snapshot));
    return Settings{.limits = limits, .host = std::move(rates)};
}

}  // namespace carrot::ledger
