// Where a running 'carrot up' answers, for the other commands on the same data directory: its ports
// may be any.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace carrot::cli {

struct LocalEndpoints {
    std::string rpc_url;
    std::string gateway_url;
    std::string worker_url;
};

/// Nothing when none is noted.
Result<std::optional<LocalEndpoints>> load_local_endpoints(
    const std::filesystem::path& network_directory);

Result<void> save_local_endpoints(const std::filesystem::path& network_directory,
                                  const LocalEndpoints& endpoints);

void remove_local_endpoints(const std::filesystem::path& network_directory);

}  // namespace carrot::cli
