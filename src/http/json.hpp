// JSON in and out: bounded parsing, and described structs to and from values.
//
//   struct Job { std::uint32_t id; std::string script; std::optional<std::string> result_cid; };
//   BOOST_DESCRIBE_STRUCT(Job, (), (id, script, result_cid))
//
//   std::string text = to_json_text(job);
//   Result<Job> job = from_json_text<Job>(text);
//
// Conversions (http/json_convert.hpp): bool, integers (range-checked), double, std::string, enums
// described by BOOST_DESCRIBE_ENUM (as their names), std::optional (absent or null; left out when
// empty), std::vector, std::map<std::string, T>, boost::json::value/object/array as they are, and
// described structs. Unknown members are ignored; a missing or wrong one is an error that names it:
// `member "gpu_id" must be an unsigned integer`. A struct with `using json_names = CamelCase;`
// inside has its members as lowerCamelCase in JSON. For other types specialize JsonCodec<T>.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/json_convert.hpp"
#include "http/message.hpp"

namespace carrot::http {

namespace json = boost::json;

struct JsonLimits {
    std::size_t size_bytes = std::size_t{16} << 20;
    std::size_t depth = 64;
};

/// Parses one JSON text (RFC 8259). Errors: invalid_argument with the position, resource_exhausted.
Result<json::value> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Without spaces or line ends.
std::string format_json(const json::value& value);

template <class T>
std::string to_json_text(const T& value) {
    return format_json(to_json(value));
}

template <class T>
Result<T> from_json_text(std::string_view text, const JsonLimits& limits = {}) {
    auto value = parse_json(text, limits);
    if (!value) return std::unexpected(std::move(value.error()));
    return from_json<T>(*value);
}

/// With Content-Type application/json.
Response json_response(int status, const json::value& value);

}  // namespace carrot::http
