// Conversions between JSON values and C++ values; http/json.hpp says which.
#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace carrot::http {

namespace json = boost::json;

/// Specialize for a type with its own JSON form:
///   static json::value encode(const T&);
///   static Result<T> decode(const json::value&);   // errors such as "must be an address"
template <class T>
struct JsonCodec;

/// A struct that has `using json_names = CamelCase;` writes last_ledger as "lastLedger".
struct CamelCase {};

template <class T>
json::value to_json(const T& value);

template <class T>
Result<T> from_json(const json::value& value);

namespace detail {

/// Where in the value the conversion is, for errors: a chain of stack frames up to the root.
struct JsonPath {
    const JsonPath* parent = nullptr;
    std::string_view member;  ///< else `index`
    std::size_t index = 0;
};

/// `member "a.b[2]" <reason>`, or `the JSON value <reason>` at the root.
std::unexpected<Error> wrong_member(const JsonPath* path, std::string_view reason);

/// "last_ledger" becomes "lastLedger".
std::string to_camel_case(std::string_view snake_case);

Result<bool> decode_bool(const json::value& value, const JsonPath* path);
Result<double> decode_double(const json::value& value, const JsonPath* path);
Result<std::string> decode_string(const json::value& value, const JsonPath* path);
Result<std::int64_t> decode_signed(const json::value& value, std::int64_t min, std::int64_t max,
                                   const JsonPath* path);
Result<std::uint64_t> decode_unsigned(const json::value& value, std::uint64_t max,
                                      const JsonPath* path);

template <class T>
concept HasCodec = requires(const T& value) {
    { JsonCodec<T>::encode(value) } -> std::convertible_to<json::value>;
};

template <class T>
concept JsonItself =
    std::same_as<T, json::value> || std::same_as<T, json::object> || std::same_as<T, json::array>;

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
concept DescribedStruct =
    std::is_class_v<T> && boost::describe::has_describe_members<T>::value && !HasCodec<T>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_string_map = false;
template <class T>
inline constexpr bool is_string_map<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool is_string_map<std::map<std::string, T, std::less<>>> = true;

template <class T>
using PublicMembers = boost::describe::describe_members<T, boost::describe::mod_public |
                                                               boost::describe::mod_inherited>;

/// The member's name in JSON, made once a member.
template <class T, class Descriptor>
const std::string& json_name() {
    static const std::string name = [] {
        if constexpr (requires { typename T::json_names; }) {
            static_assert(std::same_as<typename T::json_names, CamelCase>);
            return to_camel_case(Descriptor::name);
        } else {
            return std::string(Descriptor::name);
        }
    }();
    return name;
}

template <DescribedStruct T>
json::value encode_struct(const T& value) {
    json::object object;
    boost::mp11::mp_for_each<PublicMembers<T>>([&](auto descriptor) {
        const auto& member = value.*descriptor.pointer;
        if constexpr (is_optional<std::remove_cvref_t<decltype(member)>>) {
            if (!member) return;
        }
        object.emplace(json_name<T, decltype(descriptor)>(), to_json(member));
    });
    return object;
}

template <DescribedEnum T>
json::value encode_enum(T value) {
    const char* name = nullptr;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto descriptor) {
        if (descriptor.value == value) name = descriptor.name;
    });
    if (!name) return static_cast<std::int64_t>(value);
    return json::string(name);
}

template <class T>
Result<T> decode(const json::value& value, const JsonPath* path);

template <DescribedEnum T>
Result<T> decode_enum(const json::value& value, const JsonPath* path) {
    std::optional<T> found;
    std::string names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto descriptor) {
        if (value.is_string() && value.get_string() == descriptor.name) found = descriptor.value;
        names += names.empty() ? "" : ", ";
        names += descriptor.name;
    });
    if (!found) return wrong_member(path, "must be one of " + names);
    return *found;
}

template <DescribedStruct T>
Result<T> decode_struct(const json::value& value, const JsonPath* path) {
    const auto* object = value.if_object();
    if (!object) return wrong_member(path, "must be an object");
    T out{};
    std::optional<Error> error;
    boost::mp11::mp_for_each<PublicMembers<T>>([&](auto descriptor) {
        if (error) return;
        using Member = std::remove_cvref_t<decltype(out.*descriptor.pointer)>;
        const std::string& name = json_name<T, decltype(descriptor)>();
        const JsonPath here{.parent = path, .member = name};
        const auto* member = object->if_contains(name);
        if (!member) {
            if constexpr (!is_optional<Member>) error = wrong_member(&here, "is missing").error();
            return;
        }
        auto decoded = decode<Member>(*member, &here);
        if (decoded)
            out.*descriptor.pointer = *std::move(decoded);
        else
            error = std::move(decoded.error());
    });
    if (error) return std::unexpected(*std::move(error));
    return out;
}

template <class Vector>
Result<Vector> decode_vector(const json::value& value, const JsonPath* path) {
    const auto* array = value.if_array();
    if (!array) return wrong_member(path, "must be an array");
    Vector out;
    out.reserve(array->size());
    for (const auto& element : *array) {
        const JsonPath here{.parent = path, .member = {}, .index = out.size()};
        out.push_back(TRY(decode<typename Vector::value_type>(element, &here)));
    }
    return out;
}

template <class Map>
Result<Map> decode_map(const json::value& value, const JsonPath* path) {
    const auto* object = value.if_object();
    if (!object) return wrong_member(path, "must be an object");
    Map out;
    for (const auto& [key, element] : *object) {
        const JsonPath here{.parent = path, .member = key};
        out.emplace(key, TRY(decode<typename Map::mapped_type>(element, &here)));
    }
    return out;
}

template <class T>
Result<T> decode_integer(const json::value& value, const JsonPath* path) {
    using Limits = std::numeric_limits<T>;
    if constexpr (std::signed_integral<T>)
        return static_cast<T>(TRY(decode_signed(value, Limits::min(), Limits::max(), path)));
    else
        return static_cast<T>(TRY(decode_unsigned(value, Limits::max(), path)));
}

template <JsonItself T>
Result<T> decode_itself(const json::value& value, const JsonPath* path) {
    if constexpr (std::same_as<T, json::value>) {
        return value;
    } else if constexpr (std::same_as<T, json::object>) {
        if (const auto* object = value.if_object()) return *object;
        return wrong_member(path, "must be an object");
    } else {
        if (const auto* array = value.if_array()) return *array;
        return wrong_member(path, "must be an array");
    }
}

template <class T>
Result<T> decode(const json::value& value, const JsonPath* path) {
    if constexpr (HasCodec<T>) {
        auto decoded = JsonCodec<T>::decode(value);
        if (!decoded) return wrong_member(path, decoded.error().message);
        return decoded;
    } else if constexpr (JsonItself<T>) {
        return decode_itself<T>(value, path);
    } else if constexpr (std::same_as<T, bool>) {
        return decode_bool(value, path);
    } else if constexpr (std::integral<T>) {
        return decode_integer<T>(value, path);
    } else if constexpr (std::floating_point<T>) {
        return decode_double(value, path);
    } else if constexpr (std::same_as<T, std::string>) {
        return decode_string(value, path);
    } else if constexpr (is_optional<T>) {
        if (value.is_null()) return T{};
        return T { TRY(decode<typename T::value_type>(value, path)) };
    } else if constexpr (is_vector<T>) {
        return decode_vector<T>(value, path);
    } else if constexpr (is_string_map<T>) {
        return decode_map<T>(value, path);
    } else if constexpr (DescribedEnum<T>) {
        return decode_enum<T>(value, path);
    } else {
        static_assert(DescribedStruct<T>,
                      "describe the type (BOOST_DESCRIBE_STRUCT) or specialize JsonCodec");
        return decode_struct<T>(value, path);
    }
}

}  // namespace detail

template <class T>
json::value to_json(const T& value) {
    if constexpr (detail::HasCodec<T>) {
        return JsonCodec<T>::encode(value);
    } else if constexpr (detail::JsonItself<T>) {
        return value;
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        return json::string(std::string_view(value));
    } else if constexpr (std::is_arithmetic_v<T>) {
        return value;
    } else if constexpr (detail::is_optional<T>) {
        return value ? to_json(*value) : json::value(nullptr);
    } else if constexpr (detail::is_vector<T>) {
        json::array array;
        array.reserve(value.size());
        for (const auto& element : value)
            array.push_back(to_json(element));
        return array;
    } else if constexpr (detail::is_string_map<T>) {
        json::object object;
        for (const auto& [key, element] : value)
            object.emplace(key, to_json(element));
        return object;
    } else if constexpr (detail::DescribedEnum<T>) {
        return detail::encode_enum(value);
    } else {
        static_assert(detail::DescribedStruct<T>,
                      "describe the type (BOOST_DESCRIBE_STRUCT) or specialize JsonCodec");
        return detail::encode_struct(value);
    }
}

template <class T>
Result<T> from_json(const json::value& value) {
    return detail::decode<T>(value, nullptr);
}

}  // namespace carrot::http
