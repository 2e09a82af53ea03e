// Blocks from other people's gateways, by their trustless answers
// (specs.ipfs.tech/http-gateways/trustless-gateway): each block is checked against its CID, so no
// gateway need be trusted, and any of them will do.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "http/client.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

struct GatewayOptions {
    std::vector<std::string> urls;  ///< 1 … 16, the preferred first; blocks are at <url>/ipfs/<cid>
    std::size_t parallel = 3;       ///< requests for one block that are under way at once
    /// The next gateway is asked as well when the last one asked has not answered for so long.
    std::chrono::milliseconds head_start{500};
    std::chrono::milliseconds time_limit{20'000};  ///< of one request
};

/// For each block the gateways are asked one after the other, overlapping as the options say, and
/// the first true answer wins. The one that won is asked first for the next block; one that fails
/// goes to the end. A gateway whose bytes don't match a CID is named in a warning and never asked
/// again. Where gateways are busy (429, 5xx) all are asked again after 1 and 2 seconds.
///
/// get() fails with not_found where no gateway has the block and none was in trouble, corrupt_data
/// where all lied, else unavailable or timed_out; the message names each gateway and what it did.
/// `client` and `clock` must outlive it. invalid_argument for a list without a URL, or a wrong one.
Result<std::unique_ptr<BlockSource>> connect_gateways(http::Client& client, GatewayOptions options,
                                                      std::stop_token stop,
                                                      Clock& clock = system_clock());

}  // namespace carrot::ipfs
