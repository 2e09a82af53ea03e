// Named keys on disk, shared with stellar-cli: `identity/NAME.toml` with `secret_key = "S…"`.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "stellar/key_pair.hpp"

namespace carrot::stellar {

class KeyStore {
public:
    /// `directory` holds `identity/`: default_config_directory() (stellar/network.hpp) unless the
    /// user says otherwise.
    explicit KeyStore(const std::filesystem::path& directory);

    /// not_found says how to make a key. A file with `seed_phrase` is failed_precondition: Carrot
    /// does not derive keys from phrases; `stellar keys secret NAME` shows the key to store
    /// instead.
    Result<KeyPair> load(std::string_view name) const;

    /// A key by name, or an S… strkey itself: what a `--key` option takes.
    Result<KeyPair> resolve(std::string_view name_or_secret) const;

    /// The account of a key's name, or a G… or C… strkey itself: what address options take.
    Result<Address> resolve_address(std::string_view name_or_address) const;

    /// Writes the file with mode 0600; already_exists when the name is taken.
    Result<void> save(std::string_view name, const KeyPair& key) const;

    struct Entry {
        std::string name;
        Result<AccountId> account;  ///< or why the file can't be used
    };

    /// All keys, by name. Public-key-only identities (`public_key = "G…"`) are listed too.
    Result<std::vector<Entry>> list() const;

private:
    std::filesystem::path path_of(std::string_view name) const;
    std::filesystem::path directory_;
};

}  // namespace carrot::stellar
