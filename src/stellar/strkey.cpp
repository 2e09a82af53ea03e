#include "stellar/strkey.hpp"

#include <sodium.h>

#include <algorithm>
#include <optional>

#include "base/encoding.hpp"

namespace carrot::stellar {

namespace {

constexpr std::size_t max_signed_payload_bytes = 64;
constexpr std::size_t max_strkey_characters = 165;  // of a signed payload with 64 bytes

/// Bytes that may be a secret's, wiped when they go.
struct WipedBytes {
    Bytes bytes;
    ~WipedBytes() { sodium_memzero(bytes.data(), bytes.size()); }
};

/// CRC-16/XMODEM: polynomial 0x1021, start 0.
std::uint16_t checksum(BytesView bytes) {
    unsigned crc = 0;
    for (std::uint8_t byte : bytes) {
        crc ^= static_cast<unsigned>(byte) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000U) != 0 ? crc << 1 ^ 0x1021U : crc << 1;
    }
    return static_cast<std::uint16_t>(crc);
}

std::optional<StrkeyKind> kind_of(std::uint8_t version) {
    switch (auto kind = static_cast<StrkeyKind>(version)) {
        case StrkeyKind::account:
        case StrkeyKind::muxed_account:
        case StrkeyKind::secret_seed:
        case StrkeyKind::pre_auth_tx:
        case StrkeyKind::hash_x:
        case StrkeyKind::signed_payload:
        case StrkeyKind::contract:
        case StrkeyKind::claimable_balance:
        case StrkeyKind::liquidity_pool:
            return kind;
    }
    return std::nullopt;
}

/// Key, big-endian length, that many bytes, zeros up to a multiple of four.
bool is_signed_payload(BytesView payload) {
    if (payload.size() < 32 + 4) return false;
    std::size_t length = 0;
    for (std::uint8_t byte : payload.subspan(32, 4))
        length = length << 8 | byte;
    if (length == 0 || length > max_signed_payload_bytes) return false;
    if (payload.size() != 32 + 4 + (length + 3) / 4 * 4) return false;
    return std::ranges::all_of(payload.subspan(32 + 4 + length),
                               [](std::uint8_t byte) { return byte == 0; });
}

bool has_right_form(StrkeyKind kind, BytesView payload) {
    switch (kind) {
        case StrkeyKind::muxed_account:
            return payload.size() == 40;
        case StrkeyKind::claimable_balance:
            return payload.size() == 33 && payload[0] == 0;
        case StrkeyKind::signed_payload:
            return is_signed_payload(payload);
        default:
            return payload.size() == 32;
    }
}

}  // namespace

std::string_view name_of(StrkeyKind kind) {
    switch (kind) {
        case StrkeyKind::account:
            return "account (G…)";
        case StrkeyKind::muxed_account:
            return "muxed account (M…)";
        case StrkeyKind::secret_seed:
            return "secret key (S…)";
        case StrkeyKind::pre_auth_tx:
            return "pre-authorized transaction (T…)";
        case StrkeyKind::hash_x:
            return "hash (X…)";
        case StrkeyKind::signed_payload:
            return "signed payload (P…)";
        case StrkeyKind::contract:
            return "contract (C…)";
        case StrkeyKind::claimable_balance:
            return "claimable balance (B…)";
        case StrkeyKind::liquidity_pool:
            return "liquidity pool (L…)";
    }
    return "strkey";
}

std::string encode_strkey(StrkeyKind kind, BytesView payload) {
    WipedBytes whole;
    Bytes& bytes = whole.bytes;
    bytes.reserve(1 + payload.size() + 2);
    bytes.push_back(static_cast<std::uint8_t>(kind));
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    const std::uint16_t crc = checksum(bytes);
    bytes.push_back(static_cast<std::uint8_t>(crc & 0xff));
    bytes.push_back(static_cast<std::uint8_t>(crc >> 8));
    return to_base32(bytes, Base32::upper);
}

Result<Strkey> decode_strkey(std::string_view text) {
    if (text.size() > max_strkey_characters) {
        return fail(ErrorCode::invalid_argument, "this is no strkey: {} characters, at most {}",
                    text.size(), max_strkey_characters);
    }
    const WipedBytes whole{from_base32(text, Base32::upper).value_or(Bytes{})};
    const BytesView bytes = whole.bytes;
    if (bytes.size() < 3) {
        return fail(ErrorCode::invalid_argument,
                    "this is no strkey: it must be A-Z and 2-7 only, without a missing character");
    }
    const BytesView body = bytes.first(bytes.size() - 2);
    const auto crc = checksum(body);
    if (bytes[body.size()] != (crc & 0xff) || bytes[body.size() + 1] != crc >> 8) {
        return fail(ErrorCode::invalid_argument,
                    "this strkey's checksum is wrong: check it for a typing mistake");
    }
    const auto kind = kind_of(body[0]);
    const auto payload = body.subspan(1);
    if (!kind || !has_right_form(*kind, payload)) {
        return fail(ErrorCode::invalid_argument, "this strkey is of no known kind or length");
    }
    return Strkey{*kind, Bytes(payload.begin(), payload.end())};
}

Result<Bytes> decode_strkey(StrkeyKind kind, std::string_view text) {
    auto strkey = TRY(decode_strkey(text));
    if (strkey.kind != kind) {
        return fail(ErrorCode::invalid_argument, "expected the strkey of: {}; this is one of: {}",
                    name_of(kind), name_of(strkey.kind));
    }
    return std::move(strkey.payload);
}

}  // namespace carrot::stellar
