#include "stellar/detail/encrypted_secret.hpp"

#include <sodium.h>

#include <array>
#include <charconv>
#include <vector>

#include "base/encoding.hpp"
#include "base/random.hpp"

namespace carrot::stellar::detail {

namespace {

constexpr std::string_view method = "argon2id";
constexpr std::size_t seed_bytes = 32;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t box_bytes = seed_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES;

using Salt = std::array<std::uint8_t, crypto_pwhash_SALTBYTES>;

/// Bytes that are wiped when they go.
template <std::size_t size>
struct WipedBytes : std::array<std::uint8_t, size> {
    WipedBytes() : std::array<std::uint8_t, size>{} {}
    ~WipedBytes() { sodium_memzero(this->data(), size); }
    WipedBytes(const WipedBytes&) = delete;
    WipedBytes& operator=(const WipedBytes&) = delete;
};
using BoxKey = WipedBytes<crypto_aead_xchacha20poly1305_ietf_KEYBYTES>;

struct Parts {
    PassphraseHashing hashing;
    Salt salt{};
    Bytes nonce_and_box;
};

std::string limits_text(PassphraseHashing hashing) {
    return fmt::format("m={},t={}", hashing.memory_bytes / 1024, hashing.passes);
}

/// What the box vouches for beside its content.
std::string vouched_for(const AccountId& account, PassphraseHashing hashing) {
    return fmt::format("{}${}${}", method, limits_text(hashing), account);
}

Result<void> hash(const SecretText& passphrase, const Salt& salt, PassphraseHashing hashing,
                  BoxKey& key) {
    const auto& text = passphrase.reveal();
    if (crypto_pwhash(key.data(), key.size(), text.data(), text.size(), salt.data(), hashing.passes,
                      hashing.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return {};
    return fail(ErrorCode::resource_exhausted,
                "hashing its passphrase takes {} MiB of memory, which this machine does not have",
                hashing.memory_bytes >> 20);
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != text.npos;
         text.remove_prefix(std::min(end + 1, text.size()))) {
        end = text.find('$');
        parts.push_back(text.substr(0, end));
    }
    return parts;
}

template <class T>
bool read_number(std::string_view& text, std::string_view label, T& number) {
    if (!text.starts_with(label)) return false;
    text.remove_prefix(label.size());
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    return error == std::errc{};
}

Result<PassphraseHashing> parse_limits(std::string_view text) {
    PassphraseHashing hashing;
    std::size_t memory_kib = 0;
    if (!read_number(text, "m=", memory_kib) || !read_number(text, ",t=", hashing.passes) ||
        !text.empty())
        return fail(ErrorCode::corrupt_data, "its hashing limits are not readable");
    const bool modest =
        memory_kib <= max_hashing_memory_bytes / 1024 && hashing.passes <= max_hashing_passes;
    if (!modest)
        return fail(ErrorCode::resource_exhausted,
                    "its file asks for more than {} MiB or {} passes to hash the passphrase, the "
                    "most that is done for a file",
                    max_hashing_memory_bytes >> 20, max_hashing_passes);
    hashing.memory_bytes = memory_kib * 1024;
    if (hashing.memory_bytes < crypto_pwhash_MEMLIMIT_MIN ||
        hashing.passes < crypto_pwhash_OPSLIMIT_MIN)
        return fail(ErrorCode::corrupt_data, "its hashing limits are below Argon2id's");
    return hashing;
}

Result<Parts> parse(std::string_view text) {
    const auto fields = split(text);
    if (fields.size() != 4 || fields[0] != method)
        return fail(ErrorCode::corrupt_data, "its encrypted_secret_key is not of a known form");
    Parts parts {
        .hashing = TRY(parse_limits(fields[1]))
        , .salt = {}, .nonce_and_box = {}
    };
    const auto salt = TRY(from_base64(fields[2]));
    parts.nonce_and_box = TRY(from_base64(fields[3]));
    if (salt.size() != parts.salt.size() || parts.nonce_and_box.size() != nonce_bytes + box_bytes)
        return fail(ErrorCode::corrupt_data, "its encrypted_secret_key has a wrong length");
    std::copy(salt.begin(), salt.end(), parts.salt.begin());
    return parts;
}

}  // namespace

Result<std::string> encrypt_secret(const KeyPair& key, const SecretText& passphrase,
                                   PassphraseHashing hashing) {
    TRY(parse_limits(limits_text(hashing)));
    Salt salt;
    fill_random(salt);
    BoxKey box_key;
    TRY(hash(passphrase, salt, hashing, box_key));
    std::array<std::uint8_t, nonce_bytes + box_bytes> sealed{};
    fill_random(std::span(sealed).first(nonce_bytes));
    WipedBytes<seed_bytes> seed;
    key.copy_seed(seed);
    const auto vouched = vouched_for(key.account(), hashing);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed.data() + nonce_bytes, nullptr, seed.data(), seed.size(), as_bytes(vouched).data(),
        vouched.size(), nullptr, sealed.data(), box_key.data());
    return fmt::format("{}${}${}${}", method, limits_text(hashing), to_base64(salt),
                       to_base64(sealed));
}

Result<KeyPair> decrypt_secret(std::string_view text, const AccountId& account,
                               const SecretText& passphrase) {
    const auto parts = TRY(parse(text));
    BoxKey box_key;
    TRY(hash(passphrase, parts.salt, parts.hashing, box_key));
    WipedBytes<seed_bytes> seed;
    const auto vouched = vouched_for(account, parts.hashing);
    const auto* nonce = parts.nonce_and_box.data();
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            seed.data(), nullptr, nullptr, nonce + nonce_bytes, box_bytes, as_bytes(vouched).data(),
            vouched.size(), nonce, box_key.data()) != 0)
        return fail(ErrorCode::permission_denied, "the passphrase is not the right one");
    return KeyPair::from_seed(seed);
}

}  // namespace carrot::stellar::detail
