#include "age/detail/bech32.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace carrot::age {
namespace {

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_letters = 6;
constexpr std::size_t limit_bytes = 256;

using Letters = std::vector<std::uint8_t>;  // five bits each

std::uint32_t checksum_of(std::string_view prefix, const Letters& letters) {
    constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                     0x2a1462b3};
    std::uint32_t sum = 1;
    const auto take = [&](std::uint32_t value) {
        const auto top = sum >> 25;
        sum = (sum & 0x1ffffff) << 5 ^ value;
        for (std::size_t bit = 0; bit < generator.size(); ++bit)
            if ((top >> bit & 1) != 0) sum ^= generator[bit];
    };
    for (const char c : prefix)
        take(static_cast<std::uint8_t>(c) >> 5);
    take(0);
    for (const char c : prefix)
        take(static_cast<std::uint8_t>(c) & 31);
    for (const auto letter : letters)
        take(letter);
    return sum;
}

Letters to_letters(BytesView bytes) {
    Letters letters;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const auto byte : bytes) {
        held = (held << 8 | byte) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5)
            letters.push_back(held >> (bits - 5) & 31);
    }
    if (bits > 0) letters.push_back(static_cast<std::uint8_t>(held << (5 - bits) & 31));
    return letters;
}

Result<Bytes> to_bytes(const Letters& letters) {
    Bytes bytes;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const auto letter : letters) {
        held = (held << 5 | letter) & 0xfff;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(held >> bits));
    }
    const auto left_over = held & ((1U << bits) - 1);
    if (bits >= 5 || left_over != 0)
        return fail(ErrorCode::invalid_argument, "its last character has stray bits");
    return bytes;
}

}  // namespace

std::string to_bech32(std::string_view prefix, BytesView bytes) {
    auto letters = to_letters(bytes);
    auto padded = letters;
    padded.resize(letters.size() + checksum_letters);
    const auto sum = checksum_of(prefix, padded) ^ 1;
    for (std::size_t i = 0; i < checksum_letters; ++i)
        letters.push_back(sum >> 5 * (checksum_letters - 1 - i) & 31);
    std::string text(prefix);
    text += '1';
    for (const auto letter : letters)
        text += alphabet[letter];
    return text;
}

Result<Bech32Text> from_bech32(std::string_view text) {
    if (text.size() > limit_bytes) return fail(ErrorCode::invalid_argument, "it is too long");
    const auto one = text.rfind('1');
    if (one == text.npos || one == 0 || text.size() - one - 1 < checksum_letters)
        return fail(ErrorCode::invalid_argument, "it is too short");
    const auto prefix = text.substr(0, one);
    for (const char c : prefix)
        if (c < 33 || c > 126 || (c >= 'A' && c <= 'Z'))
            return fail(ErrorCode::invalid_argument, "it has a character that can't be there");
    Letters letters;
    for (const char c : text.substr(one + 1)) {
        const auto value = alphabet.find(c);
        if (value == alphabet.npos)
            return fail(ErrorCode::invalid_argument, "it has a character that can't be there");
        letters.push_back(static_cast<std::uint8_t>(value));
    }
    if (checksum_of(prefix, letters) != 1)
        return fail(ErrorCode::invalid_argument, "its checksum is wrong: a character is another");
    letters.resize(letters.size() - checksum_letters);
    return Bech32Text { std::string(prefix), TRY(to_bytes(letters)) };
}

}  // namespace carrot::age
