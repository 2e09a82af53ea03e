// 128-bit arithmetic out of 64-bit steps: the wasm target has no compiler runtime to divide by.
#pragma once

#include "soroban/detail/meta.hpp"

namespace soroban::detail {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

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

}  // namespace soroban::detail
