// Values of a contract's interface (soroban/interface.hpp) to and from ScVal, by what its header
// declares: no field, enumerator, case or argument is written down here. Plain values are
// stellar/scval.hpp's.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.hpp"
#include "soroban/interface.hpp"
#include "stellar/scval.hpp"

namespace carrot::stellar {

/// Fails with invalid_argument for an Address that is no strkey; other values always encode.
template <class T>
Result<xdr::ScVal> encode_value(const T& value);

/// Fails with corrupt_data, naming the field and what was expected.
template <class T>
Result<void> decode_value(const xdr::ScVal& from, T& value);

namespace detail {

// The interface's own kinds of plain values.
Result<xdr::ScVal> encode_plain(const soroban::Address& value);
Result<xdr::ScVal> encode_plain(const soroban::MuxedAddress& value);
Result<xdr::ScVal> encode_plain(const soroban::Symbol& value);
Result<xdr::ScVal> encode_plain(const soroban::Bytes& value);
Result<xdr::ScVal> encode_plain(const soroban::Timepoint& value);
Result<xdr::ScVal> encode_plain(const soroban::Duration& value);
Result<xdr::ScVal> encode_plain(const soroban::U256& value);
Result<xdr::ScVal> encode_plain(const soroban::I256& value);
Result<xdr::ScVal> encode_plain(const soroban::Val& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::Address& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::MuxedAddress& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::Symbol& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::Bytes& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::Timepoint& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::Duration& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::U256& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::I256& value);
Result<void> decode_plain(const xdr::ScVal& from, soroban::Val& value);

std::unexpected<Error> no_such_enumerator(std::string_view enumeration, const xdr::ScVal& from);
std::unexpected<Error> no_such_case(std::string_view type, const xdr::ScVal& from);

/// The value of a map's symbol key, or corrupt_data.
Result<const xdr::ScVal*> require_field(const xdr::ScVal& from, std::string_view name);
/// The elements of a vec that must have this many.
Result<const std::vector<xdr::ScVal>*> require_elements(const xdr::ScVal& from, std::size_t count);
Result<const std::vector<xdr::ScMapEntry>*> require_entries(const xdr::ScVal& from);

/// A map in the order that the host demands.
xdr::ScVal map_of(std::vector<xdr::ScMapEntry> entries);

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

template <class T>
concept InterfacePlain = requires(const T& value) { encode_plain(value); };

/// How one family of types is converted.
template <class T>
struct ValueCodec {
    static_assert(std::is_aggregate_v<T>, "this type can't cross a contract's border");

    static Result<xdr::ScVal> encode(const T& value) {
        std::vector<xdr::ScMapEntry> entries;
        TRY(soroban::visit_fields(value, [&](const auto&... fields) {
            Result<void> outcome;
            soroban::u32 index = 0;
            auto encode_next = [&](const auto& field) {
                std::string_view name = soroban::field_names<T>[index++];
                auto encoded = with_context(encode_value(field), name);
                if (!encoded) outcome = std::unexpected(std::move(encoded.error()));
                if (encoded) {
                    entries.push_back({xdr::ScVal::sym(std::string(name)), *std::move(encoded)});
                }
                return outcome.has_value();
            };
            static_cast<void>((encode_next(fields) && ...));
            return outcome;
        }));
        return map_of(std::move(entries));
    }
    static Result<void> decode(const xdr::ScVal& from, T& value) {
        return decode_fields(value, [&](std::string_view name, auto& field) -> Result<void> {
            return decode_value(*TRY(require_field(from, name)), field);
        });
    }
};

template <class T>
    requires std::is_enum_v<T>
struct ValueCodec<T> {
    static Result<xdr::ScVal> encode(T value) {
        return to_scval(static_cast<std::uint32_t>(value));
    }
    static Result<void> decode(const xdr::ScVal& from, T& value) {
        auto number = TRY(from_scval<std::uint32_t>(from));
        for (const auto& enumerator : soroban::enumerators<T>) {
            if (enumerator.value != number) continue;
            value = static_cast<T>(number);
            return {};
        }
        return no_such_enumerator(soroban::type_name<T>, from);
    }
};

template <soroban::u32 N>
struct ValueCodec<soroban::BytesN<N>> {
    static Result<xdr::ScVal> encode(const soroban::BytesN<N>& value) {
        return to_scval(Bytes(value.data.begin(), value.data.end()));
    }
    static Result<void> decode(const xdr::ScVal& from, soroban::BytesN<N>& value) {
        const auto bytes = TRY(from_scval<Bytes>(from));
        if (bytes.size() != N) {
            return fail(ErrorCode::corrupt_data, "{} bytes instead of {}", bytes.size(), N);
        }
        std::ranges::copy(bytes, value.data.begin());
        return {};
    }
};

template <class Element>
struct ValueCodec<std::vector<Element>> {
    static Result<xdr::ScVal> encode(const std::vector<Element>& value) {
        std::vector<xdr::ScVal> encoded;
        for (const auto& element : value)
            encoded.push_back(TRY(encode_value(element)));
        return to_scval(std::move(encoded));
    }
    static Result<void> decode(const xdr::ScVal& from, std::vector<Element>& value) {
        value.clear();
        for (const auto& element : *TRY(elements_of(from))) {
            Element decoded{};
            TRY(decode_value(element, decoded));
            value.push_back(std::move(decoded));
        }
        return {};
    }
};

template <class Key, class Value>
struct ValueCodec<std::map<Key, Value>> {
    static Result<xdr::ScVal> encode(const std::map<Key, Value>& value) {
        std::vector<xdr::ScMapEntry> entries;
        for (const auto& [key, item] : value)
            entries.push_back({
                TRY(encode_value(key))
                , TRY(encode_value(item))
            });
        return map_of(std::move(entries));
    }
    static Result<void> decode(const xdr::ScVal& from, std::map<Key, Value>& value) {
        value.clear();
        for (const auto& entry : *TRY(require_entries(from))) {
            Key key{};
            TRY(decode_value(entry.key, key));
            TRY(decode_value(entry.val, value[std::move(key)]));
        }
        return {};
    }
};

template <class T>
struct ValueCodec<std::optional<T>> {
    static Result<xdr::ScVal> encode(const std::optional<T>& value) {
        return value ? encode_value(*value) : Result<xdr::ScVal>(xdr::ScVal::void_());
    }
    static Result<void> decode(const xdr::ScVal& from, std::optional<T>& value) {
        value.reset();
        if (from.type() == xdr::ScValType::SCV_VOID) return {};
        return decode_value(from, value.emplace());
    }
};

/// Appends the encoded items until one fails.
template <class... T>
Result<void> encode_items(const soroban::Tuple<T...>& tuple, std::vector<xdr::ScVal>& out) {
    Result<void> outcome;
    [&]<soroban::u32... Index>(soroban::detail::Indices<Index...>) {
        auto encode_next = [&](const auto& item) {
            auto encoded = encode_value(item);
            if (!encoded) outcome = std::unexpected(std::move(encoded.error()));
            if (encoded) out.push_back(*std::move(encoded));
            return outcome.has_value();
        };
        static_cast<void>((encode_next(soroban::get<Index>(tuple)) && ...));
    }(soroban::detail::make_indices<sizeof...(T)>());
    return outcome;
}
template <class... T>
Result<void> decode_items(const xdr::ScVal* from, soroban::Tuple<T...>& tuple) {
    Result<void> outcome;
    [&]<soroban::u32... Index>(soroban::detail::Indices<Index...>) {
        auto decode_next = [&](auto& item) {
            outcome = decode_value(*from++, item);
            return outcome.has_value();
        };
        static_cast<void>((decode_next(soroban::get<Index>(tuple)) && ...));
    }(soroban::detail::make_indices<sizeof...(T)>());
    return outcome;
}

template <class... T>
struct ValueCodec<soroban::Tuple<T...>> {
    static Result<xdr::ScVal> encode(const soroban::Tuple<T...>& value) {
        std::vector<xdr::ScVal> items;
        TRY(encode_items(value, items));
        return to_scval(std::move(items));
    }
    static Result<void> decode(const xdr::ScVal& from, soroban::Tuple<T...>& value) {
        return decode_items(TRY(require_elements(from, sizeof...(T)))->data(), value);
    }
};

template <soroban::detail::UnionType T>
struct ValueCodec<T> {
    static Result<xdr::ScVal> encode(const T& value) {
        std::vector<xdr::ScVal> items;
        Result<void> outcome;
        value.visit([&]<class Case>(const auto& payload) {
            items.push_back(to_scval(Symbol{std::string(std::string_view(Case::name))}));
            outcome = encode_items(payload, items);
        });
        TRY(outcome);
        return to_scval(std::move(items));
    }

    static Result<void> decode(const xdr::ScVal& from, T& value) {
        const auto& elements = *TRY(elements_of(from));
        if (elements.empty()) return no_such_case(soroban::type_name<T>, from);
        const auto name = TRY(from_scval<Symbol>(elements.front()));
        bool found = false;
        soroban::u32 place = 0;
        soroban::detail::for_each_type(typename T::UnionCases{}, [&]<class Case>() {
            if (std::string_view(Case::name) == name.text) {
                value.set_which(place);
                found = true;
            }
            ++place;
        });
        if (!found) return no_such_case(soroban::type_name<T>, from);
        Result<void> outcome;
        value.visit([&]<class Case>(auto& payload) {
            auto items = require_elements(from, 1 + Case::Types::size);
            outcome = items ? decode_items((*items)->data() + 1, payload)
                            : Result<void>(std::unexpected(std::move(items.error())));
        });
        return outcome;
    }
};

}  // namespace detail

template <class T>
Result<xdr::ScVal> encode_value(const T& value) {
    if constexpr (detail::InterfacePlain<T>) {
        return detail::encode_plain(value);
    } else if constexpr (requires { to_scval(value); } && !std::is_class_v<T>) {
        return to_scval(value);
    } else if constexpr (std::is_convertible_v<T, std::string_view>) {
        return to_scval(std::string_view(value));
    } else {
        return detail::ValueCodec<T>::encode(value);
    }
}

template <class T>
Result<void> decode_value(const xdr::ScVal& from, T& value) {
    if constexpr (detail::InterfacePlain<T>) {
        return detail::decode_plain(from, value);
    } else if constexpr ((std::is_arithmetic_v<T> || !std::is_class_v<T>) && !std::is_enum_v<T>) {
        return read_scval(from, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return read_scval(from, value);
    } else {
        return detail::ValueCodec<T>::decode(from, value);
    }
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

}  // namespace carrot::stellar
