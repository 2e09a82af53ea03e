#include "network/detail/rpc_params.hpp"

#include <charconv>

namespace carrot::network {

Result<void> check_format(const std::optional<std::string>& format) {
    if (!format || format->empty() || *format == "base64") return {};
    return fail(ErrorCode::invalid_argument,
                "xdrFormat '{}' is not served by the local network: use base64", *format);
}

Result<std::uint32_t> page_limit(const std::optional<Pagination>& pagination,
                                 std::uint32_t fallback, std::uint32_t most) {
    const auto limit = pagination && pagination->limit ? *pagination->limit : 0;
    if (limit > most) return fail(ErrorCode::invalid_argument, "limit must not exceed {}", most);
    return limit == 0 ? fallback : limit;
}

Result<std::optional<std::uint64_t>> page_cursor(const std::optional<Pagination>& pagination) {
    if (!pagination || !pagination->cursor || pagination->cursor->empty()) return std::nullopt;
    const auto& text = *pagination->cursor;
    std::uint64_t cursor = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cursor);
    if (error != std::errc() || end != text.data() + text.size()) {
        return fail(ErrorCode::invalid_argument, "cursor '{}' is not a number", text);
    }
    return cursor;
}

http::json::array base64_array(const std::vector<Bytes>& values) {
    http::json::array array;
    for (const auto& value : values)
        array.push_back(http::json::value(to_base64(value)));
    return array;
}

}  // namespace carrot::network
