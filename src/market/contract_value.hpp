// The contracts' own types to and from contract values, by what their interface headers declare:
// no field, enumerator or argument is written down here. Plain values are stellar/scval.hpp's.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.hpp"
#include "soroban/interface.hpp"
#include "stellar/scval.hpp"

namespace carrot::market {

/// Fails with invalid_argument for an Address that is no strkey; other values always encode.
template <class T>
Result<xdr::ScVal> encode_value(const T& value) {
    return stellar::to_scval(value);
}
Result<xdr::ScVal> encode_value(const soroban::Address& value);

/// Fails with corrupt_data, naming the field and what was expected.
template <class T>
Result<void> decode_value(const xdr::ScVal& from, T& value) {
    return stellar::read_scval(from, value);
}
Result<void> decode_value(const xdr::ScVal& from, soroban::Address& value);

namespace detail {

std::unexpected<Error> no_such_enumerator(std::string_view enumeration, const xdr::ScVal& from);

/// The value of a map's symbol key, or corrupt_data.
Result<const xdr::ScVal*> require_field(const xdr::ScVal& from, std::string_view name);

/// Calls decode_field(name, field) for each field in turn until one fails; the error names it.
template <class Struct, class DecodeField>
Result<void> decode_fields(Struct& value, DecodeField decode_field) {
    return soroban::visit_fields(value, [&](auto&... fields) {
        Result<void> outcome;
        soroban::u32 index = 0;
        auto decode_next = [&](auto& field) {
            std::string_view name = soroban::field_names<Struct>[index++];
            outcome = with_context(decode_field(name, field), name);
            return outcome.has_value();
        };
        (decode_next(fields) && ...);
        return outcome;
    });
}

}  // namespace detail

template <class Enum>
    requires std::is_enum_v<Enum>
Result<void> decode_value(const xdr::ScVal& from, Enum& value) {
    auto number = TRY(stellar::from_scval<std::uint32_t>(from));
    for (const auto& enumerator : soroban::enumerators<Enum>) {
        if (enumerator.value != number) continue;
        value = static_cast<Enum>(number);
        return {};
    }
    return detail::no_such_enumerator(soroban::type_name<Enum>, from);
}

template <class Struct>
    requires std::is_aggregate_v<Struct>
Result<void> decode_value(const xdr::ScVal& from, Struct& value) {
    return detail::decode_fields(value, [&](std::string_view name, auto& field) -> Result<void> {
        return decode_value(*TRY(detail::require_field(from, name)), field);
    });
}

template <class Element>
Result<void> decode_value(const xdr::ScVal& from, std::vector<Element>& value) {
    for (const auto& element : *TRY(stellar::elements_of(from))) {
        TRY(decode_value(element, value.emplace_back()));
    }
    return {};
}

/// A function's return value; a void function's is dropped.
template <class T>
Result<T> decode_result(const xdr::ScVal& from) {
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        T value{};
        TRY(decode_value(from, value));
        return value;
    }
}

/// A call's arguments, in their order.
template <class... Argument>
Result<std::vector<xdr::ScVal>> encode_arguments(const Argument&... arguments) {
    std::vector<xdr::ScVal> values;
    Result<void> outcome;
    auto encode_next = [&](const auto& argument) {
        auto value = encode_value(argument);
        if (!value) outcome = std::unexpected(std::move(value.error()));
        if (value) values.push_back(*std::move(value));
        return outcome.has_value();
    };
    static_cast<void>((encode_next(arguments) && ...));
    TRY(outcome);
    return values;
}

}  // namespace carrot::market
