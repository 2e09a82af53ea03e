// What 'carrot doctor' looks at.
#pragma once

#include <vector>

#include "cli/finding.hpp"
#include "cli/session.hpp"

namespace carrot::cli {

/// Container engine, sandbox, GPUs, network, clock, market, keys, endpoint, disk, ports: each on
/// its own, so that one failure hides no other.
std::vector<Finding> check_health(Session& session);

/// Whether the chosen network's node answers, and is of that network.
Finding check_network(Session& session);

/// Room for the data directory.
Finding check_disk(Session& session);

}  // namespace carrot::cli
