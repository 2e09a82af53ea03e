// What the user chose, from least to most binding: built-in, ~/.config/carrot/config.toml,
// environment, command line.
//
//   network = "testnet"                 # CARROT_NETWORK, --network
//   key = "alice"                       # CARROT_KEY, --key
//   data_dir = "/srv/carrot"            # CARROT_DATA_DIR, --data-dir
//
//   [networks.testnet]                  # overrides and adds to stellar-cli's networks
//   rpc_url = "https://soroban-testnet.stellar.org"
//   passphrase = "Test SDF Network ; September 2015"
//   friendbot_url = "https://friendbot.stellar.org"
//   gateway_url = "https://ipfs.io"
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "cli/output.hpp"

namespace carrot::cli {

struct NetworkSettings {
    std::string rpc_url;
    std::string passphrase;
    std::string friendbot_url;  ///< empty: none
    std::string gateway_url;    ///< where results can be fetched from; empty: none
};

struct Settings {
    std::string network = "local";
    std::string key;  ///< a name; empty: each command's default
    std::filesystem::path data_directory;
    std::map<std::string, NetworkSettings> networks;
    Format format = Format::text;
    Colour colour = Colour::automatic;
    bool verbose = false;
};

/// Built-in settings, then the file, then the environment. `file` may be missing. Errors name the
/// file, the line where TOML has one, and the member.
Result<Settings> load_settings(const std::filesystem::path& file);

/// $XDG_CONFIG_HOME/carrot/config.toml
std::filesystem::path default_settings_file();

/// The chosen network. not_found lists those that there are; failed_precondition says which member
/// is missing (mainnet has no public RPC of its own).
Result<NetworkSettings> chosen_network(const Settings& settings);

}  // namespace carrot::cli
