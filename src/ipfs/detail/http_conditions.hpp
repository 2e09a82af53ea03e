// The conditional and range headers that a gateway answers (RFC 9110 sections 13 and 14).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "http/headers.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {

/// Whether an If-None-Match field names the strong entity tag `etag`, quotes included.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

enum class RangeKind {
    whole,          ///< no range, not one of bytes, or too many: answer with everything
    parts,          ///< answer 206
    unsatisfiable,  ///< answer 416
};

/// Ranges of one request; with more, or with more bytes in all than the content has, the request is
/// answered whole (RFC 9110 section 14.2 lets a server do that).
inline constexpr std::size_t max_ranges = 16;

struct RequestedRanges {
    RangeKind kind = RangeKind::whole;
    std::vector<ByteRange> parts{};  ///< inside the content, each of at least one byte
};

/// What Range, with If-Range, asks for of content of `size_bytes`.
RequestedRanges requested_ranges(const http::Headers& headers, std::string_view etag,
                                 std::uint64_t size_bytes);

}  // namespace carrot::ipfs
