// XDR values to bytes and back, whole values at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::xdr {

class Reader;
class Writer;

/// Longest input that decoding accepts, in bytes: well above the largest thing Stellar RPC sends.
inline constexpr std::size_t max_decoded_bytes = 16 << 20;

/// Deepest nesting of structs and unions, as in soroban-env-host's limits.
inline constexpr int max_nesting = 500;

namespace detail {
Result<Bytes> encode(std::string_view type, const void* value, bool (*write)(Writer&, const void*));
Result<void> decode(std::string_view type, BytesView bytes, void* value,
                    bool (*read)(Reader&, void*));
Result<void> decode_sequence(std::string_view type, BytesView bytes, void* values,
                             bool (*read_next)(Reader&, void*));
Result<Bytes> bytes_of_base64(std::string_view type, std::string_view text);
Result<std::string> base64_of(Result<Bytes> bytes);
}  // namespace detail

/// The value's XDR. Fails (invalid_argument) when a length or nesting exceeds what the XDR allows.
template <class T>
Result<Bytes> encode(const T& value) {
    return detail::encode(type_name(&value), &value, [](Writer& out, const void* from) {
        return write_xdr(out, *static_cast<const T*>(from));
    });
}

/// The value that `bytes` hold, all of them. Fails with corrupt_data, naming type, offset and
/// reason.
template <class T>
Result<T> decode(BytesView bytes) {
    Result<T> value;
    auto done = detail::decode(type_name(&*value), bytes, &*value, [](Reader& in, void* to) {
        return read_xdr(in, *static_cast<T*>(to));
    });
    if (!done) value = std::unexpected(std::move(done.error()));
    return value;
}

/// Values that follow each other without frame or count until the bytes end, as in a contract's
/// `contractspecv0` section (SEP-48).
template <class T>
Result<std::vector<T>> decode_sequence(BytesView bytes) {
    Result<std::vector<T>> values;
    auto done = detail::decode_sequence(
        type_name(static_cast<const T*>(nullptr)), bytes, &*values, [](Reader& in, void* to) {
            return read_xdr(in, static_cast<std::vector<T>*>(to)->emplace_back());
        });
    if (!done) values = std::unexpected(std::move(done.error()));
    return values;
}

/// encode(), as standard base64: the form in which Stellar RPC carries XDR.
template <class T>
Result<std::string> encode_base64(const T& value) {
    return detail::base64_of(encode(value));
}

/// decode() of standard base64 text.
template <class T>
Result<T> decode_base64(std::string_view text) {
    auto bytes = detail::bytes_of_base64(type_name(static_cast<const T*>(nullptr)), text);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    return decode<T>(*bytes);
}

}  // namespace carrot::xdr
