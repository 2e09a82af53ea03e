// Content that is answered whole, in one part, or in several (RFC 9110 section 14).
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "http/message.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {

/// The next piece of some content; empty at the end.
using PieceReader = std::function<Result<SharedBytes>()>;
using RangeOpener = std::function<Result<PieceReader>(ByteRange)>;

/// 200 with everything, 206 with the part that Range asks for, or with several as
/// multipart/byteranges, 416. Has Content-Type, Accept-Ranges and Content-Range. The first piece is
/// read here, so that content which can't be read at all is answered with an error instead of a
/// connection that breaks; HEAD reads nothing.
Result<http::Response> ranged_response(const http::Request& request, std::string_view etag,
                                       std::string_view content_type, std::uint64_t size_bytes,
                                       const RangeOpener& open);

PieceReader piece_of(const SharedBytes& content, ByteRange range);

}  // namespace carrot::ipfs
