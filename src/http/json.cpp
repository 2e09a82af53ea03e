#include "http/json.hpp"

#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace carrot::http {

Result<json::value> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.size_bytes)
        return fail(ErrorCode::resource_exhausted, "the JSON text has {} bytes; the limit is {}",
                    text.size(), limits.size_bytes);
    json::parse_options options;
    options.max_depth = limits.depth;
    json::parser parser({}, options);
    boost::system::error_code error;
    const auto parsed = parser.write(text.data(), text.size(), error);
    if (error == json::error::too_deep)
        return fail(ErrorCode::resource_exhausted,
                    "the JSON text nests deeper than the limit of {} levels", limits.depth);
    if (error)
        return fail(ErrorCode::invalid_argument, "not JSON: {} at byte {}", error.message(),
                    parsed);
    return parser.release();
}

std::string format_json(const json::value& value) { return json::serialize(value); }

Response json_response(int status, const json::value& value) {
    return text_response(status, format_json(value), "application/json");
}

namespace detail {
namespace {

std::string path_text(const JsonPath* path) {
    if (!path) return {};
    auto text = path_text(path->parent);
    if (path->member.data() == nullptr) return text + fmt::format("[{}]", path->index);
    return text + (text.empty() ? "" : ".") + std::string(path->member);
}

}  // namespace

std::unexpected<Error> wrong_member(const JsonPath* path, std::string_view reason) {
    if (!path) return fail(ErrorCode::invalid_argument, "the JSON value {}", reason);
    return fail(ErrorCode::invalid_argument, "member \"{}\" {}", path_text(path), reason);
}

std::string to_camel_case(std::string_view snake_case) {
    std::string out;
    bool capital = false;
    for (const char c : snake_case) {
        if (c == '_') {
            capital = !out.empty();
        } else {
            out += capital && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            capital = false;
        }
    }
    return out;
}

Result<bool> decode_bool(const json::value& value, const JsonPath* path) {
    if (const auto* boolean = value.if_bool()) return *boolean;
    return wrong_member(path, "must be true or false");
}

Result<double> decode_double(const json::value& value, const JsonPath* path) {
    if (!value.is_number()) return wrong_member(path, "must be a number");
    return value.to_number<double>();
}

Result<std::string> decode_string(const json::value& value, const JsonPath* path) {
    if (const auto* text = value.if_string()) return std::string(*text);
    return wrong_member(path, "must be a string");
}

Result<std::int64_t> decode_signed(const json::value& value, std::int64_t min, std::int64_t max,
                                   const JsonPath* path) {
    const auto* number = value.if_int64();
    if (!number && !value.is_uint64()) return wrong_member(path, "must be an integer");
    if (!number || *number < min || *number > max)
        return wrong_member(path, fmt::format("must be an integer from {} to {}", min, max));
    return *number;
}

Result<std::uint64_t> decode_unsigned(const json::value& value, std::uint64_t max,
                                      const JsonPath* path) {
    std::optional<std::uint64_t> number;
    if (const auto* positive = value.if_uint64()) number = *positive;
    if (const auto* any = value.if_int64(); any && *any >= 0)
        number = static_cast<std::uint64_t>(*any);
    if (!number) return wrong_member(path, "must be an unsigned integer");
    if (*number > max)
        return wrong_member(path, fmt::format("must be an unsigned integer of at most {}", max));
    return *number;
}

}  // namespace detail
}  // namespace carrot::http
