// Which media type a file has: by its name, else by its first bytes (mimesniff.spec.whatwg.org, as
// far as results need it).
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.hpp"

namespace carrot::ipfs {

/// How many bytes content_type_of() looks at.
inline constexpr std::size_t sniffed_bytes = 512;

/// By the name's extension; empty when it has none that is known.
std::optional<std::string_view> content_type_of_name(std::string_view name);

/// By magic bytes; UTF-8 text is text/plain, the rest application/octet-stream. HTML and SVG are
/// recognized, so serve them sandboxed.
std::string_view content_type_of_bytes(BytesView head);

}  // namespace carrot::ipfs
