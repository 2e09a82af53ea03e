// The IPFS path gateway (specs.ipfs.tech/http-gateways/path-gateway) over one block source.
//
//   GET|HEAD /ipfs/CID[/path][?format=raw|car]
//
// Content type by name and by magic bytes; ETag and immutable caching; byte ranges; index.html, or
// a listing, for directories; blocks and CARs for clients that check them (trustless-gateway). What
// takes too long is answered with 504: GatewayLimits, or a source whose get() fails with timed_out.
// Whatever a job
// wrote is served under a sandboxing Content-Security-Policy and nosniff, so none of it runs in the
// market's origin.
#pragma once

#include <chrono>
#include <cstddef>

#include "base/clock.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::http {
class Router;
}

namespace carrot::ipfs {

struct GatewayLimits {
    /// For reading what an answer's head depends on: the path, a listing, a file's type; and again
    /// for each piece of its body. It takes hold between two blocks.
    std::chrono::milliseconds reading{30'000};
    /// Blocks that are kept in memory, and for how long: so long may an answer have what was
    /// collected meanwhile.
    std::size_t kept_bytes = std::size_t{64} << 20;
    std::chrono::milliseconds kept_for{10'000};
};

/// Adds the gateway's routes. `blocks` and `clock` must outlive the server. Content is public: let
/// the server answer any origin (ServerOptions::cors), so that web pages elsewhere can show
/// results.
void add_gateway_routes(http::Router& router, const BlockSource& blocks,
                        const GatewayLimits& limits = {}, const Clock& clock = system_clock());

}  // namespace carrot::ipfs
