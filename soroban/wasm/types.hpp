// The host's value types in a contract: handles of objects that the host keeps, and checked money.
#pragma once

#include "soroban/detail/wide.hpp"
#include "soroban/wasm/codec.hpp"

namespace soroban {

/// A signed 128-bit amount. Arithmetic that overflows ends the call.
struct i128 {
    detail::Int128 value = 0;

    constexpr i128() = default;
    constexpr i128(i64 small) : value(small) {}
    constexpr explicit i128(detail::Int128 wide) : value(wide) {}

    friend i128 operator+(i128 a, i128 b) {
        detail::Int128 sum;
        if (__builtin_add_overflow(a.value, b.value, &sum)) trap();
        return i128(sum);
    }
    friend i128 operator-(i128 a, i128 b) {
        detail::Int128 difference;
        if (__builtin_sub_overflow(a.value, b.value, &difference)) trap();
        return i128(difference);
    }
    /// Rounds towards zero.
    friend i128 operator/(i128 a, u32 divisor) {
        if (divisor == 0) trap();
        return i128(detail::divide(a.value, divisor));
    }
    friend constexpr bool operator==(i128 a, i128 b) { return a.value == b.value; }
    friend constexpr bool operator<(i128 a, i128 b) { return a.value < b.value; }
    friend constexpr bool operator>(i128 a, i128 b) { return a.value > b.value; }
    friend constexpr bool operator<=(i128 a, i128 b) { return a.value <= b.value; }
    friend constexpr bool operator>=(i128 a, i128 b) { return a.value >= b.value; }
};

template <>
struct Codec<i128> {
    [[gnu::noinline]] static Val encode(i128 amount) {
        const i64 low = static_cast<i64>(amount.value);
        if (amount.value == low && low << 8 >> 8 == low) {
            return Val::of(Tag::i128_small, static_cast<u64>(low));
        }
        return host::obj_from_i128_pieces(static_cast<i64>(amount.value >> 64),
                                          static_cast<u64>(low));
    }
    [[gnu::noinline]] static i128 decode(Val val) {
        if (val.is(Tag::i128_small)) return i128(val.signed_body());
        expect(val, Tag::i128_object);
        const auto high = static_cast<detail::Int128>(host::obj_to_i128_hi64(val));
        return i128(high << 64 | host::obj_to_i128_lo64(val));
    }
};

/// An account or a contract.
struct Address {
    static constexpr Tag object_tag = Tag::address_object;
    Val val;

    /// Ends the call unless this address has authorized it with exactly these arguments. A contract
    /// that calls directly has.
    void require_auth() const { host::require_auth(val); }

    friend bool operator==(const Address& a, const Address& b) {
        return host::obj_cmp(a.val, b.val) == 0;
    }
};

/// Bytes that are text by custom; the host does not check that.
struct String {
    static constexpr Tag object_tag = Tag::string_object;
    Val val;

    static String of(Text text) {
        return {host::string_new_from_linear_memory(detail::host_pointer(text.data),
                                                    detail::host_u32(text.size))};
    }

    [[gnu::noinline]] u32 size_bytes() const { return host::string_len(val).upper(); }

    [[gnu::noinline]] bool starts_with(Text prefix) const {
        if (size_bytes() < prefix.size) return false;
        char head[64];
        if (prefix.size > sizeof head) trap();
        host::string_copy_to_linear_memory(val, detail::host_u32(0), detail::host_pointer(head),
                                           detail::host_u32(prefix.size));
        return Text(head, prefix.size) == prefix;
    }
};

struct Bytes {
    static constexpr Tag object_tag = Tag::bytes_object;
    Val val;

    static Bytes of(const void* start, u32 size_bytes) {
        return {detail::make_bytes(start, size_bytes)};
    }

    u32 size_bytes() const { return host::bytes_len(val).upper(); }

    void copy_to(void* destination, u32 size) const {
        host::bytes_copy_to_linear_memory(
            val, detail::host_u32(0), detail::host_pointer(destination), detail::host_u32(size));
    }
};

/// A list of T, made in one piece.
template <class T>
struct Vec {
    static constexpr Tag object_tag = Tag::vec_object;
    Val val;

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
