// What 'carrot doctor' looks at.
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"

namespace carrot::cli {

enum class Health {
    good,
    note,  ///< something is missing that not everybody needs
    bad,
};

struct Finding {
    std::string what;
    Health health = Health::good;
    std::string finding;
    std::string remedy;  ///< a command or a setting that mends it
};

/// Container engine, GPU, network, market, keys, disk, ports: each on its own, so that one failure
/// hides no other.
std::vector<Finding> check_health(Session& session);

}  // namespace carrot::cli
