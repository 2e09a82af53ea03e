// The first ledger of a network.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/detail/close_ledger.hpp"
#include "ledger/settings.hpp"

namespace carrot::ledger {

/// Ledger 1: the root account (seed sha256(passphrase)) with all 100 billion lumens, the network
/// settings, and the native asset's contract, made by the host as anyone would make it.
Result<ClosingResult> make_genesis(const std::string& passphrase, const Hash& network_id,
                                   std::uint64_t close_time_s, const GenesisSettings& settings);

}  // namespace carrot::ledger
