// The parts of the world that tests kill, each in a process of its own:
//
//   carrot_faults_process network FOLDER PORT RETENTION_LEDGERS    the local network; prints its
//   URL carrot_faults_process pins FOLDER PORT            a pinning service; prints its URL
//   carrot_faults_process engine FOLDER PROGRAM       starts a daemon, prints its process id, ends
//   carrot_faults_process worker FOLDER RPC_URL ENGINE_SOCKET PINS_URL     see worker_part.cpp
//
// The first two serve until their stdin ends.
#pragma once

#include <span>
#include <string>

#include "base/result.hpp"

namespace carrot::tests {

using Arguments = std::span<const std::string>;

Result<void> network_part(Arguments arguments);
Result<void> pins_part(Arguments arguments);
Result<void> engine_part(Arguments arguments);
Result<void> worker_part(Arguments arguments);

/// Tells the test, and serves until it needs no more.
void serve(const std::string& url);

}  // namespace carrot::tests
