#include "stellar/scval.hpp"

#include <algorithm>

namespace carrot::stellar {

namespace {

std::unexpected<Error> expected(std::string_view what, const xdr::ScVal& value) {
    return fail(ErrorCode::corrupt_data, "expected {}, found {}", what, name_of(value.type()));
}

template <class T>
Result<void> take(const T* found, T& to, std::string_view what, const xdr::ScVal& from) {
    if (found == nullptr) return expected(what, from);
    to = *found;
    return {};
}

}  // namespace

xdr::ScVal to_scval(bool value) { return xdr::ScVal::b(value); }
xdr::ScVal to_scval(std::uint32_t value) { return xdr::ScVal::u32(value); }
xdr::ScVal to_scval(std::int32_t value) { return xdr::ScVal::i32(value); }
xdr::ScVal to_scval(std::uint64_t value) { return xdr::ScVal::u64(value); }
xdr::ScVal to_scval(std::int64_t value) { return xdr::ScVal::i64(value); }

xdr::ScVal to_scval(Int128 value) {
    return xdr::ScVal::i128(
        {.hi = static_cast<std::int64_t>(value >> 64), .lo = static_cast<std::uint64_t>(value)});
}

xdr::ScVal to_scval(UInt128 value) {
    return xdr::ScVal::u128(
        {.hi = static_cast<std::uint64_t>(value >> 64), .lo = static_cast<std::uint64_t>(value)});
}

xdr::ScVal to_scval(std::string_view value) { return xdr::ScVal::str(std::string(value)); }
xdr::ScVal to_scval(const char* value) { return xdr::ScVal::str(value); }
xdr::ScVal to_scval(const Symbol& value) { return xdr::ScVal::sym(value.text); }
xdr::ScVal to_scval(const Bytes& value) { return xdr::ScVal::bytes(value); }
xdr::ScVal to_scval(const Hash& value) { return to_scval(Bytes(value.begin(), value.end())); }
xdr::ScVal to_scval(const Address& value) { return xdr::ScVal::address(value.to_xdr()); }
xdr::ScVal to_scval(const AccountId& value) { return to_scval(Address(value)); }
xdr::ScVal to_scval(const ContractId& value) { return to_scval(Address(value)); }
xdr::ScVal to_scval(std::vector<xdr::ScVal> values) { return xdr::ScVal::vec(std::move(values)); }

xdr::ScVal to_struct(std::vector<std::pair<std::string, xdr::ScVal>> fields) {
    std::ranges::sort(fields, {}, [](const auto& field) -> const auto& { return field.first; });
    xdr::ScMap map;
    for (auto& [name, value] : fields)
        map.push_back({.key = xdr::ScVal::sym(std::move(name)), .val = std::move(value)});
    return xdr::ScVal::map(std::move(map));
}

Result<void> read_scval(const xdr::ScVal& from, bool& to) {
    return take(from.if_b(), to, "a bool", from);
}
Result<void> read_scval(const xdr::ScVal& from, std::uint32_t& to) {
    return take(from.if_u32(), to, "a u32", from);
}
Result<void> read_scval(const xdr::ScVal& from, std::int32_t& to) {
    return take(from.if_i32(), to, "an i32", from);
}
Result<void> read_scval(const xdr::ScVal& from, std::uint64_t& to) {
    return take(from.if_u64(), to, "a u64", from);
}
Result<void> read_scval(const xdr::ScVal& from, std::int64_t& to) {
    return take(from.if_i64(), to, "an i64", from);
}
Result<void> read_scval(const xdr::ScVal& from, std::string& to) {
    return take(from.if_str(), to, "a string", from);
}
Result<void> read_scval(const xdr::ScVal& from, Symbol& to) {
    return take(from.if_sym(), to.text, "a symbol", from);
}
Result<void> read_scval(const xdr::ScVal& from, Bytes& to) {
    return take(from.if_bytes(), to, "bytes", from);
}

Result<void> read_scval(const xdr::ScVal& from, Int128& to) {
    const auto* parts = from.if_i128();
    if (parts == nullptr) return expected("an i128", from);
    to = static_cast<Int128>(static_cast<UInt128>(parts->hi) << 64 | parts->lo);
    return {};
}

Result<void> read_scval(const xdr::ScVal& from, UInt128& to) {
    const auto* parts = from.if_u128();
    if (parts == nullptr) return expected("a u128", from);
    to = static_cast<UInt128>(parts->hi) << 64 | parts->lo;
    return {};
}

Result<void> read_scval(const xdr::ScVal& from, Hash& to) {
    const auto* bytes = from.if_bytes();
    if (bytes == nullptr || bytes->size() != to.size()) return expected("32 bytes", from);
    std::ranges::copy(*bytes, to.begin());
    return {};
}

Result<void> read_scval(const xdr::ScVal& from, Address& to) {
    const auto* address = from.if_address();
    if (address == nullptr) return expected("an address", from);
    to = TRY(Address::from_xdr(*address));
    return {};
}

Result<void> read_scval(const xdr::ScVal& from, AccountId& to) {
    const Address address = TRY(from_scval<Address>(from));
    return take(address.account(), to, "an account", from);
}

Result<void> read_scval(const xdr::ScVal& from, ContractId& to) {
    const Address address = TRY(from_scval<Address>(from));
    return take(address.contract(), to, "a contract", from);
}

Result<void> read_scval(const xdr::ScVal& from, xdr::ScVal& to) {
    to = from;
    return {};
}

Result<const std::vector<xdr::ScVal>*> elements_of(const xdr::ScVal& value) {
    const auto* vector = value.if_vec();
    if (vector == nullptr || !vector->has_value()) return expected("a vector", value);
    return &**vector;
}

const xdr::ScVal* find_field(const xdr::ScVal& structure, std::string_view name) {
    const auto* map = structure.if_map();
    if (map == nullptr || !map->has_value()) return nullptr;
    for (const xdr::ScMapEntry& entry : **map) {
        const auto* key = entry.key.if_sym();
        if (key != nullptr && *key == name) return &entry.val;
    }
    return nullptr;
}

}  // namespace carrot::stellar
