// Named keys on disk, shared with stellar-cli: `identity/NAME.toml` with `secret_key = "S…"`.
// Carrot's own form keeps the secret under a passphrase: `public_key = "G…"`, `encrypted_secret_key
// = "…"` (stellar/detail/encrypted_secret.hpp).
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "stellar/key_pair.hpp"

namespace carrot::stellar {

/// Asked for the passphrase of the key of this name, only when it has one.
using PassphraseSource = std::function<Result<SecretText>(std::string_view name)>;

/// What a guess at a passphrase costs (Argon2id). The default takes about a second.
struct PassphraseHashing {
    std::size_t memory_bytes = std::size_t{256} << 20;  ///< at most 1 GiB
    unsigned passes = 3;                                ///< at most 10
};

class KeyStore {
public:
    /// `directory` holds `identity/`: default_config_directory() (stellar/network.hpp) unless the
    /// user says otherwise.
    explicit KeyStore(const std::filesystem::path& directory);

    /// not_found says how to make a key. A file with `seed_phrase` is failed_precondition: Carrot
    /// does not derive keys from phrases; `stellar keys secret NAME` shows the key to store
    /// instead. A key with a passphrase is failed_precondition without a source, permission_denied
    /// with a wrong one.
    Result<KeyPair> load(std::string_view name, const PassphraseSource& passphrase = {}) const;

    /// The account of a key's name, or a G… or C… strkey itself: what address options take.
    Result<Address> resolve_address(std::string_view name_or_address) const;

    /// Writes the file with mode 0600; already_exists when the name is taken.
    Result<void> save(std::string_view name, const KeyPair& key) const;

    /// The same with the secret under a passphrase, which can't be empty.
    Result<void> save_encrypted(std::string_view name, const KeyPair& key,
                                const SecretText& passphrase, PassphraseHashing hashing = {}) const;

    struct Entry {
        std::string name;
        Result<AccountId> account;  ///< or why the file can't be used
        bool has_passphrase = false;
    };

    /// All keys, by name. Public-key-only identities (`public_key = "G…"`) are listed too.
    Result<std::vector<Entry>> list() const;

private:
    std::filesystem::path path_of(std::string_view name) const;
    Result<std::filesystem::path> new_path(std::string_view name) const;
    std::filesystem::path directory_;
};

}  // namespace carrot::stellar
