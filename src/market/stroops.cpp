#include "market/stroops.hpp"

#include <algorithm>

namespace carrot::market {
namespace {

constexpr int decimals = 7;
constexpr Int128 stroops_per_xlm = 10'000'000;
constexpr std::uint32_t fee_percent = 5;

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Appends decimal digits to `value`; false when it no longer fits.
bool append_digits(Int128& value, std::string_view digits) {
    for (char digit : digits) {
        if (__builtin_mul_overflow(value, Int128{10}, &value)) return false;
        if (__builtin_add_overflow(value, Int128{digit - '0'}, &value)) return false;
    }
    return true;
}

/// The digits of a non-positive number, which has a magnitude for every value of the range.
std::string digits_of_negative(Int128 value) {
    std::string digits;
    do {
        digits.push_back(static_cast<char>('0' - static_cast<int>(value % 10)));
        value /= 10;
    } while (value != 0);
    std::ranges::reverse(digits);
    return digits;
}

std::string magnitude(Int128 value) { return digits_of_negative(value < 0 ? value : -value); }

}  // namespace

Result<Stroops> Stroops::plus(Stroops other) const {
    Int128 sum = 0;
    if (__builtin_add_overflow(count_, other.count_, &sum)) {
        return fail(ErrorCode::invalid_argument, "add amounts: {} + {} stroops is out of range",
                    to_decimal(*this), to_decimal(other));
    }
    return Stroops{sum};
}

Result<Stroops> Stroops::minus(Stroops other) const {
    Int128 difference = 0;
    if (__builtin_sub_overflow(count_, other.count_, &difference)) {
        return fail(ErrorCode::invalid_argument,
                    "subtract amounts: {} - {} stroops is out of range", to_decimal(*this),
                    to_decimal(other));
    }
    return Stroops{difference};
}

Result<Stroops> Stroops::times(std::uint32_t factor) const {
    Int128 product = 0;
    if (__builtin_mul_overflow(count_, Int128{factor}, &product)) {
        return fail(ErrorCode::invalid_argument,
                    "multiply an amount: {} stroops × {} is out of range", to_decimal(*this),
                    factor);
    }
    return Stroops{product};
}

Split split_payment(Stroops payment) {
    // In two parts, so that the product cannot leave the range.
    Int128 count = payment.count();
    Int128 fee = count / 100 * fee_percent + count % 100 * fee_percent / 100;
    return {.provider = Stroops{count - fee}, .fee = Stroops{fee}};
}

Result<Stroops> parse_xlm(std::string_view text) {
    auto point = text.find('.');
    auto whole = text.substr(0, point);
    auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    bool has_fraction = point != std::string_view::npos;
    if (!is_digits(whole) || (has_fraction && !is_digits(fraction))) {
        return fail(ErrorCode::invalid_argument,
                    "read amount \"{}\": write XLM as digits with an optional point, such as 2.5",
                    text.substr(0, 64));
    }
    if (fraction.size() > decimals) {
        return fail(ErrorCode::invalid_argument,
                    "read amount \"{}\": XLM has {} decimals, this has {}", text.substr(0, 64),
                    decimals, fraction.size());
    }
    Int128 count = 0;
    std::string padded{fraction};
    padded.resize(decimals, '0');
    if (!append_digits(count, whole) || !append_digits(count, padded)) {
        return fail(ErrorCode::invalid_argument,
                    "read amount \"{}\": more than the chain can count", text.substr(0, 64));
    }
    return Stroops{count};
}

Result<Stroops> parse_stroops(std::string_view text) {
    Int128 count = 0;
    if (!is_digits(text)) {
        return fail(ErrorCode::invalid_argument,
                    "read amount \"{}\": stroops are a whole number of digits", text.substr(0, 64));
    }
    if (!append_digits(count, text)) {
        return fail(ErrorCode::invalid_argument,
                    "read amount \"{}\": more than the chain can count", text.substr(0, 64));
    }
    return Stroops{count};
}

std::string to_xlm(Stroops amount) {
    Int128 count = amount.count();
    std::string text = count < 0 ? "-" : "";
    text += magnitude(count / stroops_per_xlm);
    std::string fraction = magnitude(count % stroops_per_xlm);
    fraction.insert(0, decimals - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (!fraction.empty()) text += "." + fraction;
    return text;
}

std::string to_decimal(Stroops amount) {
    return (amount.count() < 0 ? "-" : "") + magnitude(amount.count());
}

}  // namespace carrot::market
