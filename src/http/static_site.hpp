// A web page's built files (a single-page application) in front of browsers.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"
#include "http/router.hpp"

namespace carrot::http {

struct StaticSite {
    /// With an index.html. Read whole when the routes are added: at most 1,000 files of 64 MiB
    /// together. Links in it are not followed. Beside "x.js" a file "x.js.gz" is what clients get
    /// that accept gzip.
    std::filesystem::path directory;
    /// Documents that are made here instead of lying in the folder: path ("/carrot.json") → JSON.
    std::map<std::string, std::string> documents{};
    /// Sent with every answer. What a page needs of `connect-src` and the like is the caller's to
    /// say.
    std::string content_security_policy;
};

/// Adds "/" and every path below it that no other route answers. Files under /assets/ have a hash
/// in their name and are cached for ever, others are asked for again by their ETag. A path without
/// a dot in its last segment is a view of the page and gets index.html; any other that is not there
/// gets 404. not_found when the folder has no index.html; resource_exhausted past the limits.
Result<void> add_static_site(Router& router, const StaticSite& site);

}  // namespace carrot::http
