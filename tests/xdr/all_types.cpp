#include "xdr/all_types.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "base/encoding.hpp"
#include "xdr/xdr.hpp"

namespace carrot::tests {

namespace {

template <class T>
Result<Bytes> recode(BytesView bytes) {
    const T value = TRY(xdr::decode<T>(bytes));
    const T copy = value;  // NOLINT(performance-unnecessary-copy-initialization)
    if (!(copy == value)) return fail(ErrorCode::internal, "a copy differs from its original");
    return xdr::encode(copy);
}

template <class T>
Result<Bytes> encode_default() {
    return xdr::encode(T{});
}

/// The package writes Error and Uint128Parts where the crate writes SError and UInt128Parts.
bool is_same_name(std::string_view a, std::string_view b) {
    if (b == "Error") return a == "SError";
    return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

const XdrType& type_named(std::string_view name) {
    const auto& types = all_xdr_types();
    const auto found = std::ranges::find_if(
        types, [&](const XdrType& type) { return is_same_name(type.name, name); });
    if (found == types.end()) throw std::runtime_error("no XDR type " + std::string(name));
    return *found;
}

std::vector<GoldenValue> read_golden_values() {
    std::ifstream file(CARROT_SOURCE_DIR "/tests/xdr/golden.txt");
    std::vector<GoldenValue> values;
    std::string name;
    std::string base64;
    while (file >> name >> base64)
        values.push_back({&type_named(name), from_base64(base64).value()});
    return values;
}

}  // namespace

const std::vector<XdrType>& all_xdr_types() {
    static const std::vector<XdrType> types = {
#define XDR_TYPE(name) {#name, recode<xdr::name>, encode_default<xdr::name>},
#include "xdr/all_types.inc"
#undef XDR_TYPE
    };
    return types;
}

const std::vector<GoldenValue>& golden_values() {
    static const auto values = read_golden_values();
    return values;
}

}  // namespace carrot::tests
