// What a command works with: the chosen network and its market, the keys, the output. Everything is
// made when first asked for.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "cli/cli.hpp"
#include "cli/output.hpp"
#include "cli/settings.hpp"
#include "market/market.hpp"
#include "stellar/key_store.hpp"

namespace carrot::cli {

enum class KeyForm : std::uint8_t { plain, encrypted };

class Session {
public:
    Session(Settings settings, Streams streams, std::stop_token stop);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Output& output() { return output_; }
    const Settings& settings() const { return settings_; }
    std::stop_token stop() const { return stop_; }
    Clock& clock() const { return system_clock(); }

    /// The chosen network's folder: <data>/<network>.
    std::filesystem::path directory() const { return network_directory(settings_); }
    /// Results, of all networks.
    std::filesystem::path store_directory() const { return settings_.data_directory / "ipfs"; }
    std::filesystem::path engine_directory() const { return settings_.data_directory / "engine"; }
    std::filesystem::path worker_directory() const { return directory() / "worker"; }

    Result<ChosenNetwork> network() const;
    http::Client& http();
    Result<stellar::ContractCaller*> caller();

    /// The market of the chosen network. not_found says how to get one.
    Result<market::Market> market();

    /// The key named by --key (or `otherwise`). invalid_argument when none is named.
    Result<stellar::KeyPair> key(std::string_view otherwise = {}) const;
    Result<stellar::KeyPair> key_named(std::string_view name) const;
    Result<stellar::KeyPair> key_named(std::string_view name,
                                       const stellar::PassphraseSource& passphrase) const;

    /// The key of this account among the user's: --key's, or any that opens without being asked.
    std::optional<stellar::KeyPair> key_of(std::string_view account) const;

    /// Keeps a key among the user's; its passphrase is asked for.
    Result<void> save_key(std::string_view name, const stellar::KeyPair& key, KeyForm form) const;
    /// The same in the place of the key's file without a passphrase.
    Result<void> replace_by_encrypted(std::string_view name, const stellar::KeyPair& key) const;

    /// A key's name or an address as text.
    Result<stellar::Address> address(std::string_view name_or_address) const;

    /// The network's own keys (those that 'carrot up' makes), and the user's, shared with
    /// stellar-cli. The network's go first.
    stellar::KeyStore network_keys() const { return stellar::KeyStore(directory() / "keys"); }
    stellar::KeyStore user_keys() const;

    /// For calls that change the chain: shows on stderr how far they have come.
    stellar::CallOptions call_options();

private:
    struct Connection;

    Settings settings_;
    std::stop_token stop_;
    Output output_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace carrot::cli
