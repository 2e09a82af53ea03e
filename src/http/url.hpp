// URLs of the kinds that Carrot uses: http, https and unix sockets (RFC 3986).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace carrot::http {

/// Names and values in order, decoded.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Percent-encodes all but RFC 3986's unreserved characters: for one path segment or one query
/// value.
std::string percent_encode(std::string_view text);

/// Decodes %XX; fails with invalid_argument on an incomplete or wrong escape.
Result<std::string> percent_decode(std::string_view text);

/// "a=1&b=x%20y", in the order given.
std::string format_query(const Parameters& parameters);

/// Reads "a=1&b=x+y%26" (application/x-www-form-urlencoded): '+' is a space, and a wrong percent
/// escape is kept as it stands.
Parameters parse_form(std::string_view text);

/// The path of a request target, decoded; refuses what Request::path promises not to hold.
Result<std::string> decode_path(std::string_view target);

struct Url {
    enum class Scheme : std::uint8_t { http, https, unix_socket };

    Scheme scheme = Scheme::http;
    std::string host{};  ///< lower case; IPv6 without brackets; empty for unix sockets
    std::uint16_t port = 80;
    std::string socket_path{};  ///< unix sockets only
    std::string target = "/";   ///< path and query as sent; fragments are dropped

    /// Parses "http://host[:port][/path][?query]", the same with https, or "unix:///run/x.sock"
    /// (the whole path names the socket; add the request's path by at()). User names and passwords
    /// are refused. At most 8 KiB.
    static Result<Url> parse(std::string_view text);

    /// The same server with another target. `path_and_query` begins with '/', already encoded. A
    /// base's own path stays in front: "http://h/base" at "/x" is "http://h/base/x".
    Url at(std::string_view path_and_query) const;

    /// What the Host header says: "example.org", "127.0.0.1:8000", "localhost" for unix sockets.
    std::string authority() const;

    /// The whole URL; a unix socket with a target other than "/" reads
    /// "unix:///run/x.sock:/target".
    std::string to_string() const;

    bool operator==(const Url&) const = default;
};

}  // namespace carrot::http
