// Between C++ types and host values. Codec<T> exists for every type that can cross the contract's
// border; a value of another type than declared ends the call.
#pragma once

#include "soroban/reflect.hpp"
#include "soroban/tuple.hpp"
#include "soroban/union.hpp"
#include "soroban/wasm/host.hpp"

namespace soroban {

template <class T>
struct Codec;

template <class T>
Val encode(const T& value) {
    return Codec<detail::remove_const<T>>::encode(value);
}
template <class T>
T decode(Val val) {
    return Codec<T>::decode(val);
}

template <>
struct Codec<Val> {
    static Val encode(Val val) { return val; }
    static Val decode(Val val) { return val; }
};

template <>
struct Codec<bool> {
    static Val encode(bool value) { return {value ? 1u : 0u}; }
    static bool decode(Val val) {
        if (val.bits > 1) trap();
        return val.bits == 1;
    }
};

template <>
struct Codec<u32> {
    static constexpr Val encode(u32 value) { return Val::of_upper(Tag::u32_value, value); }
    static u32 decode(Val val) { return expect(val, Tag::u32_value).upper(); }
};

template <>
struct Codec<i32> {
    static constexpr Val encode(i32 value) {
        return Val::of_upper(Tag::i32_value, static_cast<u32>(value));
    }
    static i32 decode(Val val) { return static_cast<i32>(expect(val, Tag::i32_value).upper()); }
};

template <>
struct Codec<u64> {
    [[gnu::noinline]] static Val encode(u64 value) {
        if (value >> 56 == 0) return Val::of(Tag::u64_small, value);
        return host::obj_from_u64(value);
    }
    [[gnu::noinline]] static u64 decode(Val val) {
        if (val.is(Tag::u64_small)) return val.body();
        return host::obj_to_u64(U64Object(expect(val, Tag::u64_object)));
    }
};

template <>
struct Codec<i64> {
    [[gnu::noinline]] static Val encode(i64 value) {
        const u64 bits = static_cast<u64>(value);
        if (static_cast<i64>(bits << 8) >> 8 == value) return Val::of(Tag::i64_small, bits);
        return host::obj_from_i64(value);
    }
    [[gnu::noinline]] static i64 decode(Val val) {
        if (val.is(Tag::i64_small)) return val.signed_body();
        return host::obj_to_i64(I64Object(expect(val, Tag::i64_object)));
    }
};

/// Types that are nothing but a host value of one kind: `Val val` and `host_tag`.
template <class T>
concept Handle = requires { T::host_tag; };

template <Handle T>
struct Codec<T> {
    static Val encode(const T& handle) { return handle.val; }
    static T decode(Val val) { return T::of(expect(val, T::host_tag)); }
};

template <class T>
concept Enumeration = __is_enum(T);

template <Enumeration T>
struct Codec<T> {
    static constexpr Val encode(T value) { return Codec<u32>::encode(static_cast<u32>(value)); }
    /// Ends the call for a number that has no name.
    static T decode(Val val) {
        const u32 number = Codec<u32>::decode(val);
        for (const u32 named : numbers) {
            if (named == number) return static_cast<T>(number);
        }
        trap();
    }

private:
    // Not the enumerators themselves: their names would be part of the contract.
    static constexpr auto numbers = [] {
        detail::Array<u32, enumerators<T>.size()> all{};
        for (u32 i = 0; i < all.size(); ++i)
            all[i] = enumerators<T>[i].value;
        return all;
    }();
};

namespace detail {

/// The order in which the host keeps the fields of a struct's map: by name.
template <u32 Count>
struct FieldOrder {
    Array<Text, Count> sorted_names{};
    Array<u32, Count> place_of_field{};

    template <class Names>
    consteval explicit FieldOrder(const Names& names, u32 first) {
        for (u32 i = 0; i < Count; ++i) {
            u32 place = 0;
            for (u32 other = 0; other < Count; ++other) {
                if (names[first + other] < names[first + i]) ++place;
            }
            place_of_field[i] = place;
            sorted_names[place] = names[first + i];
        }
    }
};

// Fields before `First` are left out: an event's topics.
template <class T, u32 First = 0>
inline constexpr FieldOrder<field_count<T> - First> field_order{field_names<T>, First};

/// A struct's fields as host values, in the order of their names.
template <class T, u32 First = 0>
struct FieldVals {
    static constexpr u32 count = field_count<T> - First;
    static constexpr auto& order = field_order<T, First>;

    Val vals[count == 0 ? 1 : count];

    FieldVals() = default;
    [[gnu::noinline]] explicit FieldVals(const T& object) {
        visit_fields(object, [&](auto&... fields) {
            u32 index = 0;
            (put(index++, fields), ...);
        });
    }

    [[gnu::noinline]] void decode_to(T& object) const {
        visit_fields(object, [&](auto&... fields) {
            u32 index = 0;
            ((fields = soroban::decode<remove_cvref<decltype(fields)>>(
                  vals[order.place_of_field[index++]])),
             ...);
        });
    }

    Val to_map() const { return make_map(order.sorted_names.items, vals, count); }
    void from_map(Val map) {
        unpack_map(expect(map, Tag::map_object), order.sorted_names.items, vals, count);
    }
    Val to_vec() const { return make_vec(vals, count); }
    void from_vec(Val vec) { unpack_vec(expect(vec, Tag::vec_object), vals, count); }

private:
    template <class Field>
    void put(u32 index, const Field& field) {
        if (index >= First) vals[order.place_of_field[index - First]] = encode(field);
    }
};

template <class... T>
Val encode_vec(const T&... items) {
    const Val vals[] = {encode(items)..., Val{}};
    return make_vec(vals, sizeof...(T));
}

}  // namespace detail

namespace detail {

/// Aggregates that are more than their fields, with codecs of their own.
template <class T>
inline constexpr bool is_compound = false;
template <class... T>
inline constexpr bool is_compound<Tuple<T...>> = true;
template <class T>
concept Compound = is_compound<T> || UnionType<T> || requires { T::own_codec; };

}  // namespace detail

/// A struct is a map from its fields' names.
template <class T>
concept Struct = __is_class(T) && __is_aggregate(T) && !Handle<T> && !detail::Compound<T>;

template <Struct T>
struct Codec<T> {
    static Val encode(const T& object) { return detail::FieldVals<T>(object).to_map(); }

    static T decode(Val val) {
        detail::FieldVals<T> fields;
        fields.from_map(val);
        T object;
        fields.decode_to(object);
        return object;
    }
};

}  // namespace soroban
