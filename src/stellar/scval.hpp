// Contract values and C++ values.
//
//   invoke_contract(id, "post_job", {to_scval(me), to_scval(gpu_id), to_scval("…")});
//   auto price = TRY(field<Int128>(gpu, "price_per_hour"));
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "stellar/address.hpp"
#include "xdr/contract.hpp"

namespace carrot::stellar {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

/// A symbol: at most 32 of a-z, A-Z, 0-9 and _. Plain strings are contract strings.
struct Symbol {
    std::string text;
    bool operator==(const Symbol&) const = default;
};

xdr::ScVal to_scval(bool value);
xdr::ScVal to_scval(std::uint32_t value);
xdr::ScVal to_scval(std::int32_t value);
xdr::ScVal to_scval(std::uint64_t value);
xdr::ScVal to_scval(std::int64_t value);
xdr::ScVal to_scval(Int128 value);
xdr::ScVal to_scval(UInt128 value);
xdr::ScVal to_scval(std::string_view value);
xdr::ScVal to_scval(const char* value);
xdr::ScVal to_scval(const Symbol& value);
xdr::ScVal to_scval(const Bytes& value);
xdr::ScVal to_scval(const Hash& value);
xdr::ScVal to_scval(const Address& value);
xdr::ScVal to_scval(const AccountId& value);
xdr::ScVal to_scval(const ContractId& value);
xdr::ScVal to_scval(std::vector<xdr::ScVal> values);

template <class T>
xdr::ScVal to_scval(const std::vector<T>& values) {
    std::vector<xdr::ScVal> converted;
    converted.reserve(values.size());
    for (const T& value : values)
        converted.push_back(to_scval(value));
    return to_scval(std::move(converted));
}

/// A struct as contracts write it: a map with its field names as symbols, in sorted order.
xdr::ScVal to_struct(std::vector<std::pair<std::string, xdr::ScVal>> fields);

/// The other way: fails with corrupt_data, naming what was expected and what is there. Overload it
/// beside a type of your own, and from_scval(), field(), vectors and optionals take it.
Result<void> read_scval(const xdr::ScVal& from, bool& to);
Result<void> read_scval(const xdr::ScVal& from, std::uint32_t& to);
Result<void> read_scval(const xdr::ScVal& from, std::int32_t& to);
Result<void> read_scval(const xdr::ScVal& from, std::uint64_t& to);
Result<void> read_scval(const xdr::ScVal& from, std::int64_t& to);
Result<void> read_scval(const xdr::ScVal& from, Int128& to);
Result<void> read_scval(const xdr::ScVal& from, UInt128& to);
Result<void> read_scval(const xdr::ScVal& from, std::string& to);
Result<void> read_scval(const xdr::ScVal& from, Symbol& to);
Result<void> read_scval(const xdr::ScVal& from, Bytes& to);
Result<void> read_scval(const xdr::ScVal& from, Hash& to);
Result<void> read_scval(const xdr::ScVal& from, Address& to);
Result<void> read_scval(const xdr::ScVal& from, AccountId& to);
Result<void> read_scval(const xdr::ScVal& from, ContractId& to);
Result<void> read_scval(const xdr::ScVal& from, xdr::ScVal& to);
template <class T>
Result<void> read_scval(const xdr::ScVal& from, std::vector<T>& to);
template <class T>
Result<void> read_scval(const xdr::ScVal& from, std::optional<T>& to);

/// The elements of a vector.
Result<const std::vector<xdr::ScVal>*> elements_of(const xdr::ScVal& value);

template <class T>
Result<void> read_scval(const xdr::ScVal& from, std::vector<T>& to) {
    const std::vector<xdr::ScVal>* elements = TRY(elements_of(from));
    to.clear();
    to.reserve(elements->size());
    for (const xdr::ScVal& element : *elements)
        TRY(read_scval(element, to.emplace_back()));
    return {};
}

/// Void is an empty optional.
template <class T>
Result<void> read_scval(const xdr::ScVal& from, std::optional<T>& to) {
    to.reset();
    if (from.type() == xdr::ScValType::SCV_VOID) return {};
    return read_scval(from, to.emplace());
}

/// The C++ value of a contract value of the matching type: no conversions between integer types.
template <class T>
Result<T> from_scval(const xdr::ScVal& value) {
    T converted{};
    TRY(read_scval(value, converted));
    return converted;
}

/// The named field of a struct (a map with symbol keys); null when it has none or is no struct.
const xdr::ScVal* find_field(const xdr::ScVal& structure, std::string_view name);

/// The named field's value; the error names the field.
template <class T>
Result<T> field(const xdr::ScVal& structure, std::string_view name) {
    const xdr::ScVal* value = find_field(structure, name);
    if (value == nullptr) {
        return fail(ErrorCode::corrupt_data, "the contract value has no field '{}'", name);
    }
    return with_context(from_scval<T>(*value), name);
}

/// A value for people: 5, "text", transfer, [1, 2], {a: 1}, GABC…
std::string to_text(const xdr::ScVal& value);

/// Decimal digits.
std::string to_string(Int128 value);

}  // namespace carrot::stellar
