#include "xdr/detail/writer.hpp"

#include <fmt/format.h>

#include "xdr/codec.hpp"

namespace carrot::xdr {

namespace {

template <class Number>
void append_big_endian(Bytes& bytes, Number value) {
    for (int shift = 8 * (static_cast<int>(sizeof(Number)) - 1); shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

}  // namespace

void Writer::put_number(std::uint32_t value) { append_big_endian(bytes_, value); }
void Writer::put_number(std::uint64_t value) { append_big_endian(bytes_, value); }

void Writer::put(BytesView bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    bytes_.resize((bytes_.size() + 3) / 4 * 4);
}

bool Writer::put_length(std::size_t length, std::uint32_t max) {
    if (length > max) return fail(fmt::format("length {} is above the maximum {}", length, max));
    put_number(static_cast<std::uint32_t>(length));
    return true;
}

bool Writer::fail(std::string reason) {
    if (failure_.empty()) failure_ = std::move(reason);
    return false;
}

bool Writer::fail_unknown(std::string_view type, std::int64_t value) {
    return fail(fmt::format("unknown {} {}", type, value));
}

bool Writer::enter() {
    ++nesting_;
    return nesting_ <= max_nesting || fail(fmt::format("nested deeper than {}", max_nesting));
}

bool write_xdr(Writer& out, bool value) {
    out.put_number(std::uint32_t{value});
    return true;
}

bool write_xdr(Writer& out, std::uint32_t value) {
    out.put_number(value);
    return true;
}

bool write_xdr(Writer& out, std::uint64_t value) {
    out.put_number(value);
    return true;
}

bool write_xdr(Writer& out, std::int32_t value) {
    return write_xdr(out, static_cast<std::uint32_t>(value));
}

bool write_xdr(Writer& out, std::int64_t value) {
    return write_xdr(out, static_cast<std::uint64_t>(value));
}

bool write_string(Writer& out, std::string_view value, std::uint32_t max) {
    return write_opaque(out, as_bytes(value), max);
}

bool write_opaque(Writer& out, BytesView value, std::uint32_t max) {
    if (!out.put_length(value.size(), max)) return false;
    out.put(value);
    return true;
}

}  // namespace carrot::xdr
