// What 'carrot doctor' and 'carrot worker check' say of what a worker needs.
#pragma once

#include <vector>

#include "cli/finding.hpp"
#include "cli/session.hpp"
#include "sandbox/container_engine.hpp"

namespace carrot::cli {

/// What the engine can't do for the sandbox, and where images go.
std::vector<Finding> check_sandbox(const sandbox::EngineFacts& engine, const std::string& runtime);
Finding check_image_disk(const sandbox::EngineFacts& engine, std::uint64_t min_free_bytes);

/// How many files this user's processes may open.
Finding check_open_files();

/// This machine's clock beside the newest ledger's; nothing where the network doesn't tell.
std::vector<Finding> check_clock(Session& session);

/// Whether the endpoint that the registry tells consumers answers from here; nothing without an
/// endpoint.
std::vector<Finding> check_endpoint(Session& session, const stellar::AccountId& provider);

}  // namespace carrot::cli
