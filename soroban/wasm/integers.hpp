// Numbers that do not always fit a Val, and money that never wraps.
//
// They keep the host's form until they are looked at: an amount that only passes through a contract
// costs nothing. 128-bit arithmetic that overflows, and division by zero, end the call; U256 and
// I256 are computed by the host, which does the same.
#pragma once

#include "soroban/detail/wide.hpp"
#include "soroban/wasm/codec.hpp"

namespace soroban {

namespace detail {

/// How the two 128-bit kinds differ.
struct Signed {
    using Wide = Int128;
    using Object = I128Object;
    static constexpr Tag small = Tag::i128_small;
    static constexpr Tag object = Tag::i128_object;

    static constexpr bool fits(Wide wide) {
        const i64 low = static_cast<i64>(wide);
        return wide == low && low << 8 >> 8 == low;
    }
    static Wide small_body(Val val) { return val.signed_body(); }
    static Val make(Wide wide) {
        return host::obj_from_i128_pieces(static_cast<i64>(wide >> 64), static_cast<u64>(wide));
    }
    static Wide read(Object amount) {
        const auto high = static_cast<Wide>(host::obj_to_i128_hi64(amount));
        return high << 64 | host::obj_to_i128_lo64(amount);
    }
};

struct Unsigned {
    using Wide = Uint128;
    using Object = U128Object;
    static constexpr Tag small = Tag::u128_small;
    static constexpr Tag object = Tag::u128_object;

    static constexpr bool fits(Wide wide) { return wide >> 56 == 0; }
    static Wide small_body(Val val) { return val.body(); }
    static Val make(Wide wide) {
        return host::obj_from_u128_pieces(static_cast<u64>(wide >> 64), static_cast<u64>(wide));
    }
    static Wide read(Object amount) {
        const auto high = static_cast<Wide>(host::obj_to_u128_hi64(amount));
        return high << 64 | host::obj_to_u128_lo64(amount);
    }
};

template <class Kind>
struct Checked128 {
    using Wide = typename Kind::Wide;
    Val val;

    Checked128() = default;
    /// Beyond 56 bits not in a constant expression: the host keeps such numbers. Ends the call for
    /// a negative number where the kind has none.
    template <class Number>
        requires(__is_integral(Number) || __is_floating_point(Number))
    constexpr Checked128(Number number) : Checked128(small_or_made(number)) {
        static_assert(__is_integral(Number),
                      "money is whole units: instead of a fraction write amount * 95 / 100");
    }
    constexpr explicit Checked128(Val encoded) : val(encoded) {}

    [[gnu::noinline]] static Checked128 of(Wide wide) {
        if (Kind::fits(wide)) return Checked128(Val::of(Kind::small, static_cast<u64>(wide)));
        return Checked128(Kind::make(wide));
    }

    [[gnu::noinline]] Wide wide() const {
        return val.is(Kind::small) ? Kind::small_body(val) : Kind::read(typename Kind::Object(val));
    }

    friend Checked128 operator+(Checked128 a, Checked128 b) {
        Wide sum;
        if (__builtin_add_overflow(a.wide(), b.wide(), &sum)) trap();
        return of(sum);
    }
    friend Checked128 operator-(Checked128 a, Checked128 b) {
        Wide difference;
        if (__builtin_sub_overflow(a.wide(), b.wide(), &difference)) trap();
        return of(difference);
    }
    friend Checked128 operator*(Checked128 a, Checked128 b) {
        Wide product;
        if (multiply_overflows(a.wide(), b.wide(), product)) trap();
        return of(product);
    }
    /// Rounds towards zero.
    friend Checked128 operator/(Checked128 a, Checked128 b) {
        return of(divide_checked(a.wide(), b.wide()).quotient);
    }
    friend Checked128 operator/(Checked128 a, u32 divisor) {
        if (divisor == 0) trap();
        return of(divide(a.wide(), divisor));
    }
    /// Of the sign of `a`, as in C++.
    friend Checked128 operator%(Checked128 a, Checked128 b) {
        return of(divide_checked(a.wide(), b.wide()).remainder);
    }
    Checked128& operator+=(Checked128 other) { return *this = *this + other; }
    Checked128& operator-=(Checked128 other) { return *this = *this - other; }

    friend bool operator==(Checked128 a, Checked128 b) { return a.wide() == b.wide(); }
    friend bool operator<(Checked128 a, Checked128 b) { return a.wide() < b.wide(); }
    friend bool operator>(Checked128 a, Checked128 b) { return b < a; }
    friend bool operator<=(Checked128 a, Checked128 b) { return !(b < a); }
    friend bool operator>=(Checked128 a, Checked128 b) { return !(a < b); }

private:
    template <class Number>
    static constexpr Val small_or_made(Number number) {
        if constexpr (Number(-1) < Number(0) && Wide(-1) > Wide(0)) {
            if (number < 0) trap();
        }
        const Wide wide = static_cast<Wide>(number);
        return Kind::fits(wide) ? Val::of(Kind::small, static_cast<u64>(number)) : Kind::make(wide);
    }

    [[gnu::noinline]] static Division<Wide> divide_checked(Wide a, Wide b) {
        if (b == 0) trap();
        const auto division = divide_wide(a, b);
        // The one quotient that does not fit: -2^127 / -1.
        if (a < 0 && b < 0 && division.quotient < 0) trap();
        return division;
    }
};

}  // namespace detail

/// A signed 128-bit amount: what tokens count in.
using i128 = detail::Checked128<detail::Signed>;
using u128 = detail::Checked128<detail::Unsigned>;

template <class Kind>
struct Codec<detail::Checked128<Kind>> {
    using Checked = detail::Checked128<Kind>;
    static Val encode(Checked amount) { return amount.val; }
    [[gnu::noinline]] static Checked decode(Val val) {
        if (!val.is(Kind::small)) expect(val, Kind::object);
        return Checked(val);
    }
};

/// Unix seconds as a plain u64 at the contract's border; below 2^56.
struct Timestamp {
    static constexpr Tag host_tag = Tag::u64_small;
    Val val;

    Timestamp() = default;
    constexpr Timestamp(u64 seconds) : val(Val::of(host_tag, seconds)) {}
    static constexpr Timestamp of(Val encoded) { return {encoded.body()}; }

    constexpr operator u64() const { return val.body(); }
};

/// The host's own kind of unix seconds.
struct Timepoint {
    u64 seconds;
    friend constexpr bool operator==(Timepoint, Timepoint) = default;
};

/// The host's own kind of a number of seconds.
struct Duration {
    u64 seconds;
    friend constexpr bool operator==(Duration, Duration) = default;
};

template <>
struct Codec<Timepoint> {
    static Val encode(Timepoint time) {
        if (time.seconds >> 56 == 0) return Val::of(Tag::timepoint_small, time.seconds);
        return host::timepoint_obj_from_u64(time.seconds);
    }
    static Timepoint decode(Val val) {
        if (val.is(Tag::timepoint_small)) return {val.body()};
        return {host::timepoint_obj_to_u64(TimepointObject(expect(val, Tag::timepoint_object)))};
    }
};

template <>
struct Codec<Duration> {
    static Val encode(Duration duration) {
        if (duration.seconds >> 56 == 0) return Val::of(Tag::duration_small, duration.seconds);
        return host::duration_obj_from_u64(duration.seconds);
    }
    static Duration decode(Val val) {
        if (val.is(Tag::duration_small)) return {val.body()};
        return {host::duration_obj_to_u64(DurationObject(expect(val, Tag::duration_object)))};
    }
};

/// An unsigned 256-bit number, kept and computed by the host.
struct U256 {
    Val val;

    U256() = default;
    constexpr explicit U256(Val encoded) : val(encoded) {}
    constexpr U256(u32 number) : val(Val::of(Tag::u256_small, number)) {}
    /// From four 64-bit pieces, the highest first.
    static U256 of(u64 high_high, u64 high_low, u64 low_high, u64 low_low) {
        return U256(host::obj_from_u256_pieces(high_high, high_low, low_high, low_low));
    }

    friend U256 operator+(U256 a, U256 b) { return U256(host::u256_add(a.host(), b.host())); }
    friend U256 operator-(U256 a, U256 b) { return U256(host::u256_sub(a.host(), b.host())); }
    friend U256 operator*(U256 a, U256 b) { return U256(host::u256_mul(a.host(), b.host())); }
    friend U256 operator/(U256 a, U256 b) { return U256(host::u256_div(a.host(), b.host())); }
    friend U256 operator%(U256 a, U256 b) {
        return U256(host::u256_rem_euclid(a.host(), b.host()));
    }
    friend U256 operator<<(U256 a, u32 bits) { return U256(host::u256_shl(a.host(), bits)); }
    friend U256 operator>>(U256 a, u32 bits) { return U256(host::u256_shr(a.host(), bits)); }
    U256 pow(u32 exponent) const { return U256(host::u256_pow(host(), exponent)); }

    friend bool operator==(U256 a, U256 b) { return compare(a, b) == 0; }
    friend bool operator<(U256 a, U256 b) { return compare(a, b) < 0; }

private:
    // The host compares objects; small values are 56 bits wide.
    static i64 compare(U256 a, U256 b) {
        if (a.val.is(Tag::u256_small) && b.val.is(Tag::u256_small)) {
            return static_cast<i64>(a.val.body()) - static_cast<i64>(b.val.body());
        }
        return host::obj_cmp(a.val, b.val);
    }
    U256Val host() const { return U256Val(val); }
};

/// A signed 256-bit number, kept and computed by the host.
struct I256 {
    Val val;

    I256() = default;
    constexpr explicit I256(Val encoded) : val(encoded) {}
    constexpr I256(i32 number) : val(Val::of(Tag::i256_small, static_cast<u64>(i64{number}))) {}
    /// From four 64-bit pieces, the highest first.
    static I256 of(i64 high_high, u64 high_low, u64 low_high, u64 low_low) {
        return I256(host::obj_from_i256_pieces(high_high, high_low, low_high, low_low));
    }

    friend I256 operator+(I256 a, I256 b) { return I256(host::i256_add(a.host(), b.host())); }
    friend I256 operator-(I256 a, I256 b) { return I256(host::i256_sub(a.host(), b.host())); }
    friend I256 operator*(I256 a, I256 b) { return I256(host::i256_mul(a.host(), b.host())); }
    friend I256 operator/(I256 a, I256 b) { return I256(host::i256_div(a.host(), b.host())); }
    /// Never negative.
    friend I256 operator%(I256 a, I256 b) {
        return I256(host::i256_rem_euclid(a.host(), b.host()));
    }
    friend I256 operator<<(I256 a, u32 bits) { return I256(host::i256_shl(a.host(), bits)); }
    friend I256 operator>>(I256 a, u32 bits) { return I256(host::i256_shr(a.host(), bits)); }
    I256 pow(u32 exponent) const { return I256(host::i256_pow(host(), exponent)); }

    friend bool operator==(I256 a, I256 b) { return compare(a, b) == 0; }
    friend bool operator<(I256 a, I256 b) { return compare(a, b) < 0; }

private:
    // The host compares objects; small values are 56 bits wide.
    static i64 compare(I256 a, I256 b) {
        if (a.val.is(Tag::i256_small) && b.val.is(Tag::i256_small)) {
            return a.val.signed_body() - b.val.signed_body();
        }
        return host::obj_cmp(a.val, b.val);
    }
    I256Val host() const { return I256Val(val); }
};

template <>
struct Codec<U256> {
    static Val encode(U256 number) { return number.val; }
    static U256 decode(Val val) {
        if (!val.is(Tag::u256_small)) expect(val, Tag::u256_object);
        return U256(val);
    }
};

template <>
struct Codec<I256> {
    static Val encode(I256 number) { return number.val; }
    static I256 decode(Val val) {
        if (!val.is(Tag::i256_small)) expect(val, Tag::i256_object);
        return I256(val);
    }
};

}  // namespace soroban
