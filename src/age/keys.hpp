// X25519 keys as age writes them: a recipient is public, an identity secret.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::age {

/// Whom a file is encrypted to.
class Recipient {
public:
    /// Reads "age1…" in small letters. invalid_argument also for the few points of low order: what
    /// is encrypted to them anybody could read.
    static Result<Recipient> parse(std::string_view text);

    explicit Recipient(const std::array<std::uint8_t, 32>& point) : point_(point) {}

    std::string to_string() const;
    const std::array<std::uint8_t, 32>& point() const { return point_; }

    bool operator==(const Recipient&) const = default;

private:
    std::array<std::uint8_t, 32> point_;
};

/// The secret key of a recipient, wiped when it goes.
class Identity {
public:
    /// Reads "AGE-SECRET-KEY-1…". The error does not quote it.
    static Result<Identity> parse(std::string_view text);

    /// The same key from the same secret for the same purpose: HKDF-SHA-256 with the purpose as its
    /// info. The secret has 32 bytes of entropy or more.
    static Identity derive(BytesView secret, std::string_view purpose);

    explicit Identity(std::span<const std::uint8_t, 32> scalar);
    ~Identity();
    Identity(const Identity&) = default;
    Identity& operator=(const Identity&) = default;

    Recipient recipient() const;
    const std::array<std::uint8_t, 32>& scalar() const { return scalar_; }

    /// The secret as text: for a file that the age tool reads.
    std::string reveal() const;

private:
    std::array<std::uint8_t, 32> scalar_{};
};

}  // namespace carrot::age
