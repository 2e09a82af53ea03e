// A response's status line and header on the wire.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace carrot::http::detail {

enum class Framing : std::uint8_t {
    none,    ///< no body and no length: 1xx, 204, 304
    length,  ///< Content-Length
    chunked,
    until_end,  ///< the end of the connection ends the body
};

struct HeadFields {
    Framing framing = Framing::length;
    std::uint64_t length = 0;
    bool keep_alive = true;
    bool version_1_0 = false;
    std::string_view date;  ///< IMF-fixdate
};

/// Leaves out the fields that are the server's own, and those whose name or value would break the
/// message's framing.
std::string format_head(const Response& response, const HeadFields& fields);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
std::string format_date(std::int64_t unix_seconds);

}  // namespace carrot::http::detail
