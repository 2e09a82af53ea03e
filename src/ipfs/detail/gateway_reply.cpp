#include "ipfs/detail/gateway_reply.hpp"

#include "base/utf8.hpp"
#include "http/url.hpp"
#include "ipfs/detail/http_conditions.hpp"

namespace carrot::ipfs {

std::string etag_of(std::string_view tag) { return fmt::format("\"{}\"", tag); }

bool is_cached_by_client(const http::Request& request, std::string_view etag) {
    return matches_etag(request.headers.find("If-None-Match").value_or(""), etag);
}

http::Response not_modified(std::string_view etag, std::string_view caching) {
    return {.status = 304,
            .headers = {{"ETag", std::string(etag)}, {"Cache-Control", std::string(caching)}},
            .body = {}};
}

std::string content_disposition(std::string_view kind, std::string_view filename) {
    if (filename.empty()) return std::string(kind);
    std::string ascii;
    for (const char letter : to_printable(filename)) {
        const bool plain = letter >= ' ' && letter < 0x7f && letter != '"' && letter != '\\';
        ascii += plain ? letter : '_';
    }
    return fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}", kind, ascii,
                       http::percent_encode(to_utf8(filename)));
}

}  // namespace carrot::ipfs
