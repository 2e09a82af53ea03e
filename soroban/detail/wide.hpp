// 128-bit arithmetic out of 64-bit steps: the wasm target has no compiler runtime that multiplies
// and divides so wide.
#pragma once

#include "soroban/detail/meta.hpp"

namespace soroban::detail {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

inline constexpr Int128 int128_min = static_cast<Int128>(Uint128{1} << 127);

/// value / divisor, rounded down. `divisor` must not be 0.
constexpr Uint128 divide(Uint128 value, u32 divisor) {
    constexpr u64 low_half = 0xffff'ffff;
    const u64 high = static_cast<u64>(value >> 64);
    const u64 low = static_cast<u64>(value);

    const u64 high_quotient = high / divisor;
    const u64 middle = (high % divisor) << 32 | low >> 32;
    const u64 middle_quotient = middle / divisor;
    const u64 last = (middle % divisor) << 32 | (low & low_half);
    const u64 low_quotient = middle_quotient << 32 | last / divisor;
    return static_cast<Uint128>(high_quotient) << 64 | low_quotient;
}

/// value / divisor, rounded towards zero, as C++ divides. `divisor` must not be 0.
constexpr Int128 divide(Int128 value, u32 divisor) {
    if (value >= 0) return static_cast<Int128>(divide(static_cast<Uint128>(value), divisor));
    const Uint128 magnitude = -static_cast<Uint128>(value);
    return -static_cast<Int128>(divide(magnitude, divisor));
}

constexpr Uint128 magnitude_of(Int128 value) {
    return value < 0 ? -static_cast<Uint128>(value) : static_cast<Uint128>(value);
}

template <class Wide>
struct Division {
    Wide quotient;
    Wide remainder;
};

/// Bit by bit where 64 bits do not hold both. `divisor` must not be 0.
constexpr Division<Uint128> divide_wide(Uint128 value, Uint128 divisor) {
    if (value >> 64 == 0 && divisor >> 64 == 0) {
        const u64 small = static_cast<u64>(value);
        const u64 by = static_cast<u64>(divisor);
        return {small / by, small % by};
    }
    Division<Uint128> result{0, 0};
    for (int bit = 0; bit < 128; ++bit) {
        const bool carry = result.remainder >> 127 != 0;
        result.remainder = result.remainder << 1 | value >> 127;
        result.quotient <<= 1;
        value <<= 1;
        if (carry || result.remainder >= divisor) {
            result.remainder -= divisor;
            result.quotient |= 1;
        }
    }
    return result;
}

/// Rounded towards zero, the remainder with the sign of `value`, as C++ divides. The quotient wraps
/// for int128_min / -1.
constexpr Division<Int128> divide_wide(Int128 value, Int128 divisor) {
    const auto [quotient, remainder] = divide_wide(magnitude_of(value), magnitude_of(divisor));
    return {static_cast<Int128>((value < 0) != (divisor < 0) ? -quotient : quotient),
            static_cast<Int128>(value < 0 ? -remainder : remainder)};
}

/// a * b in full.
constexpr Uint128 multiply(u64 a, u64 b) {
    constexpr u64 low_half = 0xffff'ffff;
    const u64 low = (a & low_half) * (b & low_half);
    const u64 middle = (a >> 32) * (b & low_half) + (low >> 32);
    const u64 other_middle = (a & low_half) * (b >> 32) + (middle & low_half);
    const u64 high = (a >> 32) * (b >> 32) + (middle >> 32) + (other_middle >> 32);
    return static_cast<Uint128>(high) << 64 | (other_middle << 32 | (low & low_half));
}

/// a * b in `product`; says whether it overflowed.
constexpr bool multiply_overflows(Uint128 a, Uint128 b, Uint128& product) {
    const u64 a_high = static_cast<u64>(a >> 64);
    const u64 b_high = static_cast<u64>(b >> 64);
    if (a_high != 0 && b_high != 0) return true;
    const Uint128 cross =
        a_high != 0 ? multiply(a_high, static_cast<u64>(b)) : multiply(static_cast<u64>(a), b_high);
    if (cross >> 64 != 0) return true;
    const Uint128 low = multiply(static_cast<u64>(a), static_cast<u64>(b));
    return __builtin_add_overflow(cross << 64, low, &product);
}

/// The same for signed numbers.
constexpr bool multiply_overflows(Int128 a, Int128 b, Int128& product) {
    const bool negative = (a < 0) != (b < 0);
    Uint128 magnitude = 0;
    if (multiply_overflows(magnitude_of(a), magnitude_of(b), magnitude)) return true;
    const Uint128 limit = magnitude_of(int128_min) - (negative ? 0 : 1);
    if (magnitude > limit) return true;
    product = static_cast<Int128>(negative ? -magnitude : magnitude);
    return false;
}

}  // namespace soroban::detail
