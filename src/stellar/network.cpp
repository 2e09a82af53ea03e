#include "stellar/network.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/file.hpp"
#include "stellar/detail/toml_file.hpp"

namespace carrot::stellar {

namespace {

std::string joined_names(const std::vector<Network>& networks) {
    std::string names;
    for (const Network& network : networks)
        names += (names.empty() ? "" : ", ") + network.name;
    return names;
}

Result<Network> read_network(const std::filesystem::path& path, std::string_view name) {
    const auto values = TRY(detail::read_toml(path));
    const auto url = values.find("rpc_url");
    const auto passphrase = values.find("network_passphrase");
    if (url == values.end() || passphrase == values.end()) {
        return fail(ErrorCode::corrupt_data,
                    "could not read network '{}': {} must have rpc_url and network_passphrase",
                    name, path.string());
    }
    return Network{
        .name = std::string(name), .rpc_url = url->second, .passphrase = passphrase->second};
}

}  // namespace

Hash Network::id() const { return sha256(as_bytes(passphrase)); }

const std::vector<Network>& built_in_networks() {
    static const std::vector<Network> networks = {
        {.name = "local",
         .rpc_url = "http://localhost:8000/rpc",
         .passphrase = "Standalone Network ; February 2017"},
        {.name = "testnet",
         .rpc_url = "https://soroban-testnet.stellar.org",
         .passphrase = "Test SDF Network ; September 2015"},
        {.name = "mainnet",
         .rpc_url = "",
         .passphrase = "Public Global Stellar Network ; September 2015"},
    };
    return networks;
}

NetworkStore::NetworkStore(const std::filesystem::path& directory)
    : directory_(directory / "network") {}

Result<Network> NetworkStore::load(std::string_view name) const {
    TRY(check_name("network", name));
    const auto path = directory_ / (std::string(name) + ".toml");
    if (std::filesystem::exists(path)) return read_network(path, name);

    const auto& known = built_in_networks();
    const auto found = std::ranges::find(known, name, &Network::name);
    if (found == known.end()) {
        return fail(ErrorCode::not_found, "no network '{}': known are {}; others go into {}", name,
                    joined_names(TRY(list())), path.string());
    }
    if (found->rpc_url.empty()) {
        return fail(ErrorCode::failed_precondition,
                    "network '{}' has no RPC of its own: write rpc_url and network_passphrase = "
                    "\"{}\" into {}",
                    name, found->passphrase, path.string());
    }
    return *found;
}

Result<void> NetworkStore::save(const Network& network) const {
    TRY(check_name("network", network.name));
    return detail::write_toml(
        directory_ / (network.name + ".toml"),
        {{"rpc_url", network.rpc_url}, {"network_passphrase", network.passphrase}});
}

Result<std::vector<Network>> NetworkStore::list() const {
    auto networks = built_in_networks();
    for (const std::string& name : TRY(detail::list_toml(directory_))) {
        auto network = read_network(directory_ / (name + ".toml"), name);
        if (!network) continue;
        const auto same = std::ranges::find(networks, name, &Network::name);
        if (same != networks.end()) {
            *same = *std::move(network);
        } else {
            networks.push_back(*std::move(network));
        }
    }
    return networks;
}

std::filesystem::path default_config_directory() {
    if (const char* set = std::getenv("STELLAR_CONFIG_HOME"); set != nullptr && *set != '\0') {
        return set;
    }
    return user_config_directory("stellar");
}

Result<void> check_name(std::string_view kind, std::string_view name) {
    const bool right = std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
    if (right && !name.empty() && name.size() <= 63) return {};
    return fail(ErrorCode::invalid_argument,
                "a {}'s name must be 1 to 63 letters, digits, '-' or '_'", kind);
}

}  // namespace carrot::stellar
