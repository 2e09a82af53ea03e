// The market's page (web/), as 'carrot up' serves it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/local_accounts.hpp"
#include "http/server.hpp"
#include "market/market.hpp"

namespace carrot::cli {

/// What the page is told in /carrot.json (docs/web.md).
struct WebPageFacts {
    std::string rpc_url;
    std::string friendbot_url;
    std::string gateway_url;
    const market::Deployment& deployment;
    const LocalAccounts& accounts;
};

/// Where the built page lies: $CARROT_WEB, or ../share/carrot/web beside the program. Empty when it
/// was not built.
std::filesystem::path find_web_page();

/// Serves the page on loopback. `port` 0 takes a free one.
Result<http::Server> serve_web_page(const std::filesystem::path& directory, std::uint16_t port,
                                    const WebPageFacts& facts);

/// The page's origins, by address and by name: who may drive the worker.
std::vector<std::string> origins_of(const http::Server& page);

}  // namespace carrot::cli
