// How tuples, options and unions cross the contract's border.
#pragma once

#include "soroban/tuple.hpp"
#include "soroban/union.hpp"
#include "soroban/wasm/text.hpp"

namespace soroban {

/// A value or none.
template <class T>
struct Option {
    constexpr Option() = default;
    constexpr Option(T value) : present_(true), value_(value) {}

    constexpr bool has_value() const { return present_; }
    constexpr explicit operator bool() const { return present_; }
    /// Ends the call where there is none.
    constexpr const T& value() const {
        if (!present_) trap();
        return value_;
    }
    constexpr const T& operator*() const { return value(); }
    constexpr T value_or(T otherwise) const { return present_ ? value_ : otherwise; }

private:
    bool present_ = false;
    T value_{};
};

/// None is the host's Void.
template <class T>
struct Codec<Option<T>> {
    static Val encode(const Option<T>& option) {
        return option.has_value() ? soroban::encode(*option) : void_val;
    }
    static Option<T> decode(Val val) {
        if (val.is(Tag::void_value)) return {};
        return Option<T>(soroban::decode<T>(val));
    }
};

namespace detail {

/// Encodes a tuple's items into consecutive Vals, and back.
template <class... T>
void encode_items(const Tuple<T...>& tuple, Val* out) {
    [&]<u32... Index>(Indices<Index...>) {
        ((out[Index] = encode(get<Index>(tuple))), ...);
    }(make_indices<sizeof...(T)>());
}
template <class... T>
void decode_items(const Val* in, Tuple<T...>& tuple) {
    [&]<u32... Index>(Indices<Index...>) {
        ((get<Index>(tuple) = decode<T>(in[Index])), ...);
    }(make_indices<sizeof...(T)>());
}

template <class... T>
constexpr u32 tuple_size(const Tuple<T...>&) {
    return sizeof...(T);
}

template <class... Case>
inline constexpr Array<Text, sizeof...(Case)> case_names{{Case::name...}};

template <class T, class Cases>
struct UnionCodec;

template <class T, class... Case>
struct UnionCodec<T, TypeList<Case...>> {
    static Val encode(const T& value) {
        Val encoded = void_val;
        value.visit([&]<class Current>(const auto& values) {
            constexpr u32 count = Current::Types::size;
            Val vals[1 + count] = {symbol<Current::name_literal>().val};
            encode_items(values, vals + 1);
            encoded = make_vec(vals, 1 + count);
        });
        return encoded;
    }

    static T decode(Val val) {
        const VecObject vec(expect(val, Tag::vec_object));
        // Ends the call where the name is none of the cases'.
        const u32 place = host::symbol_index_in_linear_memory(
            SymbolVal(host::vec_front(vec)), case_names<Case...>.items, sizeof...(Case));
        T value;
        value.set_which(place);
        value.visit([&]<class Current>(auto& values) {
            constexpr u32 count = Current::Types::size;
            Val vals[1 + count];
            unpack_vec(vec, vals, 1 + count);
            decode_items(vals + 1, values);
        });
        return value;
    }
};

}  // namespace detail

template <class... T>
struct Codec<Tuple<T...>> {
    static Val encode(const Tuple<T...>& tuple) {
        Val vals[sizeof...(T) + 1];
        detail::encode_items(tuple, vals);
        return detail::make_vec(vals, sizeof...(T));
    }
    static Tuple<T...> decode(Val val) {
        Val vals[sizeof...(T) + 1];
        detail::unpack_vec(expect(val, Tag::vec_object), vals, sizeof...(T));
        Tuple<T...> tuple;
        detail::decode_items(vals, tuple);
        return tuple;
    }
};

template <detail::UnionType T>
struct Codec<T> : detail::UnionCodec<T, typename T::UnionCases> {};

}  // namespace soroban
