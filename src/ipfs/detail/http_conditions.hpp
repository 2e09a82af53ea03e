// The conditional and range headers that a gateway answers (RFC 9110 sections 13 and 14).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/headers.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {

/// Whether an If-None-Match field names the strong entity tag `etag`, quotes included.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

enum class RangeKind {
    whole,          ///< no range, several ranges, or not one of bytes: answer with everything
    part,           ///< answer 206
    unsatisfiable,  ///< answer 416
};

struct RequestedRange {
    RangeKind kind = RangeKind::whole;
    ByteRange bytes;  ///< of a part: inside the file, at least one byte
};

/// What Range, with If-Range, asks for of a file of `size_bytes`.
RequestedRange requested_range(const http::Headers& headers, std::string_view etag,
                               std::uint64_t size_bytes);

}  // namespace carrot::ipfs
