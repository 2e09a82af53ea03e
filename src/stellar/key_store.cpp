#include "stellar/key_store.hpp"

#include <sodium.h>

#include "stellar/detail/toml_file.hpp"
#include "stellar/network.hpp"

namespace carrot::stellar {

namespace {

void wipe(detail::TomlStrings& values) {
    for (auto& [name, value] : values)
        sodium_memzero(value.data(), value.size());
}

Result<KeyPair> key_in(const detail::TomlStrings& values, std::string_view name) {
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

Result<KeyPair> KeyStore::load(std::string_view name) const {
    TRY(check_name("key", name));
    const auto path = path_of(name);
    if (!std::filesystem::exists(path)) {
        return fail(ErrorCode::not_found, "no key '{0}': make it with `carrot key generate {0}`",
                    name);
    }
    auto values = TRY(detail::read_toml(path));
    auto key = key_in(values, name);
    wipe(values);
    return key;
}

Result<KeyPair> KeyStore::resolve(std::string_view name_or_secret) const {
    if (name_or_secret.size() == 56 && name_or_secret.starts_with('S')) {
        return KeyPair::from_secret(name_or_secret);
    }
    return load(name_or_secret);
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

Result<void> KeyStore::save(std::string_view name, const KeyPair& key) const {
    TRY(check_name("key", name));
    const auto path = path_of(name);
    if (std::filesystem::exists(path)) {
        return fail(ErrorCode::already_exists,
                    "could not store key '{}': {} exists already; choose another name", name,
                    path.string());
    }
    const SecretText secret = key.secret();
    detail::TomlStrings values{{"secret_key", secret.reveal()}};
    auto written = detail::write_toml(path, values);
    wipe(values);
    return written;
}

Result<std::vector<KeyStore::Entry>> KeyStore::list() const {
    std::vector<Entry> entries;
    for (const std::string& name : TRY(detail::list_toml(directory_))) {
        auto values = detail::read_toml(path_of(name));
        if (!values) {
            entries.push_back({name, std::unexpected(std::move(values.error()))});
            continue;
        }
        entries.push_back({name, account_in(*values, name)});
        wipe(*values);
    }
    return entries;
}

}  // namespace carrot::stellar
