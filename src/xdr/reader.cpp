#include "xdr/detail/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "xdr/codec.hpp"

namespace carrot::xdr {

namespace {

std::size_t padding_after(std::size_t length) { return (4 - length % 4) % 4; }

template <class Number>
bool take_big_endian(Reader& in, Number& value) {
    BytesView bytes;
    if (!in.take(sizeof(Number), bytes)) return false;
    value = 0;
    for (std::uint8_t byte : bytes)
        value = value << 8 | byte;
    return true;
}

}  // namespace

bool Reader::take(std::size_t length, BytesView& out) {
    const std::size_t left = bytes_.size() - offset_;
    const std::size_t padding = padding_after(length);
    if (length > left || padding > left - length) {
        return fail(fmt::format("{} bytes are missing", length + padding - left));
    }
    const auto pad = bytes_.subspan(offset_ + length, padding);
    if (std::ranges::any_of(pad, [](std::uint8_t byte) { return byte != 0; })) {
        return fail("the padding is not zero");
    }
    out = bytes_.subspan(offset_, length);
    offset_ += length + padding;
    return true;
}

bool Reader::take_number(std::uint32_t& value) { return take_big_endian(*this, value); }
bool Reader::take_number(std::uint64_t& value) { return take_big_endian(*this, value); }

bool Reader::take_length(std::uint32_t& length, std::uint32_t max) {
    if (!take_number(length)) return false;
    if (length > max) return fail(fmt::format("length {} is above the maximum {}", length, max));
    // Every element takes at least one byte, so this holds for counts too.
    const std::size_t left = bytes_.size() - offset_;
    if (length > left) return fail(fmt::format("length {} with {} bytes left", length, left));
    return true;
}

bool Reader::fail(std::string reason) {
    if (failure_.empty()) failure_ = std::move(reason);
    return false;
}

bool Reader::fail_unknown(std::string_view type, std::int64_t value) {
    return fail(fmt::format("unknown {} {}", type, value));
}

bool Reader::enter() {
    ++nesting_;
    return nesting_ <= max_nesting || fail(fmt::format("nested deeper than {}", max_nesting));
}

bool read_xdr(Reader& in, bool& value) {
    std::uint32_t number = 0;
    if (!in.take_number(number)) return false;
    value = number == 1;
    return number <= 1 || in.fail_unknown("bool", number);
}

bool read_xdr(Reader& in, std::uint32_t& value) { return in.take_number(value); }
bool read_xdr(Reader& in, std::uint64_t& value) { return in.take_number(value); }

bool read_xdr(Reader& in, std::int32_t& value) {
    std::uint32_t number = 0;
    if (!in.take_number(number)) return false;
    value = static_cast<std::int32_t>(number);
    return true;
}

bool read_xdr(Reader& in, std::int64_t& value) {
    std::uint64_t number = 0;
    if (!in.take_number(number)) return false;
    value = static_cast<std::int64_t>(number);
    return true;
}

bool read_string(Reader& in, std::string& value, std::uint32_t max) {
    std::uint32_t length = 0;
    BytesView bytes;
    if (!in.take_length(length, max) || !in.take(length, bytes)) return false;
    value = as_text(bytes);
    return true;
}

bool read_opaque(Reader& in, Bytes& value, std::uint32_t max) {
    std::uint32_t length = 0;
    BytesView bytes;
    if (!in.take_length(length, max) || !in.take(length, bytes)) return false;
    value.assign(bytes.begin(), bytes.end());
    return true;
}

bool read_fixed(Reader& in, std::span<std::uint8_t> value) {
    BytesView bytes;
    if (!in.take(value.size(), bytes)) return false;
    std::ranges::copy(bytes, value.begin());
    return true;
}

}  // namespace carrot::xdr
