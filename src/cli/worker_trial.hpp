// 'carrot worker check': everything that a worker needs is tried for real, and nothing is changed
// on chain.
#pragma once

#include <filesystem>
#include <vector>

#include "cli/finding.hpp"
#include "cli/session.hpp"
#include "cli/worker_settings.hpp"

namespace carrot::cli {

/// Key, network, account, market, machine, store, API and endpoint, each on its own, so that one
/// failure hides no other. `settings` have no mistakes; relative paths are from `directory`. Opens
/// the key, which may ask for its passphrase; leaves one line of text in the store's services.
std::vector<Finding> try_worker(Session& session, const WorkerSettings& settings,
                                const std::filesystem::path& directory);

}  // namespace carrot::cli
