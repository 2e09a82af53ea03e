// The few compile-time tools the SDK needs where there is no standard library: integers, text,
// arrays, index sequences, tuples.
#pragma once

#if !defined(__wasm__)
#include <cstdint>
#include <string_view>
#endif

namespace soroban {

#if defined(__wasm__)
using u8 = unsigned char;
using u32 = unsigned int;
using i32 = int;
using u64 = unsigned long long;
using i64 = long long;
#else
using u8 = std::uint8_t;
using u32 = std::uint32_t;
using i32 = std::int32_t;
using u64 = std::uint64_t;
using i64 = std::int64_t;
#endif

/// A view of characters that outlive it, usable in constant expressions.
struct Text {
    const char* data = "";
    u32 size = 0;

    constexpr Text() = default;
    constexpr Text(const char* start, u32 length) : data(start), size(length) {}
    constexpr Text(const char* terminated) : data(terminated) {
        while (terminated[size] != 0)
            ++size;
    }

    constexpr bool starts_with(Text prefix) const {
        if (prefix.size > size) return false;
        for (u32 i = 0; i < prefix.size; ++i) {
            if (data[i] != prefix.data[i]) return false;
        }
        return true;
    }
    constexpr Text drop(u32 count) const { return {data + count, size - count}; }
    constexpr Text without_suffix(u32 count) const { return {data, size - count}; }

    /// What follows the last (first) `mark`; all of it where there is none (nothing for first).
    constexpr Text after_last(Text mark) const {
        for (u32 at = size; at-- > 0;) {
            if (drop(at).starts_with(mark)) return drop(at + mark.size);
        }
        return *this;
    }
    constexpr Text after_first(Text mark) const {
        const u32 head = before_first(mark).size;
        return head == size ? drop(size) : drop(head + mark.size);
    }
    /// What stands before the first `mark`; all of it where there is none.
    constexpr Text before_first(Text mark) const {
        for (u32 at = 0; at < size; ++at) {
            if (drop(at).starts_with(mark)) return {data, at};
        }
        return *this;
    }

    friend constexpr bool operator==(Text a, Text b) {
        return a.size == b.size && a.starts_with(b);
    }
    /// Byte order, a prefix first: the host's order of symbols.
    friend constexpr bool operator<(Text a, Text b) {
        for (u32 i = 0; i < a.size && i < b.size; ++i) {
            if (a.data[i] != b.data[i]) return a.data[i] < b.data[i];
        }
        return a.size < b.size;
    }

#if !defined(__wasm__)
    constexpr operator std::string_view() const { return {data, size}; }
#endif
};

namespace detail {

/// Characters of exactly N bytes: what ends up in a data segment, and a template argument.
template <u32 N>
struct Literal {
    char chars[N == 0 ? 1 : N]{};

    constexpr explicit Literal(Text text) {
        for (u32 i = 0; i < N; ++i)
            chars[i] = text.data[i];
    }
    constexpr operator Text() const { return {chars, N}; }
};

/// A string literal as template argument.
template <u32 N>
struct TemplateText : Literal<N> {
    consteval TemplateText(const char (&text)[N + 1]) : Literal<N>(Text(text, N)) {}
    consteval TemplateText(Literal<N> text) : Literal<N>(text) {}
};
template <u32 N>
TemplateText(const char (&)[N]) -> TemplateText<N - 1>;
template <u32 N>
TemplateText(Literal<N>) -> TemplateText<N>;

template <class T, u32 N>
struct Array {
    T items[N == 0 ? 1 : N];

    constexpr const T& operator[](u32 index) const { return items[index]; }
    constexpr T& operator[](u32 index) { return items[index]; }
    constexpr const T* begin() const { return items; }
    constexpr const T* end() const { return items + N; }
    static constexpr u32 size() { return N; }
};

template <class Integer, Integer... Index>
struct IntegerPack {};
template <u32... Index>
using Indices = IntegerPack<u32, Index...>;

template <u32 N>
consteval auto make_indices() {
    return __make_integer_seq<IntegerPack, u32, N>{};
}

template <class T, class U>
inline constexpr bool is_same = false;
template <class T>
inline constexpr bool is_same<T, T> = true;

template <class T>
using remove_const = __remove_const(T);
template <class T>
using remove_cvref = __remove_cvref(T);

template <u32 Index, class T>
struct TupleItem {
    T item;
};

template <class Pack, class... T>
struct TupleOf;
template <u32... Index, class... T>
struct TupleOf<Indices<Index...>, T...> : TupleItem<Index, T>... {};

template <class... T>
struct Tuple : TupleOf<decltype(make_indices<sizeof...(T)>()), T...> {};
template <class... T>
Tuple(T...) -> Tuple<T...>;

template <u32 Index, class T>
constexpr const T& get(const TupleItem<Index, T>& tuple) {
    return tuple.item;
}
template <u32 Index, class T>
constexpr T& get(TupleItem<Index, T>& tuple) {
    return tuple.item;
}

/// A list of types, as a value.
template <class... T>
struct TypeList {
    static constexpr u32 size = sizeof...(T);
};

template <class... A, class... B>
consteval auto operator+(TypeList<A...>, TypeList<B...>) -> TypeList<A..., B...> {
    return {};
}

template <class Visitor, class... T>
constexpr void for_each_type(TypeList<T...>, Visitor&& visit) {
    (visit.template operator()<T>(), ...);
}

}  // namespace detail
}  // namespace soroban
