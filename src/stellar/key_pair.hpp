// Ed25519 keys (RFC 8032): making, signing, verifying. Secrets are wiped when they go.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "stellar/address.hpp"

namespace carrot::stellar {

using Signature = std::array<std::uint8_t, 64>;

/// A secret as text, wiped when it goes. It has no formatter, so that it can't slip into a message.
class SecretText {
public:
    explicit SecretText(std::string text) : text_(std::move(text)) {}
    ~SecretText();
    SecretText(const SecretText&) = delete;
    SecretText& operator=(const SecretText&) = delete;
    SecretText(SecretText&& other) noexcept;
    SecretText& operator=(SecretText&& other) noexcept;

    const std::string& reveal() const { return text_; }

private:
    std::string text_;
};

class KeyPair {
public:
    /// A new key from the operating system's randomness.
    static KeyPair generate();
    static KeyPair from_seed(std::span<const std::uint8_t, 32> seed);

    /// Reads an S… strkey. The error does not quote it.
    static Result<KeyPair> from_secret(std::string_view strkey);

    /// The account that holds all lumens when a network starts: its seed is sha256(passphrase).
    static KeyPair network_root(std::string_view passphrase);

    const AccountId& account() const { return account_; }
    Signature sign(BytesView message) const;

    /// The S… strkey.
    SecretText secret() const;

    /// The seed, into memory that the caller wipes.
    void copy_seed(std::span<std::uint8_t, 32> seed) const;

    ~KeyPair();
    KeyPair(const KeyPair&) = default;
    KeyPair& operator=(const KeyPair&) = default;

private:
    KeyPair() = default;

    AccountId account_;
    std::array<std::uint8_t, 64> secret_{};  ///< seed and public key, libsodium's form
};

/// Whether `signature` is this key's signature of `message`; false too for a wrong length.
bool verify(const std::array<std::uint8_t, 32>& public_key, BytesView message, BytesView signature);

}  // namespace carrot::stellar
