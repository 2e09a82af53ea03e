// Reads XDR (RFC 4506) from bytes in memory. The first failure stays, with its offset.
#pragma once

#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "xdr/box.hpp"

namespace carrot::xdr {

inline constexpr std::uint32_t unbounded = std::numeric_limits<std::uint32_t>::max();

class Reader {
public:
    explicit Reader(BytesView bytes) : bytes_(bytes) {}

    /// `length` bytes and the zero padding up to a multiple of four.
    bool take(std::size_t length, BytesView& out);
    /// A length or count of at most `max`, and of no more than the bytes left.
    bool take_length(std::uint32_t& length, std::uint32_t max);
    bool take_number(std::uint32_t& value);
    bool take_number(std::uint64_t& value);

    /// Notes the failure and returns false, for `return in.fail(…)`.
    bool fail(std::string reason);
    bool fail_unknown(std::string_view type, std::int64_t value);
    const std::string& failure() const { return failure_; }

    bool at_end() const { return offset_ == bytes_.size(); }
    std::size_t offset() const { return offset_; }

    bool enter();
    void leave() { --nesting_; }

private:
    BytesView bytes_;
    std::size_t offset_ = 0;
    int nesting_ = 0;
    std::string failure_;
};

bool read_xdr(Reader& in, bool& value);
bool read_xdr(Reader& in, std::int32_t& value);
bool read_xdr(Reader& in, std::uint32_t& value);
bool read_xdr(Reader& in, std::int64_t& value);
bool read_xdr(Reader& in, std::uint64_t& value);
bool read_string(Reader& in, std::string& value, std::uint32_t max);
bool read_opaque(Reader& in, Bytes& value, std::uint32_t max);
bool read_fixed(Reader& in, std::span<std::uint8_t> value);

template <std::size_t size>
bool read_xdr(Reader& in, std::array<std::uint8_t, size>& value) {
    return read_fixed(in, value);
}

template <class Enum>
bool read_enum(Reader& in, Enum& value, std::string_view type) {
    std::int32_t number = 0;
    if (!read_xdr(in, number)) return false;
    value = static_cast<Enum>(number);
    return !name_of(value).empty() || in.fail_unknown(type, number);
}

template <class T, std::size_t size, class ReadOne>
bool read_fixed_array(Reader& in, std::array<T, size>& values, ReadOne read_one) {
    for (T& value : values) {
        if (!read_one(in, value)) return false;
    }
    return true;
}

/// Grows with what is really there, so that a large count alone costs no memory.
template <class T, class ReadOne>
bool read_array(Reader& in, std::vector<T>& values, std::uint32_t max, ReadOne read_one) {
    std::uint32_t count = 0;
    if (!in.take_length(count, max)) return false;
    values.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
        if (!read_one(in, values.emplace_back())) return false;
    }
    return true;
}

template <class T, class ReadOne>
bool read_optional(Reader& in, std::optional<T>& value, ReadOne read_one) {
    bool present = false;
    if (!read_xdr(in, present)) return false;
    if (!present) {
        value.reset();
        return true;
    }
    return read_one(in, value.emplace());
}

}  // namespace carrot::xdr
