// How many requests a peer may make: a token bucket for each peer's address.
#pragma once

#include <algorithm>
#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/server.hpp"

namespace carrot::http::detail {

/// Who counts as one peer: an IPv4 address, or an IPv6 /64, which is one household's or machine's.
/// `peer` is an address with port, as Request::peer has it.
std::string peer_group(std::string_view peer);

/// Thread-safe. Knows the peers seen last, at most max_peers of them.
class RateLimiter {
public:
    static constexpr std::size_t max_peers = 4096;

    explicit RateLimiter(RateLimit limit)
        : limit_(limit), capacity_(std::max<double>(1, limit.burst)) {}

    /// Counts a request; or refuses it, with the time after which one would be let through.
    std::optional<std::chrono::seconds> refuse(std::string_view peer,
                                               std::chrono::steady_clock::time_point now);

private:
    struct Bucket {
        std::string peer;
        double tokens = 0;
        std::chrono::steady_clock::time_point filled_at;
    };
    using Buckets = std::list<Bucket>;

    Bucket& bucket_of(std::string peer, std::chrono::steady_clock::time_point now);

    const RateLimit limit_;
    const double capacity_;
    std::mutex mutex_;
    Buckets buckets_;  ///< the one used last in front
    std::unordered_map<std::string_view, Buckets::iterator> by_peer_;
};

}  // namespace carrot::http::detail
