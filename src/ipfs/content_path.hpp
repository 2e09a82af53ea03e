// A content path: a CID and, below it, the names that lead to a file or directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ipfs/cid.hpp"

namespace carrot::ipfs {

struct ContentPath {
    Cid root;
    std::vector<std::string> segments;

    ContentPath(Cid root_cid, std::vector<std::string> names = {})
        : root(std::move(root_cid)), segments(std::move(names)) {}

    /// Reads `ipfs://CID[/path]`, `/ipfs/CID[/path]` or `CID[/path]`. The path is taken literally,
    /// without percent-decoding; empty segments are dropped, "." and ".." are refused, and
    /// `max_path_segments` and `max_path_bytes` hold.
    static Result<ContentPath> parse(std::string_view text);

    /// `CID[/path]`, for messages.
    std::string to_string() const;
};

/// `ipfs://CID`: how a job's result is recorded on the chain.
std::string to_uri(const Cid& cid);

}  // namespace carrot::ipfs
