#include "cli/session.hpp"

#include "base/posix.hpp"
#include "cli/passphrase.hpp"
#include "http/client.hpp"

namespace carrot::cli {

struct Session::Connection {
    http::Client client;
    std::optional<stellar::RpcClient> rpc;
    std::optional<stellar::ContractCaller> caller;
};

Session::Session(Settings settings, Streams streams, std::stop_token stop)
    : settings_(std::move(settings)),
      stop_(std::move(stop)),
      output_(streams, settings_.format, settings_.colour),
      connection_(std::make_unique<Connection>()) {}

Session::~Session() = default;

Result<ChosenNetwork> Session::network() const { return chosen_network(settings_); }

http::Client& Session::http() { return connection_->client; }

Result<stellar::ContractCaller*> Session::caller() {
    auto& connection = *connection_;
    if (!connection.caller) {
        auto chosen = TRY(network());
        auto url = TRY(with_context(http::Url::parse(chosen.network.rpc_url),
                                    fmt::format("network \"{}\"", settings_.network)));
        connection.rpc.emplace(connection.client, std::move(url));
        connection.caller.emplace(*connection.rpc, std::move(chosen.network), clock());
    }
    return &*connection.caller;
}

Result<market::Market> Session::market() {
    auto file = TRY(network())
    .market_file;
    auto deployment = market::load_deployment(file);
    if (!deployment && deployment.error().code == ErrorCode::not_found) {
        return fail(ErrorCode::not_found,
                    "no market is known on network \"{}\" ({} is missing): {}", settings_.network,
                    file.native(),
                    settings_.network == "local"
                        ? "start one with 'carrot up'"
                        : "make one with 'carrot deploy', or get that file from who did");
    }
    if (!deployment) return std::unexpected(std::move(deployment.error()));
    auto* contract_caller = TRY(caller());
    if (deployment->network_passphrase != contract_caller->network().passphrase) {
        return fail(ErrorCode::failed_precondition, "{} is of another network (\"{}\")",
                    file.native(), deployment->network_passphrase);
    }
    return market::Market(*contract_caller, *std::move(deployment), stop_);
}

Result<stellar::KeyPair> Session::key(std::string_view otherwise) const {
    if (!settings_.key.empty()) return key_named(settings_.key);
    if (!otherwise.empty()) return key_named(otherwise);
    return fail(ErrorCode::invalid_argument,
                "no key is chosen: add --key NAME; 'carrot key list' shows the names");
}

Result<stellar::KeyPair> Session::key_named(std::string_view name) const {
    return key_named(name,
                     passphrase_source(settings_.passphrase_file, std::filesystem::current_path()));
}

Result<stellar::KeyPair> Session::key_named(std::string_view name,
                                            const stellar::PassphraseSource& passphrase) const {
    auto key = network_keys().load(name, passphrase);
    if (key || key.error().code != ErrorCode::not_found) return key;
    return user_keys().load(name, passphrase);
}

std::optional<stellar::KeyPair> Session::key_of(std::string_view account) const {
    if (!settings_.key.empty()) {
        auto chosen = key();
        if (chosen && chosen->account().to_string() == account) return *chosen;
    }
    for (const auto& store : {network_keys(), user_keys()}) {
        auto entries = store.list();
        if (!entries) continue;
        for (const auto& entry : *entries) {
            if (!entry.account || entry.account->to_string() != account) continue;
            if (auto key = store.load(entry.name)) return *key;
        }
    }
    return std::nullopt;
}

Result<void> Session::save_key(std::string_view name, const stellar::KeyPair& key,
                               KeyForm form) const {
    if (form == KeyForm::plain) return user_keys().save(name, key);
    auto passphrase =
        TRY(new_passphrase(name, settings_.passphrase_file, std::filesystem::current_path()));
    return user_keys().save_encrypted(name, key, passphrase);
}

Result<void> Session::replace_by_encrypted(std::string_view name,
                                           const stellar::KeyPair& key) const {
    auto folder = stellar::default_config_directory();
    auto making = folder / fmt::format("encrypting-{}", name);
    auto passphrase =
        TRY(new_passphrase(name, settings_.passphrase_file, std::filesystem::current_path()));
    TRY(stellar::KeyStore(making).save_encrypted(name, key, passphrase));
    auto file = std::filesystem::path("identity") / fmt::format("{}.toml", name);
    std::error_code error;
    std::filesystem::rename(making / file, folder / file, error);
    if (error) return system_failure("replace", folder / file, error.value());
    std::filesystem::remove_all(making, error);
    return {};
}

Result<stellar::Address> Session::address(std::string_view name_or_address) const {
    auto address = network_keys().resolve_address(name_or_address);
    if (address || address.error().code != ErrorCode::not_found) return address;
    return user_keys().resolve_address(name_or_address);
}

stellar::KeyStore Session::user_keys() const {
    return stellar::KeyStore(stellar::default_config_directory());
}

stellar::CallOptions Session::call_options() {
    stellar::CallOptions options;
    options.stop = stop_;
    options.on_progress = [this](const stellar::CallProgress& progress) {
        auto doing = [&]() -> std::string_view {
            switch (progress.step) {
                case stellar::CallStep::restoring:
                    return "restoring archived entries";
                case stellar::CallStep::simulated:
                    return "signing";
                case stellar::CallStep::signed_:
                    return "sending";
                case stellar::CallStep::sent:
                    return "waiting for the ledger";
                case stellar::CallStep::confirmed:
                    return "";
            }
            return "";
        }();
        output_.show_passing(doing.empty() ? "" : fmt::format("  · {} …", doing));
    };
    return options;
}

}  // namespace carrot::cli
