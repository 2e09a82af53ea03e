// The IPFS path gateway (specs.ipfs.tech/http-gateways/path-gateway) over one block source.
//
//   GET|HEAD /ipfs/CID[/path][?format=raw|car]
//
// Content type by name and by magic bytes; ETag and immutable caching; byte ranges; index.html, or
// a listing, for directories; blocks and CARs for clients that check them (trustless-gateway). A
// source that takes too long is answered with 504: its get() fails with timed_out. Whatever a job
// wrote is served under a sandboxing Content-Security-Policy and nosniff, so none of it runs in the
// market's origin.
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::http {
class Router;
}

namespace carrot::ipfs {

/// Adds the gateway's routes. `blocks` must outlive the server. Content is public: let the server
/// answer any origin (ServerOptions::cors), so that web pages elsewhere can show results.
void add_gateway_routes(http::Router& router, const BlockSource& blocks);

}  // namespace carrot::ipfs
