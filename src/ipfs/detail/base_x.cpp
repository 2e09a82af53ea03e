#include "ipfs/detail/base58.hpp"

#include <algorithm>

namespace carrot::ipfs {
namespace {

constexpr std::string_view letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

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

}  // namespace

std::string to_base58(BytesView bytes) {
    Bytes digits;
    for (const auto byte : bytes)
        multiply_add(digits, 58, 256, byte);
    const auto zeros = std::ranges::find_if(bytes, [](auto byte) { return byte != 0; });
    std::string text(static_cast<std::size_t>(zeros - bytes.begin()), letters[0]);
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit)
        text += letters[*digit];
    return text;
}

Result<Bytes> from_base58(std::string_view text) {
    Bytes digits;
    for (const char letter : text) {
        const auto value = letters.find(letter);
        if (value == std::string_view::npos)
            return fail(ErrorCode::invalid_argument, "not valid base58");
        multiply_add(digits, 256, 58, static_cast<unsigned>(value));
    }
    const auto zeros = std::min(text.find_first_not_of(letters[0]), text.size());
    digits.insert(digits.end(), zeros, 0);
    std::ranges::reverse(digits);
    return digits;
}

}  // namespace carrot::ipfs
