#include "age/keys.hpp"

#include <sodium.h>

#include <algorithm>
#include <cctype>

#include "age/detail/bech32.hpp"
#include "age/detail/primitives.hpp"

namespace carrot::age {
namespace {

constexpr std::string_view recipient_prefix = "age";
constexpr std::string_view identity_prefix = "age-secret-key-";

std::string changed(std::string_view text, int (*change)(int)) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [&](char c) {
        return static_cast<char>(change(static_cast<unsigned char>(c)));
    });
    return result;
}

}  // namespace

Result<Recipient> Recipient::parse(std::string_view text) {
    const auto refuse = [](std::string_view reason) {
        return fail(ErrorCode::invalid_argument,
                    "not an X25519 recipient of age (\"age1…\", 62 characters): {}", reason);
    };
    const auto decoded = from_bech32(text);
    if (!decoded) return refuse(decoded.error().message);
    if (decoded->prefix != recipient_prefix) return refuse("it begins otherwise");
    Key point{};
    if (decoded->bytes.size() != point.size()) return refuse("it is no key of 32 bytes");
    std::ranges::copy(decoded->bytes, point.begin());
    if (!is_safe_point(point)) return refuse("it is a point of low order, which protects nothing");
    return Recipient(point);
}

std::string Recipient::to_string() const { return to_bech32(recipient_prefix, point_); }

Result<Identity> Identity::parse(std::string_view text) {
    const auto small = changed(text, std::tolower);
    auto decoded = from_bech32(small);
    if (!decoded || changed(text, std::toupper) != text || decoded->prefix != identity_prefix ||
        decoded->bytes.size() != std::tuple_size_v<Key>)
        return fail(ErrorCode::invalid_argument,
                    "not an identity of age (\"AGE-SECRET-KEY-1…\", 74 characters)");
    Identity identity(std::span<const std::uint8_t, 32>(decoded->bytes));
    sodium_memzero(decoded->bytes.data(), decoded->bytes.size());
    return identity;
}

Identity Identity::derive(BytesView secret, std::string_view purpose) {
    auto scalar = hkdf_sha256(secret, {}, purpose);
    Identity identity(scalar);
    wipe(scalar);
    return identity;
}

Identity::Identity(std::span<const std::uint8_t, 32> scalar) {
    std::ranges::copy(scalar, scalar_.begin());
}

Identity::~Identity() { sodium_memzero(scalar_.data(), scalar_.size()); }

Recipient Identity::recipient() const { return Recipient(public_point(scalar_)); }

std::string Identity::reveal() const {
    return changed(to_bech32(identity_prefix, scalar_), std::toupper);
}

}  // namespace carrot::age
