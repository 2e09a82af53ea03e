#include "base/encoding.hpp"

#include <sodium.h>

#include <array>

namespace carrot {
namespace {

std::string encode_base64(BytesView bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // libsodium counts the terminating NUL
    return text;
}

Result<Bytes> decode_base64(std::string_view text, int variant) {
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const char* end = nullptr;
    const int status = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(),
                                         nullptr, &size, &end, variant);
    if (status != 0 || end != text.data() + text.size())
        return fail(ErrorCode::invalid_argument, "not valid base64");
    bytes.resize(size);
    return bytes;
}

constexpr std::string_view base32_upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view base32_lower = "abcdefghijklmnopqrstuvwxyz234567";

constexpr std::string_view letters_of(Base32 alphabet) {
    return alphabet == Base32::upper ? base32_upper : base32_lower;
}

}  // namespace

std::string to_hex(BytesView bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

Result<Bytes> from_hex(std::string_view text) {
    Bytes bytes(text.size() / 2 + 1);  // never null, also for no text
    std::size_t size = 0;
    const char* end = nullptr;
    const int status =
        sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end);
    if (status != 0 || text.size() % 2 != 0 || end != text.data() + text.size())
        return fail(ErrorCode::invalid_argument, "not valid hex");
    bytes.resize(size);
    return bytes;
}

std::string to_base64(BytesView bytes) {
    return encode_base64(bytes, sodium_base64_VARIANT_ORIGINAL);
}
Result<Bytes> from_base64(std::string_view text) {
    return decode_base64(text, sodium_base64_VARIANT_ORIGINAL);
}
std::string to_base64url(BytesView bytes) {
    return encode_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
Result<Bytes> from_base64url(std::string_view text) {
    return decode_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string to_base32(BytesView bytes, Base32 alphabet) {
    const auto letters = letters_of(alphabet);
    std::string text;
    text.reserve((bytes.size() * 8 + 4) / 5);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const std::uint8_t byte : bytes) {
        buffer = (buffer << 8) | byte;
        for (bits += 8; bits >= 5; bits -= 5)
            text += letters[(buffer >> (bits - 5)) & 31];
    }
    if (bits > 0) text += letters[(buffer << (5 - bits)) & 31];
    return text;
}

Result<Bytes> from_base32(std::string_view text, Base32 alphabet) {
    const auto letters = letters_of(alphabet);
    Bytes bytes;
    bytes.reserve(text.size() * 5 / 8);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char letter : text) {
        const auto value = letters.find(letter);
        if (value == std::string_view::npos)
            return fail(ErrorCode::invalid_argument, "not valid base32");
        buffer = (buffer << 5) | static_cast<std::uint32_t>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::uint8_t>(buffer >> bits));
        }
    }
    const bool stray_bits = (buffer & ((1U << bits) - 1)) != 0;
    if (bits >= 5 || stray_bits) return fail(ErrorCode::invalid_argument, "not valid base32");
    return bytes;
}

}  // namespace carrot
