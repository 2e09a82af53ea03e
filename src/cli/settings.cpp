#include "cli/settings.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "base/file.hpp"
#include "cli/local_endpoints.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t settings_limit_bytes = 1 << 20;

constexpr std::string_view local_gateway_url = "http://127.0.0.1:8081";
/// Gateways that speak the trustless protocol to everybody; the first is for people too.
constexpr std::array public_gateway_urls = {"https://ipfs.io", "https://trustless-gateway.link"};
constexpr std::size_t max_gateways = 16;

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

Result<void> take_strings(const toml::table& table, std::string_view member,
                          std::vector<std::string>& values) {
    const auto* node = table.get(member);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr || !array->is_homogeneous<std::string>() || array->size() > max_gateways)
        return fail(ErrorCode::invalid_argument, "line {}: \"{}\" is not a list of 1 to {} strings",
                    node->source().begin.line, member, max_gateways);
    values.clear();
    for (const auto& entry : *array)
        values.push_back(**entry.as_string());
    return {};
}

Result<void> take_network(const toml::table& table, NetworkSettings& network) {
    TRY(take_string(table, "rpc_url", network.rpc_url));
    TRY(take_string(table, "passphrase", network.passphrase));
    TRY(take_string(table, "gateway_url", network.gateway_url));
    TRY(take_strings(table, "gateways", network.gateways));
    std::string market_file = network.market_file;
    TRY(take_string(table, "market_file", market_file));
    network.market_file = market_file;
    return {};
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

/// stellar's own knowledge of the network. A missing RPC is no fault when the settings have one.
Result<stellar::Network> known_network(const std::string& name, const NetworkSettings& overrides) {
    stellar::NetworkStore store(stellar::default_config_directory());
    auto network = store.load(name);
    bool only_lacks_rpc = !network && network.error().code == ErrorCode::failed_precondition;
    if (!only_lacks_rpc || overrides.rpc_url.empty()) return network;
    for (const auto& built_in : stellar::built_in_networks()) {
        if (built_in.name == name) return built_in;
    }
    return network;
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

/// The settings' gateways; where they name none, what a running 'carrot up' says, or the built-in.
std::vector<std::string> gateways_of(const Settings& settings, const NetworkSettings& overrides,
                                     const std::optional<LocalEndpoints>& running) {
    std::vector<std::string> gateways;
    const auto add = [&](const std::string& url) {
        if (!url.empty() && std::ranges::find(gateways, url) == gateways.end())
            gateways.push_back(url);
    };
    add(overrides.gateway_url);
    if (running && gateways.empty()) add(running->gateway_url);
    std::ranges::for_each(overrides.gateways, add);
    if (!gateways.empty()) return gateways;
    if (settings.network == "local") return {std::string(local_gateway_url)};
    return {public_gateway_urls.begin(), public_gateway_urls.end()};
}

}  // namespace

std::filesystem::path default_settings_file() {
    return user_config_directory("carrot") / "config.toml";
}

Result<Settings> load_settings(const std::filesystem::path& file) {
    Settings settings;
    settings.file = file;
    settings.data_directory = user_data_directory("carrot");
    TRY(read_settings_file(file, settings));
    take_environment("CARROT_NETWORK", settings.network);
    take_environment("CARROT_KEY", settings.key);
    std::string data_directory;
    take_environment("CARROT_DATA_DIR", data_directory);
    if (!data_directory.empty()) settings.data_directory = data_directory;
    return settings;
}

std::filesystem::path network_directory(const Settings& settings) {
    return settings.data_directory / settings.network;
}

Result<ChosenNetwork> chosen_network(const Settings& settings) {
    auto found = settings.networks.find(settings.network);
    auto overrides = found == settings.networks.end() ? NetworkSettings{} : found->second;
    auto running = TRY(load_local_endpoints(network_directory(settings)));

    ChosenNetwork chosen;
    bool complete = !overrides.rpc_url.empty() && !overrides.passphrase.empty();
    chosen.network = complete ? stellar::Network{.name = settings.network}
                              : TRY(known_network(settings.network, overrides));
    if (running) chosen.network.rpc_url = running->rpc_url;
    if (!overrides.rpc_url.empty()) chosen.network.rpc_url = overrides.rpc_url;
    if (!overrides.passphrase.empty()) chosen.network.passphrase = overrides.passphrase;

    chosen.gateways = gateways_of(settings, overrides, running);
    chosen.gateway_url = chosen.gateways.front();
    chosen.market_file = overrides.market_file.empty() ? network_directory(settings) / "market.toml"
                                                       : overrides.market_file;
    return chosen;
}

}  // namespace carrot::cli
