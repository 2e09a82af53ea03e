#include "age/detail/primitives.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace carrot::age {
namespace {

/// With OpenSSL, which is three times as fast here as libsodium 1.0.18.
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;
CipherContext cipher_context() { return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free}; }

int size_of(std::span<const std::uint8_t> bytes) {
    assert(std::in_range<int>(bytes.size()));
    return static_cast<int>(bytes.size());
}

/// OpenSSL fails here for want of memory or of the algorithm alone (one configured for FIPS):
/// nothing that isn't encrypted as it should be may leave.
void require(bool done) {
    if (!done) std::abort();
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
    require(EVP_KDF_derive(context.get(), key.data(), key.size(), parameters.data()) == 1);
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
    const auto context = cipher_context();
    int written = 0;
    const bool sealed =
        EVP_EncryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, key.data(),
                           nonce.data()) == 1 &&
        EVP_EncryptUpdate(context.get(), out.data(), &written, plain.data(), size_of(plain)) == 1 &&
        EVP_EncryptFinal_ex(context.get(), out.data() + plain.size(), &written) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes,
                            out.data() + plain.size()) == 1;
    require(sealed);
}

bool open(const Key& key, const ChunkNonce& nonce, BytesView sealed, std::span<std::uint8_t> out) {
    assert(sealed.size() == out.size() + tag_bytes);
    const auto context = cipher_context();
    const auto content = sealed.first(out.size());
    std::array<std::uint8_t, tag_bytes> tag{};
    std::ranges::copy(sealed.last(tag_bytes), tag.begin());
    std::array<std::uint8_t, 1> nothing{};
    int written = 0;
    return EVP_DecryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, key.data(),
                              nonce.data()) == 1 &&
           EVP_DecryptUpdate(context.get(), out.data(), &written, content.data(),
                             size_of(content)) == 1 &&
           EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) == 1 &&
           EVP_DecryptFinal_ex(context.get(), nothing.data(), &written) == 1;
}

void wipe(std::span<std::uint8_t> secret) { sodium_memzero(secret.data(), secret.size()); }

}  // namespace carrot::age
