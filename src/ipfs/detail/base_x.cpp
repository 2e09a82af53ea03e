#include "ipfs/detail/base_x.hpp"

#include <algorithm>

namespace carrot::ipfs {
namespace {

constexpr std::string_view base58_letters =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view base36_lower = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view base36_upper = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// Multiplies the little-endian number `digits` by `factor` and adds `addend`.
void multiply_add(Bytes& digits, unsigned base, unsigned factor, unsigned addend) {
    for (auto& digit : digits) {
        addend += digit * factor;
        digit = static_cast<std::uint8_t>(addend % base);
        addend /= base;
    }
    for (; addend > 0; addend /= base)
        digits.push_back(static_cast<std::uint8_t>(addend % base));
}

Result<Bytes> decode(std::string_view text, std::string_view letters) {
    Bytes digits;
    for (const char letter : text) {
        const auto value = letters.find(letter);
        if (value == std::string_view::npos)
            return fail(ErrorCode::invalid_argument, "not valid base{}", letters.size());
        multiply_add(digits, 256, static_cast<unsigned>(letters.size()),
                     static_cast<unsigned>(value));
    }
    const auto zeros = std::min(text.find_first_not_of(letters[0]), text.size());
    digits.insert(digits.end(), zeros, 0);
    std::ranges::reverse(digits);
    return digits;
}

}  // namespace

std::string to_base58(BytesView bytes) {
    Bytes digits;
    for (const auto byte : bytes)
        multiply_add(digits, 58, 256, byte);
    const auto zeros = std::ranges::find_if(bytes, [](auto byte) { return byte != 0; });
    std::string text(static_cast<std::size_t>(zeros - bytes.begin()), base58_letters[0]);
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit)
        text += base58_letters[*digit];
    return text;
}

Result<Bytes> from_base58(std::string_view text) { return decode(text, base58_letters); }

Result<Bytes> from_base36(std::string_view text, Base36 alphabet) {
    return decode(text, alphabet == Base36::lower ? base36_lower : base36_upper);
}

}  // namespace carrot::ipfs
