#include "stellar/key_store.hpp"

#include <sodium.h>

#include "stellar/detail/encrypted_secret.hpp"
#include "stellar/detail/toml_file.hpp"
#include "stellar/network.hpp"

namespace carrot::stellar {

namespace {

void wipe(detail::TomlStrings& values) {
    for (auto& [name, value] : values)
        sodium_memzero(value.data(), value.size());
}

constexpr auto encrypted_field = "encrypted_secret_key";

Result<KeyPair> decrypt(const detail::TomlStrings& values, std::string_view name,
                        const PassphraseSource& passphrase) {
    if (!passphrase)
        return fail(ErrorCode::failed_precondition,
                    "key '{}' has a passphrase, which was not given", name);
    const auto address = values.find("public_key");
    if (address == values.end())
        return fail(ErrorCode::corrupt_data, "key '{}': its file has no public_key", name);
    const auto context = fmt::format("could not open key '{}'", name);
    const auto account = TRY(with_context(AccountId::parse(address->second), context));
    const auto given = TRY(passphrase(name));
    return with_context(
        detail::decrypt_secret(values.find(encrypted_field)->second, account, given), context);
}

Result<KeyPair> key_in(const detail::TomlStrings& values, std::string_view name,
                       const PassphraseSource& passphrase = {}) {
    if (values.contains(encrypted_field)) return decrypt(values, name, passphrase);
    if (const auto secret = values.find("secret_key"); secret != values.end()) {
        return with_context(KeyPair::from_secret(secret->second), fmt::format("key '{}'", name));
    }
    if (values.contains("seed_phrase")) {
        return fail(ErrorCode::failed_precondition,
                    "key '{0}' is kept as a seed phrase, which Carrot does not derive keys from: "
                    "store the output of `stellar keys secret {0}` as a key of its own",
                    name);
    }
    return fail(ErrorCode::failed_precondition,
                "key '{}' has no secret_key in its file, so it can't sign", name);
}

Result<AccountId> account_in(const detail::TomlStrings& values, std::string_view name) {
    if (const auto key = values.find("public_key"); key != values.end()) {
        return AccountId::parse(key->second);
    }
    return TRY(key_in(values, name))
    .account();
}

}  // namespace

KeyStore::KeyStore(const std::filesystem::path& directory) : directory_(directory / "identity") {}

std::filesystem::path KeyStore::path_of(std::string_view name) const {
    return directory_ / (std::string(name) + ".toml");
}

Result<KeyPair> KeyStore::load(std::string_view name, const PassphraseSource& passphrase) const {
    TRY(check_name("key", name));
    const auto path = path_of(name);
    if (!std::filesystem::exists(path)) {
        return fail(ErrorCode::not_found, "no key '{0}': make it with `carrot key generate {0}`",
                    name);
    }
    auto values = TRY(detail::read_toml(path));
    auto key = key_in(values, name, passphrase);
    wipe(values);
    return key;
}

Result<Address> KeyStore::resolve_address(std::string_view name_or_address) const {
    if (name_or_address.size() == 56) return Address::parse(name_or_address);
    TRY(check_name("key", name_or_address));
    const auto path = path_of(name_or_address);
    if (!std::filesystem::exists(path)) {
        return fail(ErrorCode::not_found, "'{}' is neither an address nor the name of a key",
                    name_or_address);
    }
    auto values = TRY(detail::read_toml(path));
    auto account = account_in(values, name_or_address);
    wipe(values);
    return Address(TRY(std::move(account)));
}

Result<std::filesystem::path> KeyStore::new_path(std::string_view name) const {
    TRY(check_name("key", name));
    auto path = path_of(name);
    if (!std::filesystem::exists(path)) return path;
    return fail(ErrorCode::already_exists,
                "could not store key '{}': {} exists already; choose another name", name,
                path.string());
}

Result<void> KeyStore::save(std::string_view name, const KeyPair& key) const {
    const auto path = TRY(new_path(name));
    const SecretText secret = key.secret();
    detail::TomlStrings values{{"secret_key", secret.reveal()}};
    auto written = detail::write_toml(path, values);
    wipe(values);
    return written;
}

Result<void> KeyStore::save_encrypted(std::string_view name, const KeyPair& key,
                                      const SecretText& passphrase,
                                      PassphraseHashing hashing) const {
    const auto path = TRY(new_path(name));
    if (passphrase.reveal().empty())
        return fail(ErrorCode::invalid_argument,
                    "could not store key '{}': its passphrase is empty", name);
    return detail::write_toml(
        path, {{"public_key", key.account().to_string()},
               {encrypted_field, TRY(detail::encrypt_secret(key, passphrase, hashing))}});
}

Result<std::vector<KeyStore::Entry>> KeyStore::list() const {
    std::vector<Entry> entries;
    for (const std::string& name : TRY(detail::list_toml(directory_))) {
        auto values = detail::read_toml(path_of(name));
        if (!values) {
            entries.push_back({name, std::unexpected(std::move(values.error()))});
            continue;
        }
        entries.push_back({name, account_in(*values, name), values->contains(encrypted_field)});
        wipe(*values);
    }
    return entries;
}

}  // namespace carrot::stellar
