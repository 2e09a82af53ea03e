#include <algorithm>

#include "base/encoding.hpp"
#include "stellar/scval.hpp"

namespace carrot::stellar {

namespace {

std::string unsigned_decimal(UInt128 value) {
    std::string digits;
    do {
        digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
        value /= 10;
    } while (value != 0);
    std::ranges::reverse(digits);
    return digits;
}

/// In quotes, with everything but printable ASCII and UTF-8's bytes escaped.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char character : text) {
        const auto byte = static_cast<std::uint8_t>(character);
        if (character == '"' || character == '\\') {
            out += {'\\', character};
        } else if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += character;
        }
    }
    return out + '"';
}

std::string text_of(const xdr::ScError& error) {
    if (const auto* number = error.if_contract_code()) {
        return fmt::format("Error(Contract, #{})", *number);
    }
    return fmt::format("Error({}, {})", name_of(error.type()), name_of(error.code()));
}

std::string text_of(const std::optional<xdr::ScVec>& vector) {
    std::string out;
    for (const auto& value : vector.value_or(xdr::ScVec{}))
        out += (out.empty() ? "" : ", ") + to_text(value);
    return fmt::format("[{}]", out);
}

std::string text_of(const std::optional<xdr::ScMap>& map) {
    std::string out;
    for (const auto& [key, value] : map.value_or(xdr::ScMap{}))
        out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", to_text(key), to_text(value));
    return fmt::format("{{{}}}", out);
}

std::string text_of(const xdr::ScAddress& address) {
    const auto known = Address::from_xdr(address);
    return known ? known->to_string() : std::string(name_of(address.type()));
}

}  // namespace

std::string to_string(Int128 value) {
    if (value >= 0) return unsigned_decimal(static_cast<UInt128>(value));
    return "-" + unsigned_decimal(-static_cast<UInt128>(value));
}

std::string to_text(const xdr::ScVal& value) {
    using enum xdr::ScValType;
    switch (value.type()) {
        case SCV_BOOL:
            return value.b() ? "true" : "false";
        case SCV_VOID:
            return "void";
        case SCV_ERROR:
            return text_of(value.error());
        case SCV_U32:
            return fmt::to_string(value.u32());
        case SCV_I32:
            return fmt::to_string(value.i32());
        case SCV_U64:
            return fmt::to_string(value.u64());
        case SCV_I64:
            return fmt::to_string(value.i64());
        case SCV_TIMEPOINT:
            return fmt::to_string(value.timepoint());
        case SCV_DURATION:
            return fmt::to_string(value.duration());
        case SCV_U128:
            return unsigned_decimal(static_cast<UInt128>(value.u128().hi) << 64 | value.u128().lo);
        case SCV_I128:
            return to_string(*from_scval<Int128>(value));
        case SCV_BYTES:
            return "0x" + to_hex(value.bytes());
        case SCV_STRING:
            return quoted(value.str());
        case SCV_SYMBOL:
            return value.sym();
        case SCV_VEC:
            return text_of(value.vec());
        case SCV_MAP:
            return text_of(value.map());
        case SCV_ADDRESS:
            return text_of(value.address());
        default:
            return std::string(name_of(value.type()));
    }
}

}  // namespace carrot::stellar
