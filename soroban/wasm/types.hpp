// The host's value types in a contract: handles of values that the host keeps, and checked money.
// Nothing is decoded before it is looked at; most values only pass through a contract.
#pragma once

#include "soroban/detail/wide.hpp"
#include "soroban/wasm/codec.hpp"

namespace soroban {

/// A signed 128-bit amount. Arithmetic that overflows ends the call.
struct i128 {
    Val val;

    i128() = default;
    constexpr i128(int small) : val(Val::of(Tag::i128_small, static_cast<u64>(i64{small}))) {}
    constexpr explicit i128(Val encoded) : val(encoded) {}

    [[gnu::noinline]] static i128 of(detail::Int128 wide) {
        const i64 low = static_cast<i64>(wide);
        if (wide == low && low << 8 >> 8 == low) {
            return i128(Val::of(Tag::i128_small, static_cast<u64>(low)));
        }
        return i128(
            host::obj_from_i128_pieces(static_cast<i64>(wide >> 64), static_cast<u64>(low)));
    }

    [[gnu::noinline]] detail::Int128 wide() const {
        if (val.is(Tag::i128_small)) return val.signed_body();
        const auto high = static_cast<detail::Int128>(host::obj_to_i128_hi64(val));
        return high << 64 | host::obj_to_i128_lo64(val);
    }

    friend i128 operator+(i128 a, i128 b) {
        detail::Int128 sum;
        if (__builtin_add_overflow(a.wide(), b.wide(), &sum)) trap();
        return of(sum);
    }
    friend i128 operator-(i128 a, i128 b) {
        detail::Int128 difference;
        if (__builtin_sub_overflow(a.wide(), b.wide(), &difference)) trap();
        return of(difference);
    }
    /// Rounds towards zero.
    friend i128 operator/(i128 a, u32 divisor) {
        if (divisor == 0) trap();
        return of(detail::divide(a.wide(), divisor));
    }
    friend bool operator==(i128 a, i128 b) { return a.wide() == b.wide(); }
    friend bool operator<(i128 a, i128 b) { return a.wide() < b.wide(); }
    friend bool operator>(i128 a, i128 b) { return b < a; }
    friend bool operator<=(i128 a, i128 b) { return !(b < a); }
    friend bool operator>=(i128 a, i128 b) { return !(a < b); }
};

template <>
struct Codec<i128> {
    static Val encode(i128 amount) { return amount.val; }
    [[gnu::noinline]] static i128 decode(Val val) {
        if (!val.is(Tag::i128_small)) expect(val, Tag::i128_object);
        return i128(val);
    }
};

/// Unix seconds: a u64 at the contract's border, below 2^56 within.
struct Timestamp {
    static constexpr Tag host_tag = Tag::u64_small;
    Val val;

    Timestamp() = default;
    constexpr Timestamp(u64 seconds) : val(Val::of(host_tag, seconds)) {}
    static constexpr Timestamp of(Val encoded) { return {encoded.body()}; }

    constexpr operator u64() const { return val.body(); }
};

/// An account or a contract.
struct Address {
    static constexpr Tag host_tag = Tag::address_object;
    Val val;

    static Address of(Val encoded) { return {encoded}; }

    /// Ends the call unless this address has authorized it with exactly these arguments. A contract
    /// that calls directly has.
    void require_auth() const { host::require_auth(val); }

    friend bool operator==(const Address& a, const Address& b) {
        return host::obj_cmp(a.val, b.val) == 0;
    }
};

/// Bytes that are text by custom; the host does not check that.
struct String {
    static constexpr Tag host_tag = Tag::string_object;
    Val val;

    static String of(Val encoded) { return {encoded}; }
    [[gnu::noinline]] static String copy_of(const void* start, u32 size_bytes) {
        return {host::string_new_from_linear_memory(detail::host_pointer(start),
                                                    detail::host_u32(size_bytes))};
    }
    static String empty() { return copy_of(nullptr, 0); }

    [[gnu::noinline]] u32 size_bytes() const { return host::string_len(val).upper(); }

    /// Copies the first `size` bytes; ends the call where there are fewer.
    [[gnu::noinline]] void copy_to(void* destination, u32 size) const {
        host::string_copy_to_linear_memory(
            val, detail::host_u32(0), detail::host_pointer(destination), detail::host_u32(size));
    }

    [[gnu::noinline]] bool starts_with(Text prefix) const {
        char head[64];
        if (prefix.size > sizeof head) trap();
        if (size_bytes() < prefix.size) return false;
        copy_to(head, prefix.size);
        return Text(head, prefix.size) == prefix;
    }
};

/// A list of T.
template <class T>
struct Vec {
    static constexpr Tag host_tag = Tag::vec_object;
    Val val;

    static Vec of(Val encoded) { return {encoded}; }
    static Vec of(const Val* items, u32 count) { return {detail::make_vec(items, count)}; }
};

/// The host's names: up to 9 characters live in the Val itself.
template <detail::TemplateText Name>
struct Symbol {
    static constexpr Text text = Name;
    static_assert(text.size <= 32, "a symbol has at most 32 characters");

    static constexpr bool is_small = text.size <= 9;
    static constexpr Val small = [] {
        u64 body = 0;
        for (u32 i = 0; is_small && i < text.size; ++i) {
            const char c = text.data[i];
            const u64 code = c == '_'   ? 1
                             : c <= '9' ? static_cast<u64>(c - '0' + 2)
                             : c <= 'Z' ? static_cast<u64>(c - 'A' + 12)
                                        : static_cast<u64>(c - 'a' + 38);
            body = body << 6 | code;
        }
        return Val::of(Tag::symbol_small, body);
    }();

    static Val val() {
        if constexpr (is_small) {
            return small;
        } else {
            static constexpr auto chars = detail::Literal<text.size>(text);
            return detail::make_symbol(chars.chars, text.size);
        }
    }
};

}  // namespace soroban
