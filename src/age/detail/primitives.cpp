#include "age/detail/primitives.hpp"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include <cassert>
#include <memory>
#include <string>

namespace carrot::age {
namespace {

/// Chooses the fastest code for this processor; once, and from any thread.
void prepare_sodium() {
    static const int ready = sodium_init();
    assert(ready >= 0);
    static_cast<void>(ready);
}

OSSL_PARAM octets(const char* name, BytesView bytes) {
    // The parameters are read alone; the interface is the same for those that are written.
    return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(bytes.data()),
                                             bytes.size());
}

}  // namespace

Key hkdf_sha256(BytesView secret, BytesView salt, std::string_view info) {
    const std::unique_ptr<EVP_KDF, void (*)(EVP_KDF*)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr),
                                                           EVP_KDF_free);
    const std::unique_ptr<EVP_KDF_CTX, void (*)(EVP_KDF_CTX*)> context(EVP_KDF_CTX_new(kdf.get()),
                                                                       EVP_KDF_CTX_free);
    std::string digest = "SHA256";
    std::array<OSSL_PARAM, 5> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        octets(OSSL_KDF_PARAM_KEY, secret), octets(OSSL_KDF_PARAM_INFO, as_bytes(info)),
        OSSL_PARAM_construct_end(), OSSL_PARAM_construct_end()};
    if (!salt.empty()) parameters[3] = octets(OSSL_KDF_PARAM_SALT, salt);
    Key key{};
    [[maybe_unused]] const int derived =
        EVP_KDF_derive(context.get(), key.data(), key.size(), parameters.data());
    assert(derived == 1);
    return key;
}

Key hmac_sha256(const Key& key, std::string_view text) {
    Key code{};
    const auto bytes = as_bytes(text);
    crypto_auth_hmacsha256(code.data(), bytes.data(), bytes.size(), key.data());
    return code;
}

bool equal(const Key& left, const Key& right) {
    return sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

Key public_point(const Key& scalar) {
    Key point{};
    crypto_scalarmult_base(point.data(), scalar.data());
    return point;
}

std::optional<Key> shared_secret(const Key& scalar, const Key& point) {
    Key secret{};
    if (crypto_scalarmult(secret.data(), scalar.data(), point.data()) != 0) return std::nullopt;
    return secret;
}

/// Scalars are multiples of the cofactor, so that a low order shows with any of them.
bool is_safe_point(const Key& point) { return shared_secret(Key{1}, point).has_value(); }

void seal(const Key& key, const ChunkNonce& nonce, BytesView plain, std::span<std::uint8_t> out) {
    assert(out.size() == plain.size() + tag_bytes);
    prepare_sodium();
    crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plain.data(), plain.size(),
                                              nullptr, 0, nullptr, nonce.data(), key.data());
}

bool open(const Key& key, const ChunkNonce& nonce, BytesView sealed, std::span<std::uint8_t> out) {
    assert(sealed.size() == out.size() + tag_bytes);
    prepare_sodium();
    return crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(),
                                                     sealed.size(), nullptr, 0, nonce.data(),
                                                     key.data()) == 0;
}

void wipe(std::span<std::uint8_t> secret) { sodium_memzero(secret.data(), secret.size()); }

}  // namespace carrot::age
