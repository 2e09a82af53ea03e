// The accounts of a local market.
#pragma once

#include <filesystem>
#include <stop_token>

#include "base/result.hpp"
#include "stellar/key_pair.hpp"
#include "stellar/rpc_client.hpp"

namespace carrot::cli {

/// Keys in the market's folder, by these names, funded by the network's friendbot. Those of alice
/// and bob follow from their names, so that the market's page can be them too (docs/web.md): they
/// are no secret, and nobody should pay anything to them on another network.
struct LocalAccounts {
    stellar::KeyPair treasury;  ///< deploys, and may withdraw the fees
    stellar::KeyPair alice;     ///< a consumer
    stellar::KeyPair bob;       ///< a provider
};

/// Loads the keys, makes those that are missing, and funds those that the network doesn't know.
Result<LocalAccounts> open_local_accounts(const std::filesystem::path& keys_directory,
                                          stellar::RpcClient& rpc, std::stop_token stop);

}  // namespace carrot::cli
