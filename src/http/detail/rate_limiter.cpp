#include "http/detail/rate_limiter.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cmath>

namespace carrot::http::detail {

std::string peer_group(std::string_view peer) {
    const auto port = peer.rfind(':');
    if (!peer.starts_with('[')) return std::string(peer.substr(0, port));
    boost::system::error_code error;
    const auto address =
        boost::asio::ip::make_address_v6(std::string(peer.substr(1, peer.find(']') - 1)), error);
    if (error) return std::string(peer);
    // An IPv4 peer of a socket that listens on both.
    if (address.is_v4_mapped())
        return make_address_v4(boost::asio::ip::v4_mapped, address).to_string();
    auto bytes = address.to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), 0);
    return boost::asio::ip::address_v6(bytes).to_string() + "/64";
}

RateLimiter::Bucket& RateLimiter::bucket_of(std::string peer,
                                            std::chrono::steady_clock::time_point now) {
    if (const auto found = by_peer_.find(peer); found != by_peer_.end()) {
        buckets_.splice(buckets_.begin(), buckets_, found->second);
        return buckets_.front();
    }
    if (buckets_.size() == max_peers) {
        by_peer_.erase(buckets_.back().peer);
        buckets_.pop_back();
    }
    buckets_.push_front({std::move(peer), capacity_, now});
    by_peer_[buckets_.front().peer] = buckets_.begin();
    return buckets_.front();
}

std::optional<std::chrono::seconds> RateLimiter::refuse(std::string_view peer,
                                                        std::chrono::steady_clock::time_point now) {
    if (limit_.requests_per_s <= 0) return std::nullopt;
    const std::lock_guard lock(mutex_);
    auto& bucket = bucket_of(peer_group(peer), now);
    const std::chrono::duration<double> passed = now - bucket.filled_at;
    bucket.filled_at = now;
    bucket.tokens = std::min(capacity_, bucket.tokens + passed.count() * limit_.requests_per_s);
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    constexpr double longest_s = 3600;
    const double wait_s = std::min((1 - bucket.tokens) / limit_.requests_per_s, longest_s);
    return std::chrono::seconds(static_cast<int>(std::ceil(wait_s)));
}

}  // namespace carrot::http::detail
