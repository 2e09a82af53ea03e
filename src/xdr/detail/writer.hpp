// Writes XDR (RFC 4506) to bytes in memory. The first failure stays.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "xdr/box.hpp"

namespace carrot::xdr {

class Writer {
public:
    void put_number(std::uint32_t value);
    void put_number(std::uint64_t value);
    /// The bytes and zero padding up to a multiple of four.
    void put(BytesView bytes);
    bool put_length(std::size_t length, std::uint32_t max);

    bool fail(std::string reason);
    bool fail_unknown(std::string_view type, std::int64_t value);
    const std::string& failure() const { return failure_; }

    bool enter();
    void leave() { --nesting_; }

    Bytes take_bytes() { return std::move(bytes_); }

private:
    Bytes bytes_;
    int nesting_ = 0;
    std::string failure_;
};

bool write_xdr(Writer& out, bool value);
bool write_xdr(Writer& out, std::int32_t value);
bool write_xdr(Writer& out, std::uint32_t value);
bool write_xdr(Writer& out, std::int64_t value);
bool write_xdr(Writer& out, std::uint64_t value);
bool write_string(Writer& out, std::string_view value, std::uint32_t max);
bool write_opaque(Writer& out, BytesView value, std::uint32_t max);

template <std::size_t size>
bool write_xdr(Writer& out, const std::array<std::uint8_t, size>& value) {
    out.put(value);
    return true;
}

template <class Enum>
bool write_enum(Writer& out, Enum value, std::string_view type) {
    const auto number = static_cast<std::int32_t>(value);
    if (name_of(value).empty()) return out.fail_unknown(type, number);
    return write_xdr(out, number);
}

template <class T, std::size_t size, class WriteOne>
bool write_fixed_array(Writer& out, const std::array<T, size>& values, WriteOne write_one) {
    for (const T& value : values) {
        if (!write_one(out, value)) return false;
    }
    return true;
}

template <class T, class WriteOne>
bool write_array(Writer& out, const std::vector<T>& values, std::uint32_t max, WriteOne write_one) {
    if (!out.put_length(values.size(), max)) return false;
    for (const T& value : values) {
        if (!write_one(out, value)) return false;
    }
    return true;
}

template <class T, class WriteOne>
bool write_optional(Writer& out, const std::optional<T>& value, WriteOne write_one) {
    write_xdr(out, value.has_value());
    return !value || write_one(out, *value);
}

}  // namespace carrot::xdr
