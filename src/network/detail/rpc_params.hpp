// What the methods' parameters have in common.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/encoding.hpp"
#include "http/json.hpp"
#include "xdr/codec.hpp"

namespace carrot::network {

struct Pagination {
    std::optional<std::string> cursor{};
    std::optional<std::uint32_t> limit{};
};
BOOST_DESCRIBE_STRUCT(Pagination, (), (cursor, limit))

/// The described struct of a method's parameters; missing ones stand for an empty object.
template <class T>
Result<T> read_params(const http::json::value& params) {
    static const http::json::value none = http::json::object();
    return http::from_json<T>(params.is_null() ? none : params);
}

/// Fails for any xdrFormat but base64.
Result<void> check_format(const std::optional<std::string>& format);

/// The page's limit: `fallback` when not given; fails above `most`.
Result<std::uint32_t> page_limit(const std::optional<Pagination>& pagination,
                                 std::uint32_t fallback, std::uint32_t most);

/// A decimal cursor; nullopt when there is none.
Result<std::optional<std::uint64_t>> page_cursor(const std::optional<Pagination>& pagination);

/// Base64 XDR of a named parameter, decoded; the error names the parameter.
template <class T>
Result<T> decode_param(const std::string& base64, std::string_view name) {
    auto value = xdr::decode_base64<T>(base64);
    if (value) return value;
    return fail(ErrorCode::invalid_argument, "parameter '{}' is not valid: {}", name,
                value.error().message);
}

/// The XDR values as base64 strings.
http::json::array base64_array(const std::vector<Bytes>& values);

}  // namespace carrot::network
