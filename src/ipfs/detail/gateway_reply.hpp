// What the gateway's kinds of answers have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"
#include "ipfs/detail/response_format.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {

inline constexpr std::string_view immutable_caching = "public, max-age=29030400, immutable";

/// What was asked for, found.
struct Target {
    ContentPath path;
    std::vector<Node> nodes;   // of each segment, the root first; what was asked for last
    std::vector<Cid> on_path;  // every block that was read before the last

    const Node& node() const { return nodes.back(); }
};

std::string etag_of(std::string_view tag);
bool is_cached_by_client(const http::Request& request, std::string_view etag);
http::Response not_modified(std::string_view etag, std::string_view caching);

/// As RFC 6266: an ASCII form and the UTF-8 one.
std::string content_disposition(std::string_view kind, std::string_view filename);

/// A file's bytes, with ranges. `path_name` is the name that its path ends with; may be empty.
Result<http::Response> serve_file(const BlockSource& blocks, const http::Request& request,
                                  const Node& file, std::string_view path_name);

/// For clients that check blocks themselves.
Result<http::Response> serve_raw_block(const BlockSource& blocks, const http::Request& request,
                                       const Node& node);
Result<http::Response> serve_car(const BlockSource& blocks, const http::Request& request,
                                 const Target& target, Duplicates duplicates);

}  // namespace carrot::ipfs
