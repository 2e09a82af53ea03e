#include "cli/settings.hpp"

#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <cstdlib>
#include <ranges>
#include "base/file.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t settings_limit_bytes = 1 << 20;

std::map<std::string, NetworkSettings> built_in_networks() {
    return {
        {"local",
         {.rpc_url = "http://127.0.0.1:8000/rpc",
          .passphrase = "Standalone Network ; February 2017",
          .friendbot_url = "http://127.0.0.1:8000/friendbot",
          .gateway_url = "http://127.0.0.1:8081"}},
        {"testnet",
         {.rpc_url = "https://soroban-testnet.stellar.org",
          .passphrase = "Test SDF Network ; September 2015",
          .friendbot_url = "https://friendbot.stellar.org",
          .gateway_url = "https://ipfs.io"}},
        {"mainnet",
         {.rpc_url = "",
          .passphrase = "Public Global Stellar Network ; September 2015",
          .friendbot_url = "",
          .gateway_url = "https://ipfs.io"}},
    };
}

/// Reads a string member into `value` when it is there.
Result<void> take_string(const toml::table& table, std::string_view member, std::string& value) {
    const auto* node = table.get(member);
    if (node == nullptr) return {};
    auto text = node->value_exact<std::string>();
    if (!text) {
        return fail(ErrorCode::invalid_argument, "line {}: \"{}\" is not a string",
                    node->source().begin.line, member);
    }
    value = *text;
    return {};
}

Result<void> take_network(const toml::table& table, NetworkSettings& network) {
    TRY(take_string(table, "rpc_url", network.rpc_url));
    TRY(take_string(table, "passphrase", network.passphrase));
    TRY(take_string(table, "friendbot_url", network.friendbot_url));
    return take_string(table, "gateway_url", network.gateway_url);
}

Result<void> take_file(const toml::table& table, Settings& settings) {
    TRY(take_string(table, "network", settings.network));
    TRY(take_string(table, "key", settings.key));
    std::string data_directory;
    TRY(take_string(table, "data_dir", data_directory));
    if (!data_directory.empty()) settings.data_directory = data_directory;
    const auto* networks = table.get("networks");
    if (networks == nullptr) return {};
    if (!networks->is_table()) {
        return fail(ErrorCode::invalid_argument, "line {}: \"networks\" is not a table",
                    networks->source().begin.line);
    }
    for (const auto& [name, node] : *networks->as_table()) {
        if (!node.is_table()) {
            return fail(ErrorCode::invalid_argument, "line {}: \"networks.{}\" is not a table",
                        node.source().begin.line, name.str());
        }
        TRY(take_network(*node.as_table(), settings.networks[std::string{name.str()}]));
    }
    return {};
}

void take_environment(const char* name, std::string& value) {
    if (const char* text = std::getenv(name); text != nullptr && *text != '\0') value = text;
}

Result<void> read_settings_file(const std::filesystem::path& file, Settings& settings) {
    auto content = read_file(file, settings_limit_bytes);
    if (!content && content.error().code == ErrorCode::not_found) return {};
    if (!content) return std::unexpected(std::move(content.error()));
    try {
        return with_context(take_file(toml::parse(as_text(*content)), settings),
                            fmt::format("read {}", file.native()));
    } catch (const toml::parse_error& error) {
        return fail(ErrorCode::invalid_argument, "read {}: line {}: {}", file.native(),
                    error.source().begin.line, error.description());
    }
}

}  // namespace

std::filesystem::path default_settings_file() {
    return user_config_directory("carrot") / "config.toml";
}

Result<Settings> load_settings(const std::filesystem::path& file) {
    Settings settings;
    settings.data_directory = user_data_directory("carrot");
    settings.networks = built_in_networks();
    TRY(read_settings_file(file, settings));
    take_environment("CARROT_NETWORK", settings.network);
    take_environment("CARROT_KEY", settings.key);
    std::string data_directory;
    take_environment("CARROT_DATA_DIR", data_directory);
    if (!data_directory.empty()) settings.data_directory = data_directory;
    return settings;
}

Result<NetworkSettings> chosen_network(const Settings& settings) {
    auto found = settings.networks.find(settings.network);
    if (found == settings.networks.end()) {
        return fail(ErrorCode::not_found, "network \"{}\": not known; there are {}",
                    settings.network, fmt::join(std::views::keys(settings.networks), ", "));
    }
    for (auto [value, member] : {std::pair{&found->second.rpc_url, "rpc_url"},
                                 std::pair{&found->second.passphrase, "passphrase"}}) {
        if (!value->empty()) continue;
        return fail(ErrorCode::failed_precondition,
                    "network \"{}\": no {} is set; write it to [networks.{}] in {}",
                    settings.network, member, settings.network, default_settings_file().native());
    }
    return found->second;
}

}  // namespace carrot::cli
