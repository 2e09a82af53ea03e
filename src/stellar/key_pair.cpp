#include "stellar/key_pair.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/random.hpp"
#include "stellar/hash.hpp"
#include "stellar/strkey.hpp"

namespace carrot::stellar {

SecretText::~SecretText() { sodium_memzero(text_.data(), text_.size()); }

SecretText::SecretText(SecretText&& other) noexcept : text_(other.text_) {
    sodium_memzero(other.text_.data(), other.text_.size());
    other.text_.clear();
}

SecretText& SecretText::operator=(SecretText&& other) noexcept {
    text_.swap(other.text_);
    return *this;
}

KeyPair KeyPair::generate() {
    std::array<std::uint8_t, 32> seed;
    fill_random(seed);
    KeyPair key = from_seed(seed);
    sodium_memzero(seed.data(), seed.size());
    return key;
}

KeyPair KeyPair::from_seed(std::span<const std::uint8_t, 32> seed) {
    KeyPair key;
    crypto_sign_seed_keypair(key.account_.ed25519.data(), key.secret_.data(), seed.data());
    return key;
}

Result<KeyPair> KeyPair::from_secret(std::string_view strkey) {
    Bytes seed = TRY(decode_strkey(StrkeyKind::secret_seed, strkey));
    KeyPair key = from_seed(std::span<const std::uint8_t, 32>(seed));
    sodium_memzero(seed.data(), seed.size());
    return key;
}

KeyPair KeyPair::network_root(std::string_view passphrase) {
    return from_seed(sha256(as_bytes(passphrase)));
}

Signature KeyPair::sign(BytesView message) const {
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
    return signature;
}

SecretText KeyPair::secret() const {
    return SecretText(encode_strkey(StrkeyKind::secret_seed, BytesView(secret_).first(32)));
}

void KeyPair::copy_seed(std::span<std::uint8_t, 32> seed) const {
    std::copy_n(secret_.begin(), seed.size(), seed.begin());
}

KeyPair::~KeyPair() { sodium_memzero(secret_.data(), secret_.size()); }

bool verify(const std::array<std::uint8_t, 32>& public_key, BytesView message,
            BytesView signature) {
    return signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                       public_key.data()) == 0;
}

}  // namespace carrot::stellar
