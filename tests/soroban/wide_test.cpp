// The division that the wasm target has no compiler runtime for, against the compiler's own.
#include "soroban/detail/wide.hpp"

#include <gtest/gtest.h>

namespace soroban::detail {
namespace {

constexpr Int128 largest = static_cast<Int128>(~Uint128{0} >> 1);
constexpr Int128 smallest = -largest - 1;

static_assert(divide(Int128{39}, 20) == 1);

TEST(Divide, RoundsTowardsZeroAsTheCompilerDoes) {
    for (const Int128 value :
         {Int128{0}, Int128{1}, Int128{-1}, Int128{19}, Int128{20}, Int128{-39}, Int128{1} << 64,
          (Int128{1} << 64) - 1, -(Int128{1} << 64) - 1, largest, largest - 1, smallest,
          smallest + 1}) {
        for (const u32 divisor : {1u, 2u, 3u, 20u, 720u, 0x8000'0000u, 0xffff'ffffu}) {
            EXPECT_TRUE(divide(value, divisor) == value / static_cast<Int128>(divisor))
                << static_cast<long long>(value >> 64) << " " << static_cast<u64>(value) << " / "
                << divisor;
        }
    }
}

TEST(Divide, AgreesOnManyValues) {
    Uint128 value = 1;
    for (int i = 0; i < 100'000; ++i) {
        value = value * 0x9e37'79b9'7f4a'7c15u + 0xd1b5'4a32'd192'ed03u;
        const u32 divisor = static_cast<u32>(value >> 40) | 1u;
        ASSERT_TRUE(divide(value, divisor) == value / divisor);
    }
}

}  // namespace
}  // namespace soroban::detail
