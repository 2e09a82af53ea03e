#include "stellar/detail/rpc_wire.hpp"

#include <algorithm>
#include <charconv>

#include "base/encoding.hpp"

namespace carrot::stellar::detail {

Result<std::string_view> decode_text(const http::json::value& value) {
    const auto* text = value.if_string();
    if (text == nullptr) return fail(ErrorCode::corrupt_data, "must be a string");
    return std::string_view(text->data(), text->size());
}

Result<NumberText> decode_number(const http::json::value& value) {
    if (const auto* text = value.if_string()) {
        std::uint64_t number = 0;
        const char* end = text->data() + text->size();
        const auto [rest, error] = std::from_chars(text->data(), end, number);
        if (error == std::errc{} && rest == end) return NumberText{number};
    } else if (const auto* positive = value.if_uint64()) {
        return NumberText{*positive};
    } else if (const auto* number = value.if_int64(); number != nullptr && *number >= 0) {
        return NumberText{static_cast<std::uint64_t>(*number)};
    }
    return fail(ErrorCode::corrupt_data, "must be a whole number or its text");
}

Result<HashText> decode_hash(const http::json::value& value) {
    const auto bytes = from_hex(TRY(decode_text(value)));
    HashText hash;
    if (!bytes || bytes->size() != hash.value.size()) {
        return fail(ErrorCode::corrupt_data, "must be a hash of 64 hex digits");
    }
    std::ranges::copy(*bytes, hash.value.begin());
    return hash;
}

}  // namespace carrot::stellar::detail

namespace carrot::http {

json::value JsonCodec<stellar::detail::HashText>::encode(const stellar::detail::HashText& hash) {
    return json::string(to_hex(hash.value));
}

}  // namespace carrot::http
