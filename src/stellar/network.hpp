// Which Stellar network: its RPC and its passphrase, which every signature covers.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "stellar/hash.hpp"

namespace carrot::stellar {

struct Network {
    std::string name{};
    std::string rpc_url{};  ///< empty for mainnet unless configured: it has no public default
    std::string passphrase{};

    /// sha256(passphrase).
    Hash id() const;
};

/// local (http://localhost:8000/rpc), testnet, mainnet.
const std::vector<Network>& built_in_networks();

/// Networks by name: files `network/NAME.toml` (rpc_url, network_passphrase), the same as
/// stellar-cli's, go before the built-in ones.
class NetworkStore {
public:
    /// `directory` is the configuration folder that holds `network/`: default_config_directory()
    /// unless the user says otherwise.
    explicit NetworkStore(const std::filesystem::path& directory);

    /// not_found names the known networks; a mainnet without RPC is failed_precondition and says
    /// where to write one.
    Result<Network> load(std::string_view name) const;
    Result<void> save(const Network& network) const;
    Result<std::vector<Network>> list() const;

private:
    std::filesystem::path directory_;
};

/// $STELLAR_CONFIG_HOME, else the user's configuration folder for `stellar`, as stellar-cli does.
std::filesystem::path default_config_directory();

/// Names of keys and networks: letters, digits, `-` and `_`, 1 to 63 of them.
Result<void> check_name(std::string_view kind, std::string_view name);

}  // namespace carrot::stellar
