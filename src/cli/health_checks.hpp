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
    std::string what;       ///< stable, as `kind` is
    std::string kind = {};  ///< which of the things that can be wrong with it: "version_mismatch"
    Health health = Health::good;
    std::string finding;
    std::string remedy;  ///< a command or a setting that mends it
};

/// Container engine, sandbox, GPUs, network, clock, market, keys, endpoint, disk, ports: each on
/// its own, so that one failure hides no other.
std::vector<Finding> check_health(Session& session);

}  // namespace carrot::cli
