// What the compiler knows about a plain struct or enum: field names and values, enumerators, the
// type's name. Works for any aggregate without listing anything, both natively and freestanding.
//
//   soroban::visit_fields(gpu, [](auto&... fields) { … });
//   soroban::field_names<Gpu>[0] == "provider"
//   soroban::enumerators<Error>[0].name == "gpu_not_found"
//
// Limits: 16 fields a struct; enumerators between 0 and 255; no types of anonymous namespaces.
#pragma once

#include "soroban/detail/meta.hpp"

namespace soroban {

namespace detail {

// Converts to anything: counts how many initializers an aggregate takes.
struct AnyField {
    template <class T>
    operator T() const;
};

template <class T, class... Fields>
consteval u32 count_fields() {
    if constexpr (requires { T{Fields{}..., AnyField{}}; }) {
        return count_fields<T, Fields..., AnyField>();
    } else {
        return sizeof...(Fields);
    }
}

// Never defined: only the addresses of its fields are looked at, by the compiler.
template <class T>
struct Specimen {
    T value;
};
template <class T>
extern const Specimen<T> specimen;

// The compiler's own spelling of a template argument, between the last "= " and "]".
template <auto Argument>
consteval Text spelling() {
    return Text(__PRETTY_FUNCTION__).after_last("Argument = ").without_suffix(1);
}

template <class Argument>
consteval Text type_spelling() {
    return Text(__PRETTY_FUNCTION__).after_last("Argument = ").without_suffix(1);
}

}  // namespace detail

/// How many fields the aggregate T has.
template <class T>
inline constexpr u32 field_count = detail::count_fields<T>();

/// Calls `visitor` once with all fields of `object`, in the order of their declaration.
template <class T, class Visitor>
constexpr decltype(auto) visit_fields(T& object, Visitor&& visitor) {
    constexpr u32 count = field_count<detail::remove_const<T>>;
    static_assert(count <= 16, "a contract struct has at most 16 fields: group some of them");
    // clang-format off
    if constexpr (count == 0) { return visitor(); }
    else if constexpr (count == 1) { auto& [a] = object; return visitor(a); }
    else if constexpr (count == 2) { auto& [a, b] = object; return visitor(a, b); }
    else if constexpr (count == 3) { auto& [a, b, c] = object; return visitor(a, b, c); }
    else if constexpr (count == 4) { auto& [a, b, c, d] = object; return visitor(a, b, c, d); }
    else if constexpr (count == 5) { auto& [a, b, c, d, e] = object; return visitor(a, b, c, d, e); }
    else if constexpr (count == 6) { auto& [a, b, c, d, e, f] = object; return visitor(a, b, c, d, e, f); }
    else if constexpr (count == 7) { auto& [a, b, c, d, e, f, g] = object; return visitor(a, b, c, d, e, f, g); }
    else if constexpr (count == 8) { auto& [a, b, c, d, e, f, g, h] = object; return visitor(a, b, c, d, e, f, g, h); }
    else if constexpr (count == 9) { auto& [a, b, c, d, e, f, g, h, i] = object; return visitor(a, b, c, d, e, f, g, h, i); }
    else if constexpr (count == 10) { auto& [a, b, c, d, e, f, g, h, i, j] = object; return visitor(a, b, c, d, e, f, g, h, i, j); }
    else if constexpr (count == 11) { auto& [a, b, c, d, e, f, g, h, i, j, k] = object; return visitor(a, b, c, d, e, f, g, h, i, j, k); }
    else if constexpr (count == 12) { auto& [a, b, c, d, e, f, g, h, i, j, k, l] = object; return visitor(a, b, c, d, e, f, g, h, i, j, k, l); }
    else if constexpr (count == 13) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = object; return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m); }
    else if constexpr (count == 14) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = object; return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n); }
    else if constexpr (count == 15) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = object; return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o); }
    else { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = object; return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p); }
    // clang-format on
}

namespace detail {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"  // the specimen is not to be defined
template <class T>
struct Fields {
    static constexpr auto pointers = visit_fields(specimen<T>.value, [](auto&... fields) {
        return Tuple<decltype(&fields)...>{{{&fields}...}};
    });

    // The bare name: "provider" of "&specimen<Gpu>.value.provider".
    template <u32 Index>
    static constexpr auto literal = [] {
        constexpr Text name = spelling<get<Index>(pointers)>().after_last(".");
        return Literal<name.size>(name);
    }();

    static constexpr Array<Text, field_count<T>> names = []<u32... Index>(Indices<Index...>) {
        return Array<Text, sizeof...(Index)>{{Text(literal<Index>)...}};
    }(make_indices<field_count<T>>());
};
#pragma clang diagnostic pop

// The types of T's fields as a TypeList.
template <class... Pointer>
consteval auto pointees(const Tuple<Pointer...>&) {
    return TypeList<remove_cvref<decltype(*Pointer{})>...>{};
}
template <class T>
using FieldTypes = decltype(pointees(Fields<T>::pointers));

}  // namespace detail

/// The names of T's fields, in the order of their declaration.
template <class T>
inline constexpr auto& field_names = detail::Fields<T>::names;

/// T's own name, without its namespaces.
template <class T>
inline constexpr Text type_name = detail::type_spelling<T>().after_last("::").after_last(" ");

struct Enumerator {
    Text name;
    u32 value;
};

namespace detail {

// "{carrot::Error::a, (carrot::Error)1, …}" for the values 0 … 255: those that have a name are
// spelled with "::", the others as a cast.
template <class E, auto... Values>
consteval Text spell_values() {
    return Text(__PRETTY_FUNCTION__).after_last("Values = <").without_suffix(2);
}

template <class E>
consteval Text spell_enum() {
    return []<u32... Index>(Indices<Index...>) {
        return spell_values<E, static_cast<E>(Index)...>();
    }(make_indices<256>());
}

template <class E, class Visitor>
consteval void each_enumerator(Visitor visit) {
    Text rest = spell_enum<E>();
    for (u32 value = 0; value < 256; ++value) {
        const Text entry = rest.before_first(", ");
        rest = rest.after_first(", ");
        if (entry.data[0] != '(') visit(Enumerator{entry.after_last("::"), value});
    }
}

template <class E>
consteval u32 count_enumerators() {
    u32 count = 0;
    each_enumerator<E>([&](Enumerator) { ++count; });
    return count;
}

template <class E>
consteval auto list_enumerators() {
    Array<Enumerator, count_enumerators<E>()> list{};
    u32 count = 0;
    each_enumerator<E>([&](Enumerator enumerator) { list[count++] = enumerator; });
    return list;
}

// Whether a number of 256 … 1023 has a name, which the list would leave out.
template <class E>
inline constexpr bool has_enumerators_beyond =
    sizeof(E) > 1 && []<u32... Index>(Indices<Index...>) {
        Text rest = spell_values<E, static_cast<E>(256 + Index)...>();
        for (u32 count = sizeof...(Index); count > 0; --count) {
            if (rest.data[0] != '(') return true;
            rest = rest.after_first(", ");
        }
        return false;
    }(make_indices<768>());

}  // namespace detail

/// The named values of the enum E, ascending.
template <class E>
inline constexpr auto enumerators = detail::list_enumerators<E>();

}  // namespace soroban
