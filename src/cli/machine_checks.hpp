// What runs jobs on this machine: the engine, its sandbox, the cards.
#pragma once

#include <vector>

#include "cli/finding.hpp"
#include "cli/session.hpp"
#include "cli/worker_settings.hpp"

namespace carrot::cli {

/// Who the worker works for; no key is opened. Errors as Session::address().
Result<stellar::AccountId> provider_of(const Session& session, const WorkerSettings& settings);

/// Whether there is an engine that can seal jobs, and whether the provider's GPUs that this machine
/// serves have their cards. Starts nothing.
std::vector<Finding> check_machine(Session& session, const WorkerSettings& settings);

}  // namespace carrot::cli
