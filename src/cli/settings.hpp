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
//   gateway_url = "https://ipfs.io"     # where results are fetched from, and what links name
//   gateways = ["https://…"]            # more of them, asked when the first is slow or lacks it
//   market_file = "/srv/market.toml"    # whose market: what 'carrot deploy' wrote
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/output.hpp"
#include "stellar/network.hpp"

namespace carrot::cli {

/// What the settings say of one network; empty members are left to the defaults.
struct NetworkSettings {
    std::string rpc_url;
    std::string passphrase;
    std::string gateway_url;
    std::vector<std::string> gateways;
    std::filesystem::path market_file;
};

struct Settings {
    std::string network = "local";
    std::string key;  ///< a name; empty: each command's default
    bool key_on_command_line = false;
    std::string passphrase_file;  ///< of the key; empty: asked for at the terminal
    std::filesystem::path file;   ///< what they were read from; it may be missing
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

/// Where the chosen network's data is kept: a folder of its name in the data directory.
std::filesystem::path network_directory(const Settings& settings);

struct ChosenNetwork {
    stellar::Network network;
    std::string gateway_url;            ///< the first of the gateways
    std::vector<std::string> gateways;  ///< without repetitions
    std::filesystem::path market_file;
};

/// The chosen network: the settings over what a running 'carrot up' says (local_endpoints.hpp),
/// over stellar-cli's files, over what is built in. not_found lists the known networks;
/// failed_precondition says what is missing (mainnet has no public RPC of its own).
Result<ChosenNetwork> chosen_network(const Settings& settings);

}  // namespace carrot::cli
