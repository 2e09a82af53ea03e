// Which process listens on a TCP port of this machine, for "the port is taken" messages.
#pragma once

#include <cstdint>
#include <string>

namespace carrot::cli {

/// " by nginx (process 1234)", or nothing when that can't be seen.
std::string describe_port_holder(std::uint16_t port);

}  // namespace carrot::cli
