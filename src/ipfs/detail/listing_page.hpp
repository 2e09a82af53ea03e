// The page that shows a directory without an index.html.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ipfs/reader.hpp"

namespace carrot::ipfs {

/// HTML without scripts, with links relative to the directory's URL. `title` is the content path.
/// Shows the first 10,000 entries.
std::string listing_page(std::string_view title, bool has_parent,
                         const std::vector<DirectoryEntry>& entries);

/// Changes whenever the page's look does: part of its ETag.
inline constexpr std::string_view listing_page_version = "1";

}  // namespace carrot::ipfs
