// The network settings (CONFIG_SETTING entries) that a new ledger starts with, and the limits read
// back from them.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "host/host.hpp"

namespace carrot::xdr {
class ConfigSettingEntry;
}

namespace carrot::ledger {

inline constexpr std::uint32_t protocol_version = 28;

/// What a test may want different from mainnet: how many ledgers entries live.
struct GenesisSettings {
    std::uint32_t min_persistent_ttl = 2'073'600;
    std::uint32_t min_temporary_ttl = 17'280;
    std::uint32_t max_entry_ttl = 3'110'400;
};

/// All settings of protocol 28 with mainnet's figures, in the order of ConfigSettingID.
std::vector<xdr::ConfigSettingEntry> config_settings(const GenesisSettings& settings);

/// The limits that a transaction is checked against before the host sees it.
struct SorobanLimits {
    std::int64_t ledger_max_instructions = 0;
    std::int64_t tx_max_instructions = 0;
    std::uint32_t tx_max_disk_read_bytes = 0;
    std::uint32_t tx_max_write_bytes = 0;
    std::uint32_t tx_max_disk_read_entries = 0;
    std::uint32_t tx_max_write_entries = 0;
    std::uint32_t tx_max_footprint_entries = 0;
    std::uint32_t tx_max_size_bytes = 0;
    std::uint32_t tx_max_events_size_bytes = 0;
    std::uint32_t max_key_size_bytes = 0;
    std::uint32_t max_data_entry_size_bytes = 0;
    std::uint32_t max_code_size_bytes = 0;
    std::uint32_t min_persistent_ttl = 0;
    std::uint32_t max_entry_ttl = 0;
};

/// Fails with failed_precondition when a setting is missing.
Result<SorobanLimits> load_soroban_limits(host::LedgerSnapshot& snapshot);

/// Everything that applying needs of the settings. They don't change while a ledger is open.
struct Settings {
    SorobanLimits limits;
    host::NetworkSettings host;
};

Result<Settings> load_settings(host::LedgerSnapshot& snapshot);

}  // namespace carrot::ledger
